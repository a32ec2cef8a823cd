/** Statuses in colour and word: colour alone says nothing to some. */
import { IconAlertTriangle, IconBan, IconCheck, IconClock, IconInbox, IconLoader, IconRefresh, type Icon } from '@tabler/icons-react';
import type { DocumentStatus, RecoveryStatus, RetriggerOutcome, RetriggerRunState } from '../generated/graphql';
import classes from './status-badge.module.css';

type Tone = 'calm' | 'work' | 'good' | 'wait' | 'bad' | 'off';

const STATUSES: Readonly<Record<DocumentStatus | RecoveryStatus | RetriggerRunState | RetriggerOutcome, readonly [Tone, Icon, string]>> = {
  ACCEPTED: ['calm', IconInbox, 'Accepted'],
  PROCESSING: ['work', IconLoader, 'Processing'],
  GENERATING: ['work', IconLoader, 'Generating'],
  RETRY_SCHEDULED: ['wait', IconClock, 'Retry scheduled'],
  COMPLETED: ['good', IconCheck, 'Completed'],
  FAILED: ['bad', IconAlertTriangle, 'Failed'],
  CANCELLED: ['off', IconBan, 'Cancelled'],
  PENDING: ['wait', IconClock, 'Pending'],
  RETRYING: ['work', IconRefresh, 'Retrying'],
  RECOVERED: ['good', IconCheck, 'Recovered'],
  FAILED_AGAIN: ['off', IconRefresh, 'Failed again'],
  EXHAUSTED: ['bad', IconAlertTriangle, 'Exhausted'],
  DISMISSED: ['off', IconBan, 'Dismissed'],
  SKIPPED: ['off', IconBan, 'Skipped'],
  CANARY: ['wait', IconLoader, 'Canary'],
  RUNNING: ['work', IconLoader, 'Running'],
  STOPPED: ['bad', IconBan, 'Stopped'],
  DONE: ['good', IconCheck, 'Done'],
};

export function StatusBadge({ status }: { status: keyof typeof STATUSES }) {
  const [tone, Shown, label] = STATUSES[status];
  return (
    <span className={classes.badge} data-tone={tone} data-status={status}>
      <Shown size={13} stroke={2} aria-hidden />
      {label}
    </span>
  );
}

/** The status as a word, for menus and texts. */
export function statusLabel(status: keyof typeof STATUSES): string {
  return STATUSES[status][2];
}
