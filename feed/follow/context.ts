/** What the subscriptions stand on, and how they get at Postgres: many subscribers, few statements, blips retried. */
import DataLoader from 'dataloader';
import type { Sequelize } from 'sequelize';
import { CodedError } from '../../domain/user-errors';
import { rows } from '../../models/database';
import type { FeedEvent } from '../feed-event';
import { pause } from '../live/iteration';
import { Mailbox } from '../live/mailbox';
import type { Subject } from '../live/hub';
import { positionOf, timelines } from '../read-events';
import type { FeedTail } from '../tail';
import type { OpenedCursor } from '../cursor';

export interface FollowOptions {
  readonly database: Sequelize;
  readonly tail: FeedTail;
  /** Events buffered at most for one subscriber. */
  readonly bufferSize: number;
  /** A subscriber with a full buffer that takes nothing for this long, in ms, is too slow. */
  readonly slowAfterMs: number;
}

const TRIES = 5;
const FIRST_PAUSE_MS = 100;
/** The stamper works some dozens of times a second; where it is away a client may as well come back later. */
const STAMP_WAIT_MS = 5_000;
const STAMP_LOOK_MS = 50;

export class FollowContext {
  readonly database: Sequelize;
  readonly tail: FeedTail;
  /** Whole timelines, those of simultaneous subscribers in one statement; null: no such request. */
  readonly timeline: DataLoader<string, FeedEvent[] | null>;
  /** The sequence of a request's newest event. */
  readonly newestSequence: DataLoader<string, number>;

  constructor(private readonly options: FollowOptions) {
    const { database, tail } = options;
    this.database = database;
    this.tail = tail;
    this.timeline = new DataLoader(
      async (ids) => {
        const found = await timelines(database, ids);
        return ids.map((id) => found.get(id) ?? null);
      },
      { cache: false, maxBatchSize: 200 },
    );
    this.newestSequence = new DataLoader(
      async (ids) => {
        const found = await rows<{ id: string; sequence: number }>(database, 'SELECT id, sequence FROM document_requests WHERE id = ANY ($1::uuid[])', [ids]);
        const sequences = new Map(found.map(({ id, sequence }) => [id, sequence]));
        return ids.map((id) => sequences.get(id) ?? 0);
      },
      { cache: false, maxBatchSize: 1_000 },
    );
  }

  /** Attaches to live events. Close the mailbox when done with it. */
  mailbox(subject: Subject, matches: (event: FeedEvent) => boolean, signal: AbortSignal): Mailbox {
    const { bufferSize, slowAfterMs } = this.options;
    return new Mailbox({ hub: this.tail.hub, subject, matches, limit: bufferSize, slowAfterMs, signal });
  }

  /** Reads, again after a blip, for about 3 s. Rejects with SERVICE_UNAVAILABLE then. */
  async read<T>(signal: AbortSignal, reading: () => Promise<T>): Promise<T> {
    for (let failures = 0; ; ) {
      try {
        return await reading();
      } catch (error) {
        failures += 1;
        if (error instanceof CodedError) throw error;
        if (failures === TRIES || signal.aborted) {
          throw new CodedError('SERVICE_UNAVAILABLE', 'the database cannot be read at the moment; subscribe again with your last cursor', 2, { cause: error });
        }
        await pause(FIRST_PAUSE_MS * 2 ** failures, signal);
      }
    }
  }

  /** The feed position that a cursor stands for, waiting for its stamp. Throws CURSOR_EXPIRED or SERVICE_UNAVAILABLE. */
  async positionOf(cursor: OpenedCursor, signal: AbortSignal): Promise<number> {
    if (cursor.feedId !== this.tail.feedId) throw cursorExpired();
    if (cursor.position !== null) return cursor.position;
    const until = performance.now() + STAMP_WAIT_MS;
    while (!signal.aborted && performance.now() < until) {
      const position = await this.read(signal, () => positionOf(this.database, cursor.requestId ?? '', cursor.sequence ?? 0));
      if (position === 0) throw cursorExpired();
      if (position !== null) return position;
      await pause(STAMP_LOOK_MS, signal);
    }
    throw new CodedError('SERVICE_UNAVAILABLE', 'the event of this cursor has no place in the feed yet; subscribe again with the same cursor', 2);
  }
}

export function cursorExpired(): CodedError {
  return new CodedError('CURSOR_EXPIRED', 'the feed no longer holds what follows this cursor; list the requests anew and follow from the `asOf` of the list');
}
