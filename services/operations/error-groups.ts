/** Open errors by stage and code. Those of all tenants are counted in one statement, from an index alone, and kept for whoever asks next. */
import type { Sequelize } from 'sequelize';
import { LRUCache } from 'lru-cache';
import type { RecoveryStatus, Stage } from '../../domain/document';
import { explainError, type ErrorExplanation } from '../../domain/error-codes';
import { rows } from '../../models/database';
import { errorGroupsStatement, givenFields, type ErrorFilter } from '../reading';
import { orUnavailable } from '../unavailable';
import { Kept } from './kept';

export interface ErrorGroupRow {
  readonly stage: Stage;
  readonly code: string;
  readonly count: number;
  readonly oldest: Date;
  readonly newest: Date;
  readonly explanation: ErrorExplanation;
}

type CountedGroup = Omit<ErrorGroupRow, 'explanation'>;

const KEPT_MS = 1_000;
/** Filters whose answers are kept at a time. */
const FILTERS_KEPT = 200;
const OPEN: readonly RecoveryStatus[] = ['PENDING', 'RETRYING', 'EXHAUSTED'];

/** By steps along the index from group to group, each then counted in it: as one GROUP BY the planner reads the whole table. */
const IS_OPEN = `recovery_status IN ('PENDING','RETRYING','EXHAUSTED')`;
const OPEN_BY_TENANT = `
  WITH RECURSIVE each_group AS (
    (SELECT tenant, stage, code FROM processing_errors WHERE ${IS_OPEN} ORDER BY tenant, stage, code LIMIT 1)
    UNION ALL
    SELECT n.tenant, n.stage, n.code FROM each_group g CROSS JOIN LATERAL (
      SELECT tenant, stage, code FROM processing_errors
       WHERE ${IS_OPEN} AND (tenant, stage, code) > (g.tenant, g.stage, g.code) ORDER BY tenant, stage, code LIMIT 1) n
  )
  SELECT g.tenant, g.stage, g.code, c.count, c.oldest, c.newest FROM each_group g CROSS JOIN LATERAL (
    SELECT count(*) AS count, min(occurred_at) AS oldest, max(occurred_at) AS newest FROM processing_errors e
     WHERE e.tenant = g.tenant AND e.stage = g.stage AND e.code = g.code AND ${IS_OPEN}) c`;

export class ErrorGroups {
  private readonly open: Kept<(CountedGroup & { readonly tenant: string })[]>;
  private readonly filtered = new LRUCache<string, Kept<CountedGroup[]>>({ max: FILTERS_KEPT });

  constructor(private readonly database: Sequelize) {
    this.open = new Kept({ forMs: KEPT_MS, read: () => rows(database, OPEN_BY_TENANT) });
  }

  /** The largest first; `scope` null: of all tenants. Throws CodedError SERVICE_UNAVAILABLE. */
  async of(scope: string | null, filter: ErrorFilter = {}): Promise<ErrorGroupRow[]> {
    const counted = await orUnavailable(() => (givenFields(filter).length === 0 ? this.openOf(scope) : this.matching(scope, filter)));
    return counted
      .map(({ stage, code, count, oldest, newest }) => ({ stage, code, count, oldest, newest, explanation: explainError(code) }))
      .sort((a, b) => b.count - a.count || a.stage.localeCompare(b.stage) || a.code.localeCompare(b.code));
  }

  private async openOf(scope: string | null): Promise<CountedGroup[]> {
    const merged = new Map<string, CountedGroup>();
    for (const group of await this.open.get()) {
      if (scope !== null && group.tenant !== scope) continue;
      const key = `${group.stage}:${group.code}`;
      const known = merged.get(key);
      merged.set(key, known ? merge(known, group) : group);
    }
    return [...merged.values()];
  }

  private matching(scope: string | null, filter: ErrorFilter): Promise<CountedGroup[]> {
    const asked = { ...filter, recoveryStatuses: filter.recoveryStatuses ?? OPEN };
    const key = JSON.stringify([scope, Object.entries(asked).sort(([a], [b]) => a.localeCompare(b))]);
    let kept = this.filtered.get(key);
    if (!kept) {
      const { sql, binds } = errorGroupsStatement({ scope, filter: asked });
      kept = new Kept({ forMs: KEPT_MS, read: () => rows<CountedGroup>(this.database, sql, binds) });
      this.filtered.set(key, kept);
    }
    return kept.get();
  }
}

function merge(a: CountedGroup, b: CountedGroup): CountedGroup {
  return { ...a, count: a.count + b.count, oldest: a.oldest < b.oldest ? a.oldest : b.oldest, newest: a.newest > b.newest ? a.newest : b.newest };
}
