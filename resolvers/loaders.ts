/** What one operation looks up by id, in one query per kind however long its lists are. */
import DataLoader from 'dataloader';
import { readScope, type Caller } from '../domain/caller';
import type { JsonObject } from '../domain/document';
import type { FeedEvent } from '../feed/feed-event';
import type { BatchRow, ErrorRow, OutputRow, RequestRow, StatusCountsRow } from '../services/reading';
import type { GatewayServices } from './context';

export interface Loaders {
  readonly request: DataLoader<string, RequestRow | null>;
  readonly data: DataLoader<string, JsonObject | null>;
  readonly output: DataLoader<string, OutputRow | null>;
  readonly batch: DataLoader<string, BatchRow | null>;
  readonly errors: DataLoader<string, ErrorRow[]>;
  readonly timeline: DataLoader<string, FeedEvent[]>;
  readonly counts: DataLoader<string, StatusCountsRow>;
  /** Feed id and newest position, read once. */
  asOf(): Promise<{ feedId: string; position: number }>;
}

/** A batch function over a look-up that answers with a map; `absent` stands in for ids that it does not know. */
function byId<T, A>(load: (ids: readonly string[]) => Promise<ReadonlyMap<string, T>>, absent: (id: string) => A) {
  return new DataLoader<string, T | A>(
    async (ids) => {
      const found = await load(ids);
      return ids.map((id) => found.get(id) ?? absent(id));
    },
    { maxBatchSize: 10_000 },
  );
}

const nothing = () => null;

/** A fresh set; reads what the caller may read, no more. Check the right to read at all before. */
export function createLoaders(services: GatewayServices, caller: Caller): Loaders {
  const { reader } = services;
  const scope = readScope(caller);
  let asOf: Promise<{ feedId: string; position: number }> | null = null;
  const made: Partial<Record<string, unknown>> = {};
  // Made when first used: a subscription makes a set per event and seldom needs more than one of them.
  const lazily = <T>(name: string, make: () => T): T => (made[name] ??= make()) as T;
  const readAsOf = () => (asOf ??= services.currentAsOf());
  return {
    get request() {
      return lazily('request', () => byId((ids) => reader.byIds(scope, ids), nothing));
    },
    get data() {
      return lazily('data', () => byId((ids) => reader.dataByIds(scope, ids), nothing));
    },
    get output() {
      return lazily('output', () => byId((ids) => reader.outputs(ids), nothing));
    },
    get batch() {
      return lazily('batch', () => byId((ids) => reader.batches(ids), nothing));
    },
    get errors() {
      return lazily('errors', () => byId((ids) => reader.errors(ids), (): ErrorRow[] => []));
    },
    get timeline() {
      return lazily('timeline', () => byId((ids) => services.timelines(ids), (): FeedEvent[] => []));
    },
    get counts() {
      return lazily('counts', () =>
        byId(
          async (ids) => {
            // Position first, counts after: who follows from `asOf` sees every change that the counts do not hold.
            await readAsOf();
            return reader.countsBySubmission(ids);
          },
          (id): StatusCountsRow => {
            throw new Error(`no counts for submission ${id}`);
          },
        ),
      );
    },
    asOf: readAsOf,
  };
}
