/** What one operation looks up by id, in one query per kind however long its lists are. */
import DataLoader from 'dataloader';
import { readScope, type Caller } from '../domain/caller';
import type { JsonObject } from '../domain/document';
import type { FeedEvent } from '../feed/feed-event';
import type { EventKey, EventRecordRow } from '../services/operations';
import type { DocumentTypeVersion } from '../services/rollup';
import type { BatchRow, ErrorRow, OutputRow, RequestRow, StatusCountsRow } from '../services/reading';
import type { GatewayServices } from './services';
import type { AsOf } from './shared-reads';

export interface Loaders {
  readonly request: DataLoader<string, RequestRow | null>;
  readonly data: DataLoader<string, JsonObject | null>;
  readonly enrichedData: DataLoader<string, JsonObject | null>;
  readonly output: DataLoader<string, OutputRow | null>;
  readonly batch: DataLoader<string, BatchRow | null>;
  /** By request id. */
  readonly errors: DataLoader<string, ErrorRow[]>;
  /** By its own id. */
  readonly error: DataLoader<string, ErrorRow | null>;
  readonly timeline: DataLoader<string, FeedEvent[]>;
  readonly records: DataLoader<EventKey, EventRecordRow[], string>;
  readonly requestCount: DataLoader<DocumentTypeVersion, number, string>;
  readonly counts: DataLoader<string, StatusCountsRow>;
  /** Feed id and newest position, read once. */
  asOf(): Promise<AsOf>;
}

const OPTIONS = { maxBatchSize: 10_000 } as const;

/** A loader over a look-up that answers with a map; `absent` stands in for ids that it does not know. */
function byId<T, A>(load: (ids: readonly string[]) => Promise<ReadonlyMap<string, T>>, absent: () => A) {
  return new DataLoader<string, T | A>(async (ids) => {
    const found = await load(ids);
    return ids.map((id) => found.get(id) ?? absent());
  }, OPTIONS);
}

/** A fresh set; reads what the caller may read, no more. Check the right to read at all before. */
export function createLoaders(services: GatewayServices, caller: Caller): Loaders {
  const { reader, shared } = services;
  const scope = readScope(caller);
  const made = new Map<string, unknown>();
  // Made when first used: a subscription makes a set per event and seldom needs more than one of them.
  const lazily = <T>(name: keyof Loaders, make: () => T): T => {
    if (!made.has(name)) made.set(name, make());
    return made.get(name) as T;
  };
  const asOf = () => lazily('asOf', () => shared.asOf());
  return {
    get request() {
      return lazily('request', () => new DataLoader((ids: readonly string[]) => shared.request(scope, ids), OPTIONS));
    },
    get data() {
      return lazily('data', () => byId((ids) => reader.dataByIds(scope, ids), () => null));
    },
    get enrichedData() {
      return lazily('enrichedData', () => byId((ids) => reader.enrichedDataByIds(scope, ids), () => null));
    },
    get output() {
      return lazily('output', () => byId((ids) => reader.outputs(ids), () => null));
    },
    get batch() {
      return lazily('batch', () => byId((ids) => reader.batches(ids), () => null));
    },
    get errors() {
      return lazily('errors', () => byId((ids) => reader.errors(ids), (): ErrorRow[] => []));
    },
    get error() {
      return lazily('error', () => byId((ids) => services.errors.byIds(scope, ids), () => null));
    },
    get timeline() {
      return lazily('timeline', () => byId((ids) => services.timelines(ids), (): FeedEvent[] => []));
    },
    get records() {
      return lazily('records', () => {
        const cacheKeyFn = ({ requestId, sequence }: EventKey) => `${requestId}:${sequence}`;
        return new DataLoader((events: readonly EventKey[]) => services.operations.eventRecords(events), { ...OPTIONS, cacheKeyFn });
      });
    },
    get requestCount() {
      return lazily('requestCount', () => {
        const cacheKeyFn = ({ code, version }: DocumentTypeVersion) => JSON.stringify([code, version]);
        return new DataLoader((versions: readonly DocumentTypeVersion[]) => services.requestCounts(caller.tenant, versions), { ...OPTIONS, cacheKeyFn });
      });
    },
    get counts() {
      return lazily('counts', () => {
        return new DataLoader(async (ids: readonly string[]) => {
          // Position first, counts after: who follows from `asOf` sees every change that the counts do not hold.
          await asOf();
          return shared.counts(ids);
        }, OPTIONS);
      });
    },
    asOf,
  };
}
