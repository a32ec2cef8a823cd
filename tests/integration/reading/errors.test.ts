import { randomBytes } from 'node:crypto';
import { CursorSealer } from '../../../feed/cursor';
import { rows } from '../../../models/database';
import { createErrorReader, type ErrorFilter } from '../../../services/reading';
import { errorPageStatement } from '../../../services/reading/error-selection';
import { startSystem, type System } from '../../support/system';
import { seedErrors } from '../retriggering/seeds';

const MANY = 20_000;

let system: System;
let rare: string[];
let submissionId: string;

/** Very many errors of one document type and source, and before them some of another, as a list that is walked in order of time meets last. */
beforeAll(async () => {
  system = await startSystem({ roles: {}, simulator: false });
  const [submission] = await rows<{ id: string }>(
    system.db,
    `INSERT INTO submissions (id, tenant, source, actor, total) VALUES (gen_random_uuid(), 'acme', 'SELDOM', 'ada', 30) RETURNING id`,
  );
  submissionId = submission?.id ?? '';
  rare = await seedErrors(system.db, 30, { recoveryStatus: 'PENDING', status: 'RETRY_SCHEDULED', documentType: 'RARE', source: 'SELDOM', submissionId });
  await seedErrors(system.db, MANY, { recoveryStatus: 'PENDING', status: 'RETRY_SCHEDULED' });
  await system.db.query('ANALYZE');
});
afterAll(() => system.stop());

const planOf = async (scope: string | null, filter: ErrorFilter) => {
  const { sql, binds } = errorPageStatement({ scope, filter }, 'OCCURRED_DESC', 'e.id', 51, null);
  const plan = await rows<{ 'QUERY PLAN': string }>(system.db, `EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) ${sql}`, binds);
  return plan.map((line) => line['QUERY PLAN']).join('\n');
};

it.each([
  ['documentType', () => ({ documentType: 'RARE' })],
  ['source', () => ({ source: 'SELDOM' })],
  ['submissionId', () => ({ submissionId })],
])('finds the few of one %s among very many without walking through the others', async (_fact, filterOf) => {
  const reader = createErrorReader({ database: system.db, cursors: new CursorSealer(randomBytes(32).toString('base64')) });
  const filter: ErrorFilter = filterOf();
  for (const scope of ['acme', null]) {
    const page = await reader.page(scope, filter, 'OCCURRED_DESC', 50, null);
    expect(page.rows.map(({ id }) => id).sort()).toEqual([...rare].sort());
    expect(await reader.count(scope, filter)).toEqual({ count: 30, exact: true });
    const plan = await planOf(scope, filter);
    expect(plan).not.toMatch(/Seq Scan/);
    expect(Math.max(...[...plan.matchAll(/Rows Removed by Filter: (\d+)/g)].map(([, removed]) => Number(removed)), 0)).toBeLessThan(100);
  }
  expect((await reader.page('zebra', filter, 'OCCURRED_DESC', 50, null)).rows).toEqual([]);
});
