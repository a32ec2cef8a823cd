import type { ReactNode } from 'react';
import classes from './facts.module.css';

/** A name and what stands under it, within a `dl` of class `facts`. */
export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={classes.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
