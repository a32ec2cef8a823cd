import { Timeline } from '@mantine/core';
import { Panel } from '../../../ui/panel';
import type { RequestStory } from '../documents';
import { ErrorCard } from './error-card';
import { EventItem } from './event-item';
import { errorsByEvent } from './place-errors';
import { TimeBar } from './time-bar';

const COLOURS: Readonly<Record<RequestStory['status'], string>> = {
  ACCEPTED: 'gray',
  PROCESSING: 'cyan',
  GENERATING: 'blue',
  RETRY_SCHEDULED: 'yellow',
  COMPLETED: 'teal',
  FAILED: 'red',
  CANCELLED: 'gray',
};

/** Everything that happened to it, oldest first, each error at what it led to. */
export function TimelinePanel({ request, onDone }: { request: RequestStory; onDone: () => void }) {
  const { timeline, errors } = request;
  const placed = errorsByEvent(timeline, errors);
  return (
    <Panel title="What happened">
      <TimeBar timeline={timeline} />
      <Timeline active={timeline.length} bulletSize={14} lineWidth={2} aria-label="Timeline">
        {timeline.map((event, index) => {
          const own = placed.get(event.sequence) ?? [];
          return (
            <Timeline.Item key={event.sequence} color={COLOURS[event.status]}>
              <EventItem event={event} previous={timeline[index - 1]} told={own.length > 0} />
              {own.map((error) => (
                <ErrorCard key={error.id} error={error} onDone={onDone} />
              ))}
            </Timeline.Item>
          );
        })}
      </Timeline>
      {(placed.get(0) ?? []).map((error) => (
        <ErrorCard key={error.id} error={error} onDone={onDone} />
      ))}
    </Panel>
  );
}
