import { rows } from '../../../models/database';
import { newId } from '../../../domain/ids';
import { dismissErrors, reopenErrors } from '../../../services/dismissing';
import type { ErrorFilter } from '../../../services/reading';
import { readRun, retriggerErrors } from '../../../services/retriggering';
import { startSystem, type System } from '../../support/system';
import { seedErrors, statesOf } from './seeds';

const admin = { tenant: 'acme', subject: 'ann' };

let system: System;

beforeAll(async () => {
  system = await startSystem({ roles: {}, simulator: false });
});
afterAll(() => system.stop());
afterEach(() => system.db.query('TRUNCATE retrigger_items, retrigger_runs, processing_errors, status_events, outbox_events, audit_log, document_requests, document_outputs CASCADE'));

const deps = () => ({ database: system.db, limit: 1_500 });
const retrigger = (filter: ErrorFilter, options: { dryRun?: boolean; canary?: number } = {}) =>
  retriggerErrors(deps(), admin, { filter, note: 'again', dryRun: false, canary: 0, ...options });
const codesOf = ({ userErrors }: { userErrors: { field: string[] | null; code: string }[] }) => userErrors.map(({ field, code }) => `${field?.at(-1)} ${code}`);

async function oneOfEach(): Promise<Record<string, string>> {
  const [pending = ''] = await seedErrors(system.db, 1, { recoveryStatus: 'PENDING', status: 'RETRY_SCHEDULED' });
  const [exhausted = ''] = await seedErrors(system.db, 1, { recoveryStatus: 'EXHAUSTED', status: 'FAILED' });
  const [dismissed = ''] = await seedErrors(system.db, 1, { recoveryStatus: 'DISMISSED', status: 'FAILED' });
  const [cancelled = ''] = await seedErrors(system.db, 1, { recoveryStatus: 'DISMISSED', status: 'CANCELLED' });
  const [retrying = ''] = await seedErrors(system.db, 1, { recoveryStatus: 'RETRYING', status: 'FAILED' });
  const [recovered = ''] = await seedErrors(system.db, 1, { recoveryStatus: 'RECOVERED', status: 'COMPLETED' });
  const [failedAgain = ''] = await seedErrors(system.db, 1, { recoveryStatus: 'FAILED_AGAIN', status: 'FAILED' });
  const [foreign = ''] = await seedErrors(system.db, 1, { recoveryStatus: 'EXHAUSTED', status: 'FAILED', tenant: 'other' });
  return { pending, exhausted, dismissed, cancelled, retrying, recovered, failedAgain, foreign, unknown: newId(), broken: 'no-id' };
}

const FINAL_OR_GONE = ['3 ALREADY_FINAL', '4 ALREADY_RETRYING', '5 ALREADY_FINAL', '6 ALREADY_FINAL', '7 NOT_FOUND', '8 NOT_FOUND', '9 NOT_FOUND'];

it('retriggers PENDING, EXHAUSTED and DISMISSED errors, refuses every other that is named, and none twice', async () => {
  const each = await oneOfEach();
  const ids = Object.values(each);
  const preview = await retrigger({ ids }, { dryRun: true });
  expect([preview.retriggered, preview.runId, codesOf(preview)]).toEqual([3, null, FINAL_OR_GONE]);
  expect(await rows(system.db, 'SELECT 1 FROM retrigger_runs')).toHaveLength(0);

  const result = await retrigger({ ids });
  expect([result.retriggered, codesOf(result), [...result.errorIds].sort()]).toEqual([3, FINAL_OR_GONE, ids.slice(0, 3).sort()]);
  expect(await readRun(system.db, 'acme', result.runId ?? '')).toMatchObject({ state: 'RUNNING', selected: 3, released: 0, recovered: 0, note: 'again', startedBy: 'ann' });
  expect(await readRun(system.db, 'other', result.runId ?? '')).toBeNull();
  expect((await statesOf(system.db, ids.slice(0, 3))).map(({ recoveryStatus, runId }) => [recoveryStatus, runId])).toEqual([
    ['PENDING', result.runId],
    ['EXHAUSTED', result.runId],
    ['EXHAUSTED', result.runId],
  ]);

  const again = await retrigger({ ids: ids.slice(0, 3) });
  expect([again.retriggered, again.runId, codesOf(again)]).toEqual([0, null, ['0 ALREADY_RETRYING', '1 ALREADY_RETRYING', '2 ALREADY_RETRYING']]);
  expect(again.userErrors[0]?.message).toContain('PENDING');
  expect((await retrigger({ requestIds: (await statesOf(system.db, ids.slice(0, 5))).map(({ requestId }) => requestId) })).userErrors).toEqual([]);
  expect(await rows(system.db, 'SELECT actor, action, note, counts, filter FROM audit_log')).toEqual([
    { actor: 'ann', action: 'RETRIGGER', note: 'again', counts: { selected: 3, canary: 0 }, filter: { ids } },
  ]);
});

