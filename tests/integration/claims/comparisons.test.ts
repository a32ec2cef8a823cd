import { setTimeout as sleep } from 'node:timers/promises';
import { newId } from '../../../domain/ids';
import { row } from '../../../models/database';
import { recordFailures } from '../../../services/failing';
import { claimDue, enrolBatches, extendGuards, scheduleNext } from '../../../services/monitoring/poll-rows';
import { freeze, nextNumber, takeOverExpired } from '../../../services/processing/batches';
import { claimForBulk } from '../../../services/processing/claim';
import { commitGenerating, failMembers } from '../../../services/processing/submit-outcomes';
import { changeStatuses } from '../../../services/status-change';
import { startSystem, type System } from '../../support/system';

const retryPolicies = { standard: { maxAttempts: 5, baseMs: 1, capMs: 1 }, byCode: {} };

describe('what every change compares', () => {
  let system: System;

  beforeAll(async () => {
    system = await startSystem({ roles: {}, simulator: false });
  });
  afterAll(() => system.stop());

  /** One request in one batch, claimed under number 1 with a lease that has run out. */
  async function claimed() {
    const requestId = newId();
    await system.db.query(
      `INSERT INTO document_requests (id, tenant, source, document_type, document_type_version, engine_configuration, format, priority, data, status, trace_id)
       VALUES ($1, 't', 's', 'd', 1, 'e', 'PDF', 'NORMAL', '{}', 'ACCEPTED', repeat('a', 32))`,
      { bind: [requestId] },
    );
    const event = { requestId, tenant: 't', attempt: 1, cause: 'SUBMITTED' as const, actor: 'a', documentType: 'd', documentTypeVersion: 1 };
    const kind = { engineConfiguration: 'e', format: 'PDF' as const, priority: 'NORMAL' as const, submissionId: null };
    const [batch] = await claimForBulk(system.db, [{ ...event, ...kind }], { holder: 'first', leaseMs: 1, batchSize: 10 });
    if (!batch) throw new Error('nothing was claimed');
    await sleep(5);
    return { requestId, batch };
  }
  const statusOf = async (id: string) => (await row<{ status: string }>(system.db, 'SELECT status FROM document_requests WHERE id = $1', [id])).status;

  it('keeps a holder that was overtaken from freezing, going on, committing and failing', async () => {
    const { requestId, batch } = await claimed();
    await takeOverExpired(system.db, 'second', 60_000, 10);
    const deps = { database: system.db, retryPolicies };
    expect(await freeze(system.db, { batchId: batch.id, claim: batch.claim, memberIds: [requestId], parties: null })).toBe('lost');
    expect(await nextNumber(system.db, batch.id, batch.claim)).toBeNull();
    await commitGenerating(deps, batch, batch.claim, '/jobs/1');
    await failMembers(deps, batch, 'ENGINE_UNAVAILABLE', 'too late');
    expect(await statusOf(requestId)).toBe('PROCESSING');
    await commitGenerating(deps, { ...batch, claim: batch.claim + 1 }, batch.claim, '/jobs/1');
    expect(await statusOf(requestId)).toBe('GENERATING');
  });

  it('lets one of two changes from the same status win, and the other leave no trace', async () => {
    const { requestId, batch } = await claimed();
    const from = { status: 'PROCESSING' as const, attempt: 1, engineBatchId: batch.id };
    const change = { requestId, from, trigger: 'WORK' as const, stage: null, message: null, actor: 'a' };
    const make = (to: 'GENERATING' | 'FAILED') =>
      system.db.transaction(async (transaction) => (await changeStatuses(system.db, transaction, [{ ...change, to }])).size);
    const won = await Promise.all([make('GENERATING'), make('FAILED')]);
    expect(won.sort()).toEqual([0, 1]);
    const { events } = await row<{ events: number }>(system.db, 'SELECT count(*) AS events FROM status_events WHERE request_id = $1', [requestId]);
    // Its submission was not written here: PROCESSING, and one of the two.
    expect(events).toBe(2);
  });

  it('ends a poll with its answer: nothing keeps the batch from its next one', async () => {
    const { requestId, batch } = await claimed();
    await freeze(system.db, { batchId: batch.id, claim: batch.claim, memberIds: [requestId], parties: null });
    await commitGenerating({ database: system.db, retryPolicies }, batch, batch.claim, '/jobs/2');
    await enrolBatches(system.db, [batch.id], 1);
    await sleep(5);
    const due = (await claimDue(system.db, 10, 30_000)).filter(({ id }) => id === batch.id);
    expect(due).toHaveLength(1);
    expect(await claimDue(system.db, 10, 30_000)).toEqual([]);
    const polled = due.map(({ id, claim }) => ({ id, claim }));
    await scheduleNext(system.db, due[0] ?? { id: '', claim: 0 }, { delayMs: 1, engineStatus: 'RUNNING', countedMs: 0 });
    await extendGuards(system.db, polled, 30_000);
    await sleep(5);
    const again = await claimDue(system.db, 10, 30_000);
    expect(again.map(({ id }) => id)).toEqual([batch.id]);
    // A clean stop gives a poll under way back.
    await extendGuards(system.db, again, 0);
    expect((await claimDue(system.db, 10, 30_000)).map(({ id }) => id)).toEqual([batch.id]);
  });

  it('stores what an engine says, whatever it says', async () => {
    const { requestId, batch } = await claimed();
    const from = { status: 'PROCESSING' as const, attempt: 1, engineBatchId: batch.id };
    const failure = { requestId, from, stage: 'PROCESSING' as const, code: 'ENGINE_REJECTED' as const, message: `\0${'x'.repeat(20_000)}` };
    await system.db.transaction((transaction) => recordFailures(system.db, transaction, [failure], { policies: retryPolicies, actor: 'a' }));
    const { length } = await row<{ length: number }>(system.db, 'SELECT length(message) AS length FROM processing_errors WHERE request_id = $1', [requestId]);
    expect(length).toBe(1_000);
  });
});
