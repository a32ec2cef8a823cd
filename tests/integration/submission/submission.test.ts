import { rows } from '../../../models/database';
import { startSystem, type System } from '../../support/system';
import { client, letter, startGateway, stored, trace, type Gateway } from './submitting';

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

it('stores a request with its first status event and the event that makes work, by priority', async () => {
  const { service, database } = gateway;
  const call = trace();
  const { requestId, userErrors } = await service.submitOne(client, letter({ priority: 'HIGH', clientReference: 'R1', data: { name: 'Ada', holder: 'P7' } }), call);
  expect(userErrors).toEqual([]);
  const [found] = await rows<Record<string, unknown>>(
    database,
    `SELECT r.tenant, r.source, r.client_reference, r.document_type_version, r.engine_configuration, r.status, r.party_ids, r.trace_id,
            e.sequence, e.actor, e.status AS told, o.topic, o.key, o.event_id, o.traceparent, o.value->>'attempt' AS attempt
       FROM document_requests r JOIN status_events e ON e.request_id = r.id JOIN outbox_events o ON o.id = e.outbox_id WHERE r.id = $1`,
    [requestId],
  );
  expect(found).toEqual({
    tenant: 'acme',
    source: 'CORE',
    client_reference: 'R1',
    document_type_version: 3,
    engine_configuration: 'letter-configuration',
    status: 'ACCEPTED',
    party_ids: { '/holder': 'P7' },
    trace_id: call.traceId,
    sequence: 1,
    actor: 'core-system',
    told: 'ACCEPTED',
    topic: 'oms.processing-high.v1',
    key: requestId,
    event_id: `${requestId}:1`,
    traceparent: call.traceparent,
    attempt: '1',
  });
});

it('tells everything that is wrong with an item, where it is, and leaves no trace of what it refuses', async () => {
  const { service, database } = gateway;
  const before = await stored(database);
  const wrong = letter({ source: 'PORTAL', format: 'DOCX', data: { name: 1, holder: 7 } });
  const told = (await service.submitOne(client, wrong, trace())).userErrors.map((error) => `${error.field?.join('.')} ${error.code}`);
  expect(told).toEqual([
    'input.source SOURCE_NOT_ALLOWED',
    'input.format FORMAT_NOT_OFFERED',
    'input.data.name DATA_INVALID',
    'input.data.holder DATA_INVALID',
  ]);
  const batch = [letter({ documentType: 'NOPE' }), letter({ data: { name: 'x'.repeat(10_000) } }), letter({ data: { name: '\u0000' } }), letter({ idempotencyKey: '' })];
  const refused = await service.submitBatch(client, batch, 'all-refused', trace());
  expect(refused.submissionId).toBeNull();
  expect(refused.requestIds).toEqual([null, null, null, null]);
  expect(refused.userErrors.map((error) => `${error.field?.join('.')} ${error.code}`)).toEqual([
    'requests.0.documentType DOCUMENT_TYPE_UNKNOWN',
    'requests.1.data TOO_LARGE',
    'requests.2.data.name DATA_INVALID',
    'requests.3.idempotencyKey BAD_USER_INPUT',
  ]);
  expect((await service.submitBatch(client, [], null, trace())).userErrors[0]?.code).toBe('BAD_USER_INPUT');
  await expect(service.submitOne({ ...client, roles: ['viewer'] }, letter(), trace())).rejects.toMatchObject({ code: 'FORBIDDEN' });
  expect(await stored(database)).toEqual(before);
});

it('accepts what is sound of a batch, gives repeats their first request, and counts only what it made', async () => {
  const { service, database } = gateway;
  const first = await service.submitOne(client, letter({ idempotencyKey: 'mixed-1' }), trace());
  const batch = [
    letter({ idempotencyKey: 'mixed-1' }),
    letter({ idempotencyKey: 'mixed-2' }),
    letter({ documentType: 'NOPE' }),
    letter({ idempotencyKey: 'mixed-2' }),
    letter({ idempotencyKey: 'mixed-2', data: {} }),
    letter(),
  ];
  const { submissionId, requestIds, userErrors } = await service.submitBatch(client, batch, null, trace());
  expect(requestIds).toEqual([first.requestId, expect.any(String), null, requestIds[1], null, expect.any(String)]);
  expect(userErrors.map((error) => `${error.field?.join('.')} ${error.code}`)).toEqual([
    'requests.2.documentType DOCUMENT_TYPE_UNKNOWN',
    'requests.4.idempotencyKey IDEMPOTENCY_KEY_REUSED',
  ]);
  const members = await rows<{ id: string; traceId: string }>(
    database,
    `SELECT r.id, r.trace_id AS "traceId" FROM document_requests r JOIN submissions s ON s.id = r.submission_id WHERE s.id = $1 AND s.total = 2`,
    [submissionId],
  );
  expect(members.map((member) => member.id).sort()).toEqual([requestIds[1], requestIds[5]].sort());
  expect(new Set(members.map((member) => member.traceId)).size).toBe(2);
});