it('dismisses PENDING and EXHAUSTED errors, a request that waits FAILED, and refuses every other that is named', async () => {
  const each = await oneOfEach();
  const ids = Object.values(each);
  const result = await dismissErrors(deps(), admin, { filter: { ids }, note: 'the customer left' });
  expect([result.count, codesOf(result)]).toEqual([2, ['2 ALREADY_FINAL', ...FINAL_OR_GONE]]);
  expect(await statesOf(system.db, ids.slice(0, 2))).toMatchObject([
    { recoveryStatus: 'DISMISSED', status: 'FAILED', actor: 'ann' },
    { recoveryStatus: 'DISMISSED', status: 'FAILED', actor: 'ann' },
  ]);
  expect(await rows(system.db, 'SELECT status, actor, message FROM status_events')).toEqual([{ status: 'FAILED', actor: 'ann', message: 'the customer left' }]);
});

it('reopens DISMISSED errors whose request is not CANCELLED, as EXHAUSTED', async () => {
  const each = await oneOfEach();
  const result = await reopenErrors(deps(), admin, { filter: { ids: Object.values(each) }, note: 'the customer is back' });
  expect([result.count, codesOf(result)]).toEqual([1, ['0 BAD_USER_INPUT', '1 BAD_USER_INPUT', ...FINAL_OR_GONE]]);
  expect(await statesOf(system.db, [each.dismissed ?? ''])).toMatchObject([{ recoveryStatus: 'EXHAUSTED', status: 'FAILED' }]);
  expect(await rows(system.db, 'SELECT action, note, counts FROM audit_log')).toEqual([{ action: 'REOPEN', note: 'the customer is back', counts: { reopened: 1 } }]);
});

it('takes by filter what the filter means, its tenant alone, and leaves all others out in silence', async () => {
  await oneOfEach();
  await seedErrors(system.db, 3, { recoveryStatus: 'EXHAUSTED', status: 'FAILED', code: 'ENRICHMENT_INVALID', documentType: 'LETTER' });
  const count = async (filter: ErrorFilter) => {
    const { retriggered, userErrors } = await retrigger(filter, { dryRun: true });
    expect(userErrors).toEqual([]);
    return retriggered;
  };
  expect(await count({ codes: ['ENRICHMENT_INVALID'] })).toBe(3);
  expect(await count({ documentType: 'INVOICE' })).toBe(3);
  expect(await count({ documentType: 'INVOICE', recoveryStatuses: ['EXHAUSTED', 'RECOVERED'] })).toBe(1);
  expect(await count({ source: 'PORTAL', stages: ['PROCESSING'], occurredAfter: new Date(0) })).toBe(6);
  expect(await count({ occurredBefore: new Date(0) })).toBe(0);
  expect(await count({ submissionId: 'no-id' })).toBe(0);
});

it('refuses an empty filter, an empty list, and more than one call may take, changing nothing', async () => {
  const refused = async (filter: ErrorFilter) => [...codesOf(await retrigger(filter)), ...codesOf(await dismissErrors(deps(), admin, { filter, note: 'x' }))];
  expect(await refused({})).toEqual(['filter BAD_USER_INPUT', 'filter BAD_USER_INPUT']);
  expect(await refused({ ids: [], codes: null })).toEqual(['ids BAD_USER_INPUT', 'ids BAD_USER_INPUT']);
  const ids = await seedErrors(system.db, 1_501, { recoveryStatus: 'EXHAUSTED', status: 'FAILED' });
  expect(await refused({ documentType: 'INVOICE' })).toEqual(['filter TOO_LARGE', 'filter TOO_LARGE']);
  expect(codesOf(await retrigger({ documentType: 'INVOICE' }, { dryRun: true }))).toEqual(['filter TOO_LARGE']);
  expect(codesOf(await retrigger({ ids: ids.slice(0, 1) }, { canary: -1 }))).toEqual(['canary BAD_USER_INPUT']);
  expect(codesOf(await dismissErrors(deps(), admin, { filter: { ids }, note: ' ' }))).toEqual(['ids TOO_LARGE', 'note BAD_USER_INPUT']);
  expect(await rows(system.db, `SELECT 1 FROM processing_errors WHERE recovery_status <> 'EXHAUSTED' OR run_id IS NOT NULL`)).toHaveLength(0);
  expect(await rows(system.db, 'SELECT 1 FROM audit_log UNION ALL SELECT 1 FROM retrigger_runs')).toHaveLength(0);
  const all = await dismissErrors({ database: system.db, limit: 1_501 }, admin, { filter: { documentType: 'INVOICE' }, note: 'all of them' });
  expect([all.count, all.errorIds.length]).toEqual([1_501, 100]);
});
