import { randomBytes } from 'node:crypto';
import type { DocumentRequestOrder, ProcessingErrorOrder } from '../../../domain/orders';
import { CursorSealer } from '../../../feed/cursor';
import { rows } from '../../../models/database';
import { createErrorReader, createRequestReader, type ErrorFilter, type RequestFilter } from '../../../services/reading';
import { startSystem, type System } from '../../support/system';
import { seedErrors } from '../retriggering/seeds';

let system: System;
const cursors = new CursorSealer(randomBytes(32).toString('base64'));

/** Requests with errors in three statuses of two tenants, many of them at one and the same time, and some errors without a next attempt. */
beforeAll(async () => {
  system = await startSystem({ roles: {}, simulator: false });
  for (const tenant of ['acme', 'zebra']) {
    await seedErrors(system.db, 40, { recoveryStatus: 'PENDING', status: 'RETRY_SCHEDULED', tenant });
    await seedErrors(system.db, 30, { recoveryStatus: 'EXHAUSTED', status: 'FAILED', tenant });
    await seedErrors(system.db, 20, { recoveryStatus: 'RECOVERED', status: 'COMPLETED', tenant, documentType: 'LETTER' });
  }
  await system.db.query(`UPDATE document_requests SET created_at = timestamptz '2026-01-01' + (random() * 9)::int * interval '1 microsecond',
    updated_at = timestamptz '2026-02-01' + (random() * 9)::int * interval '1 microsecond'`);
  await system.db.query(`UPDATE processing_errors SET occurred_at = timestamptz '2026-03-01' + (random() * 9)::int * interval '1 microsecond',
    next_attempt_at = CASE recovery_status WHEN 'PENDING' THEN timestamptz '2026-04-01' + (random() * 9)::int * interval '1 microsecond' END`);
});
afterAll(() => system.stop());

async function inPages(page: (after: string | null) => Promise<{ rows: { id: string }[]; cursors: string[]; hasNextPage: boolean }>): Promise<string[]> {
  const found: string[] = [];
  for (let after: string | null = null; ; ) {
    const { rows: some, cursors: places, hasNextPage } = await page(after);
    found.push(...some.map(({ id }) => id));
    if (!hasNextPage) return found;
    after = places.at(-1) ?? null;
  }
}

const sorted = async (sql: string) => (await rows<{ id: string }>(system.db, sql)).map(({ id }) => id);

const REQUEST_ORDERS: [DocumentRequestOrder, string][] = [
  ['CREATED_DESC', 'created_at DESC, id DESC'],
  ['CREATED_ASC', 'created_at, id'],
  ['UPDATED_DESC', 'updated_at DESC, id DESC'],
  ['UPDATED_ASC', 'updated_at, id'],
];
const REQUEST_FILTERS: [RequestFilter, string][] = [
  [{}, 'true'],
  [{ statuses: ['FAILED', 'COMPLETED'] }, `status IN ('FAILED','COMPLETED')`],
  [{ documentType: 'LETTER' }, `document_type = 'LETTER'`],
];

test.each(REQUEST_ORDERS)('requests by %s come page by page as the database sorts them, each once, whatever the scope and filter', async (order, clause) => {
  const reader = createRequestReader({ database: system.db, cursors });
  for (const scope of ['acme', null]) {
    for (const [filter, condition] of REQUEST_FILTERS) {
      const wanted = await sorted(`SELECT id FROM document_requests WHERE ${condition} AND ${scope ? `tenant = '${scope}'` : 'true'} ORDER BY ${clause}`);
      expect(await inPages((after) => reader.page(scope, filter, order, 7, after))).toEqual(wanted);
    }
  }
});

const ERROR_ORDERS: [ProcessingErrorOrder, string][] = [
  ['OCCURRED_DESC', 'occurred_at DESC, id DESC'],
  ['OCCURRED_ASC', 'occurred_at, id'],
  ['NEXT_ATTEMPT_ASC', 'next_attempt_at NULLS LAST, id'],
];
const ERROR_FILTERS: [ErrorFilter, string][] = [
  [{}, 'true'],
  [{ recoveryStatuses: ['PENDING', 'EXHAUSTED'] }, `recovery_status IN ('PENDING','EXHAUSTED')`],
];

test.each(ERROR_ORDERS)('errors by %s likewise; those without a next attempt come last', async (order, clause) => {
  const reader = createErrorReader({ database: system.db, cursors });
  for (const scope of ['zebra', null]) {
    for (const [filter, condition] of ERROR_FILTERS) {
      const wanted = await sorted(`SELECT id FROM processing_errors WHERE ${condition} AND ${scope ? `tenant = '${scope}'` : 'true'} ORDER BY ${clause}`);
      expect(await inPages((after) => reader.page(scope, filter, order, 7, after))).toEqual(wanted);
    }
  }
});

test('a cursor is of no use in another order: it is refused', async () => {
  const reader = createRequestReader({ database: system.db, cursors });
  const errors = createErrorReader({ database: system.db, cursors });
  const [request] = (await reader.page('acme', {}, 'UPDATED_DESC', 1, null)).cursors;
  const [error] = (await errors.page('acme', {}, 'OCCURRED_DESC', 1, null)).cursors;
  await expect(reader.page('acme', {}, 'CREATED_DESC', 1, request ?? '')).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  await expect(errors.page('acme', {}, 'NEXT_ATTEMPT_ASC', 1, error ?? '')).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
});
