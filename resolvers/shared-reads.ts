/**
 * Reads that many operations ask for at the same moment, each in one statement for all of them: a status event with thousands of subscribers, or
 * submissions that were committed together. Nothing is kept: what is asked for later is read later.
 */
import DataLoader from 'dataloader';
import type { RequestReader, RequestRow, StatusCountsRow, SubmissionRow } from '../services/reading';

interface ScopedId {
  readonly scope: string | null;
  readonly id: string;
}

export interface AsOf {
  readonly feedId: string;
  readonly position: number;
}

const OPTIONS = { cache: false, maxBatchSize: 10_000 } as const;

export class SharedReads {
  private readonly requests: DataLoader<ScopedId, RequestRow | null>;
  private readonly submissions: DataLoader<ScopedId, SubmissionRow | null>;
  private readonly allCounts: DataLoader<string, StatusCountsRow>;
  private readonly positions: DataLoader<'now', AsOf>;

  /** @param readAsOf gives the feed's id and newest position. */
  constructor(reader: RequestReader, readAsOf: () => Promise<AsOf>) {
    this.requests = new DataLoader(async (keys) => {
      const found = new Map<string | null, Map<string, RequestRow>>();
      for (const scope of new Set(keys.map((key) => key.scope))) {
        const ids = new Set(keys.filter((key) => key.scope === scope).map(({ id }) => id));
        found.set(scope, await reader.byIds(scope, [...ids]));
      }
      return keys.map(({ scope, id }) => found.get(scope)?.get(id) ?? null);
    }, OPTIONS);
    this.submissions = new DataLoader(async (keys) => {
      const nameOf = ({ scope, id }: ScopedId) => JSON.stringify([scope, id]);
      const found = new Map<string, Promise<SubmissionRow | null>>();
      for (const key of keys) if (!found.has(nameOf(key))) found.set(nameOf(key), reader.submission(key.scope, key.id));
      return Promise.all(keys.map((key) => found.get(nameOf(key)) ?? Promise.resolve(null)));
    }, OPTIONS);
    this.allCounts = new DataLoader(async (ids) => {
      const found = await reader.countsBySubmission([...new Set(ids)]);
      return ids.map((id) => found.get(id) ?? new Error(`submission ${id} was not counted`));
    }, OPTIONS);
    this.positions = new DataLoader(async (keys) => {
      const asOf = await readAsOf();
      return keys.map(() => asOf);
    }, OPTIONS);
  }

  /** In the order of the ids; null for what `scope` does not have. */
  request(scope: string | null, ids: readonly string[]): Promise<(RequestRow | null | Error)[]> {
    return this.requests.loadMany(ids.map((id) => ({ scope, id })));
  }

  submission(scope: string | null, id: string): Promise<SubmissionRow | null> {
    return this.submissions.load({ scope, id });
  }

  counts(ids: readonly string[]): Promise<(StatusCountsRow | Error)[]> {
    return this.allCounts.loadMany(ids);
  }

  asOf(): Promise<AsOf> {
    return this.positions.load('now');
  }
}
