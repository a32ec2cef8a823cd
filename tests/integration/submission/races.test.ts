import { rows } from '../../../models/database';
import { startSystem, type System } from '../../support/system';
import { client, letter, startGateway, stored, trace, type Gateway } from './submitting';

const ROUNDS = 20;
let system: System;
let gateways: [Gateway, Gateway];

beforeAll(async () => {
  system = await startSystem({ roles: {}, simulator: false });
  gateways = [startGateway(system), startGateway(system)];
});
afterAll(async () => {
  await Promise.all(gateways.map((gateway) => gateway.database.close()));
  await system.stop();
});

it('makes one request of one key that reaches two gateways at once', async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const before = await stored(system.db);
    const calls = Array.from({ length: 8 }, (_, index) =>
      (gateways[index % 2] as Gateway).service.submitOne(client, letter({ idempotencyKey: `one-${round}` }), trace()),
    );
    const ids = (await Promise.all(calls)).map((result) => result.requestId);
    expect(new Set(ids).size).toBe(1);
    expect(ids[0]).not.toBeNull();
    const { submissions, requests, events, outbox } = await stored(system.db);
    expect({ submissions, requests, events, outbox }).toEqual({ ...before, requests: before.requests + 1, events: before.events + 1, outbox: before.outbox + 1 });
  }
});

it('lets one of two different bodies under one key win, and tells the other', async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const results = await Promise.all(
      gateways.map((gateway, index) => gateway.service.submitOne(client, letter({ idempotencyKey: `two-${round}`, data: { name: `n${index}` } }), trace())),
    );
    expect(results.map((result) => result.userErrors[0]?.code ?? 'made').sort()).toEqual(['IDEMPOTENCY_KEY_REUSED', 'made']);
  }
});

it('shares the keys of two batches that meet in opposite orders: no deadlock, each request once, every total true', async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const batch = Array.from({ length: 40 }, (_, index) => letter({ idempotencyKey: `batch-${round}-${index}` }));
    const reversed = [...batch].reverse();
    const [one, other, single] = await Promise.all([
      gateways[0].service.submitBatch(client, batch, null, trace()),
      gateways[1].service.submitBatch(client, reversed, null, trace()),
      gateways[0].service.submitOne(client, letter({ idempotencyKey: `batch-${round}-20` }), trace()),
    ]);
    expect(one.userErrors.concat(other.userErrors, single.userErrors)).toEqual([]);
    expect([...other.requestIds].reverse()).toEqual(one.requestIds);
    expect(single.requestId).toBe(one.requestIds[20]);
    const totals = await rows<{ total: number; made: number }>(
      system.db,
      `SELECT s.total, count(r.id) AS made FROM submissions s LEFT JOIN document_requests r ON r.submission_id = s.id
        WHERE s.id = ANY ($1::uuid[]) GROUP BY s.id`,
      [[one.submissionId, other.submissionId]],
    );
    for (const { total, made } of totals) expect(total).toBe(made);
  }
  const { requests, events, outbox } = await stored(system.db);
  expect([events, outbox]).toEqual([requests, requests]);
});

it('makes one submission of one batch key that reaches two gateways at once', async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const before = await stored(system.db);
    const batch = [letter(), letter({ documentType: 'NOPE' }), letter()];
    const [one, other] = await Promise.all(gateways.map((gateway) => gateway.service.submitBatch(client, batch, `key-${round}`, trace())));
    expect(other).toEqual(one);
    expect(await stored(system.db)).toMatchObject({ submissions: before.submissions + 1, requests: before.requests + 2, outbox: before.outbox + 2 });
  }
});

it('leaves nothing of a batch whose every key another body took first', async () => {
  const before = await stored(system.db);
  let lostAll = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const results = await Promise.all(
      gateways.map((gateway, index) => gateway.service.submitBatch(client, [letter({ idempotencyKey: `lost-${round}`, data: { name: `n${index}` } })], null, trace())),
    );
    const lost = results.filter((result) => result.submissionId === null);
    lostAll += lost.length;
    for (const { requestIds, userErrors } of lost) expect([requestIds, userErrors[0]?.code]).toEqual([[null], 'IDEMPOTENCY_KEY_REUSED']);
  }
  expect(lostAll).toBe(ROUNDS);
  const after = await stored(system.db);
  expect([after.submissions - before.submissions, after.requests - before.requests, after.outbox - before.outbox]).toEqual([ROUNDS, ROUNDS, ROUNDS]);
});