it('answers a used key before it validates, whatever has become of the reference data, and refuses another body', async () => {
  const { service, referenceData } = gateway;
  const first = await service.submitOne(client, letter({ idempotencyKey: 'used' }), trace());
  referenceData.away = true;
  try {
    expect(await service.submitOne(client, letter({ idempotencyKey: 'used', source: 'CORE' }), trace())).toEqual(first);
    const other = await service.submitOne(client, letter({ idempotencyKey: 'used', data: {} }), trace());
    expect(other).toMatchObject({ requestId: null, userErrors: [{ field: ['input', 'idempotencyKey'], code: 'IDEMPOTENCY_KEY_REUSED' }] });
    await expect(service.submitOne(client, letter(), trace())).rejects.toMatchObject({ code: 'REFERENCE_DATA_UNAVAILABLE', retryAfterSeconds: expect.any(Number) });
  } finally {
    referenceData.away = false;
  }
  const elsewhere = await service.submitOne({ ...client, tenant: 'other' }, letter({ idempotencyKey: 'used' }), trace());
  expect(elsewhere.requestId).not.toBe(first.requestId);
});

it('repeats the answer of a batch key, user errors included, and refuses another body under it', async () => {
  const { service, database } = gateway;
  const batch = [letter(), letter({ documentType: 'NOPE' }), letter({ data: { name: '\ud800' } })];
  const first = await service.submitBatch(client, batch, 'batch-key', trace());
  const after = await stored(database);
  expect(await service.submitBatch(client, batch, 'batch-key', trace())).toEqual(first);
  expect(await service.submitBatch(client, [letter()], 'batch-key', trace())).toMatchObject({
    submissionId: null,
    requestIds: [null],
    userErrors: [{ field: ['idempotencyKey'], code: 'IDEMPOTENCY_KEY_REUSED' }],
  });
  expect(await stored(database)).toEqual(after);
});

it('makes a submission whose total is 0 of a batch that holds repeats alone', async () => {
  const { service, database } = gateway;
  const batch = [letter({ idempotencyKey: 'again-1' }), letter({ idempotencyKey: 'again-2' })];
  const first = await service.submitBatch(client, batch, null, trace());
  const second = await service.submitBatch(client, batch, null, trace());
  expect(second.requestIds).toEqual(first.requestIds);
  expect(await rows(database, 'SELECT total FROM submissions WHERE id = $1', [second.submissionId])).toEqual([{ total: 0 }]);
});

it('commits singles that arrive together in common, and fails the one that cannot be stored alone', async () => {
  const { service } = gateway;
  const calls = Array.from({ length: 30 }, (_, index) =>
    service.submitOne(index === 17 ? { ...client, subject: 'nul\u0000' } : client, letter({ idempotencyKey: `gathered-${index % 15}` }), trace()),
  );
  const ends = await Promise.allSettled(calls);
  const failed = ends.flatMap((end, index) => (end.status === 'rejected' ? [index] : []));
  // Item 17 repeats the key of item 2: where that was stored first its own, bad text is never written.
  expect(failed.every((index) => index === 17)).toBe(true);
  const ids = ends.map((end) => (end.status === 'fulfilled' ? end.value.requestId : null));
  expect(new Set(ids.slice(0, 15)).size).toBe(15);
  for (const index of [0, 1, 3, 14]) expect(ids[index + 15]).toBe(ids[index]);
});

it('refuses new work while too much waits in the outbox, and takes it again when it has gone', async () => {
  const { gauge, service, database } = startGateway(system, { maxPending: 0 });
  try {
    await gauge.start();
    await expect(service.submitOne(client, letter(), trace())).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE', retryAfterSeconds: expect.any(Number) });
    await database.query('DELETE FROM outbox_events');
    await new Promise((done) => setTimeout(done, 200));
    expect((await service.submitOne(client, letter(), trace())).userErrors).toEqual([]);
  } finally {
    await gauge.stop();
    await database.close();
  }
});

it('tells SERVICE_UNAVAILABLE while the database is away', async () => {
  const away = startGateway(system, { url: 'postgres://nobody@127.0.0.1:1/nowhere' });
  await expect(away.service.submitOne(client, letter(), trace())).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE', retryAfterSeconds: expect.any(Number) });
  await expect(away.service.submitBatch(client, [letter({ idempotencyKey: 'x' })], null, trace())).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
  await away.database.close();
});

it('takes 10,000 in one call, in their order, with few look-ups and without keeping the process from its other work', async () => {
  const { service, database, referenceData } = gateway;
  const before = referenceData.calls;
  let last = performance.now();
  let longest = 0;
  const beat = setInterval(() => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  }, 5);
  const batch = Array.from({ length: 10_000 }, (_, index) => letter({ idempotencyKey: `many-${index}`, clientReference: `many-${index}` }));
  const { submissionId, requestIds, userErrors } = await service.submitBatch(client, batch, 'many', trace());
  clearInterval(beat);
  expect(userErrors).toEqual([]);
  expect(new Set(requestIds).size).toBe(10_000);
  expect(referenceData.calls - before).toBe(2);
  expect(longest).toBeLessThan(400);
  const inOrder = await rows<{ key: string }>(database, `SELECT key FROM outbox_events WHERE value->>'submissionId' = $1 ORDER BY id`, [submissionId]);
  expect(inOrder.map((event) => event.key)).toEqual(requestIds);
  expect((await service.submitBatch(client, batch, 'many', trace())).requestIds).toEqual(requestIds);
});
