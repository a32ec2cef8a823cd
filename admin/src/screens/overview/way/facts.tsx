import type { ReactNode } from 'react';
import classes from './facts.module.css';

export type Tone = 'good' | 'wait' | 'bad';

/** What is known of a step: name and value on each line. A value whose tone is not good is marked by a sign too, not by colour alone. */
export function Facts({ rows }: { rows: readonly (readonly [name: string, value: ReactNode, tone?: Tone])[] }) {
  return (
    <dl className={classes.facts}>
      {rows.map(([name, value, tone]) => (
        <div key={name} className={classes.row} data-tone={tone}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
