/** statusFeed: everything that a filter matches, by position. */
import type { OpenedCursor } from '../cursor';
import type { FeedEvent } from '../feed-event';
import { byPositions, readBounds, type FeedPage } from '../read-events';
import { cursorExpired, type FollowContext } from './context';
import { feedMatcher, subjectOf, type FeedFilter } from './filter';

const PAGE = 500;

/**
 * Yields what follows `after`, or `from` where there is no cursor. Whoever is behind reads pages, from memory or from Postgres, until it has
 * caught up; attaching to live events happens in the same turn in which it is seen to have. Rejects with CURSOR_EXPIRED where events are gone.
 */
export async function* followFeed(
  context: FollowContext,
  scope: string | null,
  filter: FeedFilter,
  after: OpenedCursor | null,
  from: { readonly feedId: string; readonly position: number },
  signal: AbortSignal,
): AsyncGenerator<FeedEvent, void, undefined> {
  const { tail } = context;
  const matches = feedMatcher(scope, filter);
  let position = after ? await context.positionOf(after, signal) : from.position;
  const feedId = after?.feedId ?? from.feedId;
  while (!signal.aborted) {
    if (tail.feedId !== feedId) throw cursorExpired();
    if (position < tail.last) {
      const page: FeedPage = tail.after(position, PAGE) ?? (await context.read(signal, () => pageOf(context, scope, feedId, position)));
      for (const event of page.events) if (matches(event)) yield event;
      position = page.covered;
      continue;
    }
    // The cursor may come from a gateway that was ahead of this one.
    const start = position;
    const mailbox = context.mailbox(subjectOf(scope, filter), (event) => (event.position ?? 0) > start && matches(event), signal);
    try {
      for (let event = await mailbox.take(); event; event = await mailbox.take()) {
        yield event;
        position = event.position ?? position;
      }
      position = Math.max(position, mailbox.covered);
    } finally {
      mailbox.close();
    }
  }
}

/** A page from Postgres. The bounds are read after it: had anything of it been pruned before, they would show that. */
async function pageOf(context: FollowContext, scope: string | null, feedId: string, after: number): Promise<FeedPage> {
  const page = await byPositions(context.database, { after, upTo: context.tail.last, limit: PAGE, tenant: scope });
  const bounds = await readBounds(context.database);
  if (bounds.feedId !== feedId || after + 1 < bounds.oldest) throw cursorExpired();
  return page;
}
