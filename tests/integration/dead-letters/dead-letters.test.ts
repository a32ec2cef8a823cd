import { randomBytes } from 'node:crypto';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { createOmsClient, type OmsClient } from '../../../client';
import { createKafkaBroker } from '../../../adapters/kafka/broker';
import type { EventBroker, IncomingRecord } from '../../../events/ports';
import { TOPICS } from '../../../events/topics';
import { rows } from '../../../models/database';
import { configFrom } from '../../../platform/config';
import { createLogger } from '../../../platform/logging';
import { recoverDueErrors } from '../../../services/recovery';
import { exampleRequest } from '../../../reference-data/example-data';
import { eventually } from '../../support/eventually';
import { addFault, countByStatus, violations } from '../../support/invariants';
import { startSystem, type System } from '../../support/system';
import { readTopic } from '../../support/topics';

const run = promisify(execFile);

let system: System;
let client: OmsClient;
let broker: EventBroker;

beforeAll(async () => {
  system = await startSystem({ roles: { gateway: 1, relay: 1, monitoring: 1, 'reference-data': 1 } });
  client = createOmsClient({ url: system.gatewayUrl(), token: await system.token() });
  broker = createKafkaBroker(configFrom(system.env, 'test').kafka, 'test', createLogger({ role: 'test', level: 'silent' }));
  await broker.connect();
});
afterAll(async () => {
  await client.close();
  await broker.disconnect();
  await system.stop();
});

/** The operators' command, on this system. */
async function command(...args: string[]): Promise<string> {
  const { stdout } = await run(process.execPath, ['-r', '@swc-node/register', 'entrypoints/dead-letters.ts', ...args], {
    env: Object.fromEntries(Object.entries(system.env).filter((each): each is [string, string] => each[1] !== undefined)),
    maxBuffer: 16 * 1024 * 1024,
  });
  return stdout;
}

interface Listed {
  id: string;
  topic: string;
  partition: number;
  offset: number;
  key: string | null;
  reason: string;
}

const submit = async () => (await client.submit({ ...exampleRequest('INVOICE', 1), format: 'PDF' })).id;
const completed = async (id: string) => (await rows(system.db, `SELECT 1 FROM document_requests WHERE id = $1 AND status = 'COMPLETED'`, [id])).length === 1;

test('poison blocks nobody, is kept whole, is recorded where its request waits, and can be listed, shown and replayed', async () => {
  // No processing yet: the request is ACCEPTED, and its own event comes after the poison that bears its key.
  const before = await submit();
  await broker.producer.send([
    { topic: TOPICS.processing, key: before, headers: { colour: 'blue' }, value: Buffer.from('{"half":') },
    { topic: TOPICS.processing, key: 'nobody', headers: {}, value: Buffer.from([0, 255, 1, 254]) },
    { topic: TOPICS.processing, key: 'large', headers: { size: 'large' }, value: randomBytes(850_000) },
  ]);
  await eventually('the request as accepted', async () => (await countByStatus(system)).ACCEPTED === 1);
  const sent = (await readTopic(system, TOPICS.processing)).filter(({ key }) => ['nobody', 'large', before].includes(key?.toString() ?? ''));
  await system.spawnRole('processing');
  const other = await submit();

  const letters = await eventually('the dead letters', async () => {
    const found = await readTopic(system, TOPICS.deadLetter);
    return found.length >= 3 ? found : null;
  });
  expect(letters).toHaveLength(3);
  await eventually('the other document', () => completed(other));

  const listed = JSON.parse(await command('list', '--json')) as Listed[];
  expect(listed).toHaveLength(3);
  const original = ({ topic, partition, offset }: Listed): IncomingRecord | undefined =>
    sent.find((record) => record.topic === topic && record.partition === partition && record.offset === offset);
  const large = listed.find((letter) => original(letter)?.key?.toString() === 'large');
  const half = listed.find(({ key }) => key === before);
  expect(half?.reason).toMatch(/not a CloudEvent/);
  const shown = await command('show', half?.id ?? '');
  expect(shown).toContain('header colour: blue');
  expect(shown).toContain('value (8 bytes): {"half":');

  // Sent back they are as they were, and unreadable as before.
  await command('replay', large?.id ?? '', half?.id ?? '');
  const again = (await readTopic(system, TOPICS.processing)).filter((record) => original({ ...record, id: '', key: '', reason: '' }) === undefined);
  const largeAgain = again.find((record) => record.key?.toString() === 'large');
  const wanted = large && original(large);
  expect(largeAgain?.value?.equals(wanted?.value ?? Buffer.alloc(0))).toBe(true);
  expect(largeAgain?.headers).toEqual(wanted?.headers);
  await eventually('two more dead letters', async () => (await readTopic(system, TOPICS.deadLetter)).length === 5);
  await expect(command('show', '0:99999')).rejects.toThrow(/there is no dead letter/);

  // Whichever of poison and event came first decides: the request either went its way, or has its error.
  const errors = await rows<{ requestId: string; code: string; status: string }>(
    system.db,
    `SELECT e.request_id AS "requestId", e.code, r.status FROM processing_errors e JOIN document_requests r ON r.id = e.request_id`,
  );
  for (const error of errors) expect(error).toEqual({ requestId: before, code: 'POISON_MESSAGE', status: 'FAILED' });
  expect(await violations(system)).toEqual([]);
});

