/** What left the straight way: waits for another attempt, failed, was cancelled, or could not be read. */
import { IconAlertTriangle, IconBan, IconClock, IconListDetails, IconMailOff, type Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { AnchorLink } from '../../../ui/anchor-link';
import { Count } from '../count';
import type { Tone } from './facts';
import type { SystemStatus } from '../use-system-status';
import classes from './aside.module.css';

export function Aside({ status: { counts, openErrors, deadLetters } }: { status: SystemStatus }) {
  return (
    <ul className={classes.aside} aria-label="Aside from the way">
      <Item icon={IconClock} name="Retry scheduled" count={counts.retryScheduled} tone="wait" none="none waits">
        <AnchorLink to="/requests" search={{ statuses: ['RETRY_SCHEDULED'] }} size="sm" underline="always">
          wait for an attempt
        </AnchorLink>
      </Item>
      <Item icon={IconAlertTriangle} name="Failed" count={counts.failed} tone="bad" none="none waits">
        <AnchorLink to="/requests" search={{ statuses: ['FAILED'] }} size="sm" underline="always">
          wait for a person
        </AnchorLink>
      </Item>
      <Item icon={IconListDetails} name="Open errors" count={openErrors} tone="wait" none="none">
        <AnchorLink to="/errors" size="sm" underline="always">
          by code and stage
        </AnchorLink>
      </Item>
      <Item icon={IconMailOff} name="Dead letters" count={deadLetters} tone="bad" none="all could be read">
        <AnchorLink to="/dead-letters" size="sm" underline="always">
          inspect and replay
        </AnchorLink>
      </Item>
      <Item icon={IconBan} name="Cancelled" count={counts.cancelled} none="none">
        <AnchorLink to="/requests" search={{ statuses: ['CANCELLED'] }} size="sm" underline="always">
          by those who asked
        </AnchorLink>
      </Item>
    </ul>
  );
}

/** `children` where there are some, `none` where there are not. */
function Item({ icon: Shown, name, count, none, tone, children }: { icon: Icon; name: string; count: number; none: string; tone?: Tone; children: ReactNode }) {
  return (
    <li className={classes.item} data-tone={count > 0 ? tone : undefined}>
      <Shown size={18} stroke={1.7} aria-hidden className={classes.icon} />
      <div>
        <p className={classes.line}>
          <strong data-count={name}>
            <Count value={count} />
          </strong>{' '}
          {name}
        </p>
        <p className={classes.text}>{count > 0 ? children : none}</p>
      </div>
    </li>
  );
}
