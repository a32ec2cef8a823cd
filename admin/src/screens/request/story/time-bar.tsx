import { Group, Progress, Text, Tooltip } from '@mantine/core';
import { duration } from '../../../ui/moment';
import { statusLabel } from '../../../ui/status-badge';
import type { DocumentStatus } from '../../../generated/graphql';
import type { StoryEvent } from '../documents';
import { useNow } from '../use-now';
import { spansOf } from './spans';
import classes from './time-bar.module.css';

/** Narrower than this, in percent, nothing could be seen or pointed at. */
const LEAST_WIDTH = 1.5;

/** Where the time went: one part for each status it was in, as wide as it was long. */
export function TimeBar({ timeline }: { timeline: readonly StoryEvent[] }) {
  const now = useNow(timeline.at(-1)?.final === false);
  const spans = spansOf(timeline, now);
  const total = spans.reduce((sum, { ms }) => sum + ms, 0);
  if (total === 0) return null;
  const sums = new Map<DocumentStatus, number>();
  for (const { status, ms } of spans) sums.set(status, (sums.get(status) ?? 0) + ms);
  return (
    <div className={classes.bar}>
      <Progress.Root size={14} radius="sm" aria-hidden>
        {spans.map(({ sequence, status, attempt, ms }) => (
          <Tooltip key={sequence} label={`${statusLabel(status)}, attempt ${attempt}: ${duration(ms)}`}>
            <Progress.Section value={Math.max(LEAST_WIDTH, (ms / total) * 100)} className={classes.part} data-status={status} withAria={false} />
          </Tooltip>
        ))}
      </Progress.Root>
      <Group gap="4px 16px" mt={6} component="ul" className={classes.legend} aria-label="Time in each status">
        {[...sums].map(([status, ms]) => (
          <Text key={status} component="li" size="xs" className="figures">
            <span className={classes.dot} data-status={status} aria-hidden /> {statusLabel(status)} {duration(ms)}
          </Text>
        ))}
        <Text component="li" size="xs" className="figures quiet">
          {duration(total)} in all
        </Text>
      </Group>
    </div>
  );
}
