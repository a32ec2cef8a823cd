import { Group, Text } from '@mantine/core';
import { duration, Moment } from '../../../ui/moment';
import { StatusBadge } from '../../../ui/status-badge';
import type { StoryEvent } from '../documents';

/** One status: when, how long after the one before, by whom. */
export function EventItem({ event, previous, told }: { event: StoryEvent; previous: StoryEvent | undefined; told: boolean }) {
  const { at, actor, message } = event;
  const after = previous ? Date.parse(at) - Date.parse(previous.at) : null;
  return (
    <Group gap="xs" justify="space-between" wrap="nowrap" align="flex-start">
      <div>
        <Group gap={8}>
          <StatusBadge status={event.status} />
          <Text size="sm">{headline(event, previous)}</Text>
        </Group>
        <Text size="xs" mt={2} className="quiet">
          by {actor}
          {event.attempt > 1 ? `, attempt ${event.attempt}` : ''}
        </Text>
        {/* Of a failure, its error says the same and more. */}
        {message && !told ? <Text size="sm">{message}</Text> : null}
      </div>
      <Text size="xs" className="figures" ta="right">
        <Moment at={at} form="clock" />
        <Text span display="block" inherit className="quiet">
          {after === null ? '' : `+ ${duration(after)}`}
        </Text>
      </Text>
    </Group>
  );
}

/** What a new attempt came from, else what goes on in this status. */
function headline({ status, stage, attempt, cause, actor }: StoryEvent, previous: StoryEvent | undefined): string {
  if (previous && attempt > previous.attempt) return cause === 'RETRIGGER' ? `Retriggered by ${actor}` : 'Taken up again by recovery';
  switch (status) {
    case 'ACCEPTED':
      return 'Stored';
    case 'PROCESSING':
      return 'Claimed by a processing consumer';
    case 'GENERATING':
      return 'Handed to the engine';
    case 'COMPLETED':
      return 'The document is there';
    case 'RETRY_SCHEDULED':
      return stage === 'MONITORING' ? 'Failed at the engine' : 'Failed in processing';
    case 'FAILED':
      return previous?.status === 'RETRY_SCHEDULED' ? 'Given up' : stage === 'MONITORING' ? 'Failed at the engine' : 'Failed in processing';
    case 'CANCELLED':
      return 'Stopped';
  }
}