test('a request that waits for its event fails with POISON_MESSAGE; one that has moved on does not', async () => {
  const done = await submit();
  await eventually('the document', () => completed(done));
  await system.kill('relay', 'SIGTERM');
  const waiting = await submit();
  await broker.producer.send([done, waiting].map((key) => ({ topic: TOPICS.processing, key, headers: {}, value: Buffer.from('nonsense') })));
  const [error] = await eventually('the error', async () => {
    const found = await rows<{ code: string; recoveryStatus: string; retriable: boolean; status: string }>(
      system.db,
      `SELECT e.code, e.recovery_status AS "recoveryStatus", e.retriable, r.status
         FROM processing_errors e JOIN document_requests r ON r.id = e.request_id WHERE r.id = $1`,
      [waiting],
    );
    return found.length > 0 ? found : null;
  }, 40_000);
  expect(error).toEqual({ code: 'POISON_MESSAGE', recoveryStatus: 'EXHAUSTED', retriable: false, status: 'FAILED' });
  expect(await completed(done)).toBe(true);
  await system.restart('relay');
});

test('a request that is being retried fails with POISON_MESSAGE, its old error FAILED_AGAIN; its own event, should it come after all, still counts', async () => {
  await addFault(system, { call: 'render', fault: 'errored', count: 1 });
  const retried = await submit();
  const errors = () =>
    rows<{ code: string; recoveryStatus: string; status: string }>(
      system.db,
      `SELECT e.code, e.recovery_status AS "recoveryStatus", r.status
         FROM processing_errors e JOIN document_requests r ON r.id = e.request_id WHERE r.id = $1 ORDER BY e.occurred_at`,
      [retried],
    );
  const reached = (count: number, status: string) =>
    eventually(`the request to be ${status}`, async () => {
      const found = await errors();
      return found.length === count && found[0]?.status === status;
    }, 40_000);
  await reached(1, 'RETRY_SCHEDULED');
  await system.kill('relay', 'SIGTERM');
  await system.db.query(`UPDATE processing_errors SET next_attempt_at = clock_timestamp() WHERE request_id = $1`, { bind: [retried] });
  const released = await recoverDueErrors({
    database: system.db,
    retryPolicies: { standard: { maxAttempts: 5, baseMs: 1, capMs: 1 }, byCode: {} },
    logger: createLogger({ role: 'test', level: 'silent' }),
    settings: { pageSize: 10, outboxMax: 1_000 },
  });
  expect(released.published).toBe(1);
  expect(await errors()).toEqual([{ code: 'ENGINE_RENDER_FAILED', recoveryStatus: 'RETRYING', status: 'RETRY_SCHEDULED' }]);

  await broker.producer.send([{ topic: TOPICS.processing, key: retried, headers: {}, value: Buffer.from('nonsense') }]);
  await reached(2, 'FAILED');
  expect(await errors()).toMatchObject([
    { code: 'ENGINE_RENDER_FAILED', recoveryStatus: 'FAILED_AGAIN' },
    { code: 'POISON_MESSAGE', recoveryStatus: 'EXHAUSTED' },
  ]);
  await system.restart('relay');
  await eventually('the document', () => completed(retried));
  expect(await errors()).toMatchObject([{ recoveryStatus: 'FAILED_AGAIN' }, { recoveryStatus: 'RECOVERED' }]);
  expect(await violations(system)).toEqual([]);
});
