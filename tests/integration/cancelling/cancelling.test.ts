import type { Caller } from '../../../domain/caller';
import { newId } from '../../../domain/ids';
import { rows } from '../../../models/database';
import { cancelRequest } from '../../../services/cancelling';
import { changeStatuses, type StatusChange } from '../../../services/status-change';
import { startSystem, type System } from '../../support/system';
import { client, letter, startGateway, trace, type Gateway } from '../submission/submitting';

let system: System;
let gateway: Gateway;

beforeAll(async () => {
  system = await startSystem({ roles: {}, simulator: false });
  gateway = startGateway(system);
});
afterAll(async () => {
  await gateway.database.close();
  await system.stop();
});

async function submitted(): Promise<string> {
  const { requestId } = await gateway.service.submitOne(client, letter(), trace());
  if (!requestId) throw new Error('the request was refused');
  return requestId;
}

function change(requestId: string, from: StatusChange['from'], to: StatusChange['to']) {
  return gateway.database.transaction((transaction) =>
    changeStatuses(gateway.database, transaction, [{ requestId, from, to, trigger: 'WORK', stage: 'PROCESSING', message: null, actor: 'processing' }]),
  );
}

const cancel = (caller: Caller, id: string, reason: string | null = null) => cancelRequest(gateway, caller, id, reason);

function timeline(requestId: string) {
  return rows<{ status: string; actor: string; message: string | null }>(
    gateway.database,
    'SELECT status, actor, message FROM status_events WHERE request_id = $1 ORDER BY sequence',
    [requestId],
  );
}

it('cancels once, with who and why in the timeline, and tells ALREADY_FINAL after that', async () => {
  const id = await submitted();
  expect(await cancel(client, id, 'sent by mistake')).toEqual({ requestId: id, userErrors: [] });
  expect(await cancel(client, id)).toMatchObject({ requestId: id, userErrors: [{ code: 'ALREADY_FINAL' }] });
  expect(await timeline(id)).toEqual([
    { status: 'ACCEPTED', actor: 'core-system', message: null },
    { status: 'CANCELLED', actor: 'core-system', message: 'sent by mistake' },
  ]);
});

it("is for administrators and the request's own source: others are refused, and other tenants find nothing", async () => {
  const id = await submitted();
  await expect(cancel({ ...client, roles: ['viewer'] }, id)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  await expect(cancel({ ...client, roles: ['operator'] }, id)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  await expect(cancel({ ...client, source: 'PORTAL' }, id)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  await expect(cancel({ ...client, tenant: 'other', roles: ['admin'] }, id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(cancel(client, 'no-id')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  expect(await cancel(client, id, 'x'.repeat(1_001))).toMatchObject({ requestId: null, userErrors: [{ field: ['reason'], code: 'BAD_USER_INPUT' }] });
  expect(await timeline(id)).toHaveLength(1);
  expect((await cancel({ ...client, source: 'PORTAL', roles: ['admin'] }, id)).userErrors).toEqual([]);
});

it('meets a change under way: the change wins or is a no-op, the request ends CANCELLED, no sequence number is skipped', async () => {
  for (let round = 0; round < 20; round += 1) {
    const id = await submitted();
    const [cancelled, moved] = await Promise.all([cancel(client, id), change(id, { status: 'ACCEPTED', attempt: 1, engineBatchId: null }, 'PROCESSING')]);
    expect(cancelled.userErrors).toEqual([]);
    const statuses = (await timeline(id)).map((event) => event.status);
    expect(statuses).toEqual(moved.size === 1 ? ['ACCEPTED', 'PROCESSING', 'CANCELLED'] : ['ACCEPTED', 'CANCELLED']);
  }
});

it('dismisses the open error of a request that waits for its retry', async () => {
  const id = await submitted();
  await change(id, { status: 'ACCEPTED', attempt: 1, engineBatchId: null }, 'PROCESSING');
  await change(id, { status: 'PROCESSING', attempt: 1, engineBatchId: null }, 'RETRY_SCHEDULED');
  await gateway.database.query(
    `INSERT INTO processing_errors (id, request_id, tenant, stage, retry_stage, code, message, attempt, retriable, recovery_status, next_attempt_at)
     VALUES ($1, $2, 'acme', 'PROCESSING', 'PROCESSING', 'ENGINE_UNAVAILABLE', 'away', 1, true, 'PENDING', now())`,
    { bind: [newId(), id] },
  );
  await cancel(client, id);
  const errors = await rows(
    gateway.database,
    'SELECT recovery_status, actor, next_attempt_at, resolved_at IS NOT NULL AS resolved FROM processing_errors WHERE request_id = $1',
    [id],
  );
  expect(errors).toEqual([{ recovery_status: 'DISMISSED', actor: 'core-system', next_attempt_at: null, resolved: true }]);
});
