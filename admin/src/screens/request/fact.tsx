import type { ReactNode } from 'react';
import classes from './facts.module.css';

/** A name and what stands under it, within a `dl` of class `facts`; a long one has a line of its own. */
export function Fact({ name, long = false, children }: { name: string; long?: boolean; children: ReactNode }) {
  return (
    <div className={classes.fact} data-long={long || undefined}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
