/** documentRequestStatus: one request, its timeline so far and then live, by sequence. */
import { isId } from '../../domain/ids';
import { CodedError } from '../../domain/user-errors';
import type { OpenedCursor } from '../cursor';
import type { FeedEvent } from '../feed-event';
import { readBounds } from '../read-events';
import { cursorExpired, type FollowContext } from './context';

/**
 * Yields what follows `after`, first from Postgres, then live; ends after an event that is final and the last of the timeline. Rejects with
 * NOT_FOUND before anything is yielded where the request is not one of `scope`. A cursor of one of its own events never expires.
 */
export async function* followRequest(
  context: FollowContext,
  scope: string | null,
  id: string,
  after: OpenedCursor | null,
  signal: AbortSignal,
): AsyncGenerator<FeedEvent, void, undefined> {
  const requestId = id.toLowerCase();
  if (!isId(requestId)) throw notFound(id);
  let last: number | null = null;
  while (!signal.aborted) {
    // Attached before the timeline is read: what the reading is too early for is told here, and what both have is dropped by its sequence.
    const mailbox = context.mailbox({ request: requestId }, ({ tenant }) => scope === null || tenant === scope, signal);
    try {
      const timeline = await context.read(signal, () => context.timeline.load(requestId));
      const newest = timeline?.at(-1);
      if (!timeline || !newest || (scope !== null && newest.tenant !== scope)) throw notFound(id);
      last ??= await startOf(context, requestId, after, timeline, signal);
      for (const event of timeline) {
        if (event.value.sequence <= last) continue;
        yield event;
        last = event.value.sequence;
      }
      const told = last;
      if (newest.value.final && !mailbox.holds(({ value }) => value.sequence > told)) return;
      for (let event = await mailbox.take(); event; event = await mailbox.take()) {
        const { sequence } = event.value;
        if (sequence <= last) continue;
        // Live delivery began anew in between: the timeline has what is missing.
        if (sequence > last + 1) break;
        yield event;
        last = sequence;
        if (await isEnd(context, event, signal)) return;
      }
    } finally {
      mailbox.close();
    }
  }
}

/** COMPLETED and CANCELLED are never left; after FAILED a retry may already have brought newer events. */
async function isEnd(context: FollowContext, { value }: FeedEvent, signal: AbortSignal): Promise<boolean> {
  if (!value.final) return false;
  if (value.status !== 'FAILED') return true;
  return (await context.read(signal, () => context.newestSequence.load(value.requestId))) <= value.sequence;
}

/** The sequence after which to begin. */
async function startOf(
  context: FollowContext,
  requestId: string,
  after: OpenedCursor | null,
  timeline: readonly FeedEvent[],
  signal: AbortSignal,
): Promise<number> {
  if (after === null) return 0;
  if (after.requestId === requestId && after.sequence !== null) return after.sequence;
  // A place in the feed that is no event of this request: begin with what came after it.
  const position = await context.positionOf(after, signal);
  if (timeline.some((event) => event.position === 0)) {
    const { oldest } = await context.read(signal, () => readBounds(context.database));
    if (position + 1 < oldest) throw cursorExpired();
  }
  const before = timeline.filter((event) => event.position !== null && event.position <= position);
  return before.at(-1)?.value.sequence ?? 0;
}

function notFound(id: string): CodedError {
  return new CodedError('NOT_FOUND', `there is no document request ${id.slice(0, 100)}`);
}
