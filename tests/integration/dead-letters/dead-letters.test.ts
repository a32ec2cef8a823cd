import { randomBytes } from 'node:crypto';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createOutputStore } from '../../../adapters/output-store';
import { createOmsClient, type OmsClient } from '../../../client';
import { createKafkaBroker } from '../../../adapters/kafka/broker';
import type { EventBroker, IncomingRecord } from '../../../events/ports';
import { TOPICS } from '../../../events/topics';
import { rows } from '../../../models/database';
import { configFrom } from '../../../platform/config';
import { createLogger } from '../../../platform/logging';
import { recordDeadLetters } from '../../../services/dead-letters';
import { recoverDueErrors } from '../../../services/recovery';
import { exampleRequest } from '../../../reference-data/example-data';
import { eventually } from '../../support/eventually';
import { addFault, countByStatus, violations } from '../../support/invariants';
import { startSystem, type System } from '../../support/system';
import { ask } from '../gateway/client';
import { readTopic } from '../../support/topics';

const run = promisify(execFile);

let system: System;
let client: OmsClient;
let broker: EventBroker;

beforeAll(async () => {
  system = await startSystem({ roles: { gateway: 1, relay: 1, monitoring: 1, 'reference-data': 1, jobs: 1 }, env: { HOUSEKEEPING_MS: '500' } });
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
  const { stdout } = await run(process.execPath, ['-r', './compile/register.cjs', 'entrypoints/dead-letters.ts', ...args], {
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

interface Seen {
  id: string;
  text: string | null;
  base64: string;
  replayedBy: string | null;
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

  const listed = await eventually('the list', async () => {
    const found = JSON.parse(await command('list', '--json')) as Listed[];
    return found.length === 3 ? found : null;
  });
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
  await expect(command('show', '01900000-0000-7000-8000-000000000000')).rejects.toThrow(/there is no dead letter/);

  // People with a browser see the same, know what was replayed by whom, and replay what was not.
  const operator = await system.token({ role: 'operator', tenant: '*', subject: 'olga' });
  const seen = async (filter: object) => {
    const query = 'query ($filter: DeadLetterFilter) { deadLetters(filter: $filter, first: 2) { totalCount pageInfo { hasNextPage endCursor } edges { node { id key text base64 sizeBytes headers requestId replayedBy } } } systemStatus { deadLetters } }';
    const { data } = await ask(system.gatewayUrl(), operator, query, { filter });
    return data as { deadLetters: { totalCount: number; pageInfo: { hasNextPage: boolean }; edges: { node: Seen }[] }; systemStatus: { deadLetters: number } };
  };
  const waiting = await eventually('the two new ones in the list', async () => {
    const found = await seen({ replayed: false });
    return found.deadLetters.totalCount === 3 && found.systemStatus.deadLetters === 3 ? found : null;
  });
  // Read again, as after a consumer died before its commit, they are listed once all the same.
  await recordDeadLetters({ database: system.db, store: createOutputStore(join(system.home, 'outputs/dead-letters')) }, await readTopic(system, TOPICS.deadLetter));
  expect((await seen({})).deadLetters.totalCount).toBe(5);
  expect([waiting.deadLetters.edges.length, waiting.deadLetters.pageInfo.hasNextPage]).toEqual([2, true]);
  const about = (await seen({ search: before })).deadLetters.edges.map(({ node }) => node);
  expect(about.find(({ id }) => id === half?.id)).toMatchObject({ text: '{"half":', sizeBytes: 8, headers: { colour: 'blue' }, requestId: before, replayedBy: expect.stringContaining('@command-line') as string });
  const [bytes] = (await seen({ search: 'nobody' })).deadLetters.edges.map(({ node }) => node);
  expect(bytes).toMatchObject({ text: null, base64: 'AP8B/g==', replayedBy: null });

  const REPLAY = 'mutation ($ids: [ID!]!) { replayDeadLetters(ids: $ids, note: "mended") { replayed deadLetters { replayedBy } userErrors { field code message } } }';
  const replay = async (...ids: (string | undefined)[]) => (await ask(system.gatewayUrl(), operator, REPLAY, { ids })).data?.replayDeadLetters;
  expect(await replay(bytes?.id, half?.id, 'no-such')).toEqual({
    replayed: 1,
    deadLetters: [{ replayedBy: 'olga' }],
    userErrors: [
      { field: ['ids', '1'], code: 'BAD_USER_INPUT', message: expect.stringMatching(/replayed already, at .*Z by .*@command-line/) as string },
      { field: ['ids', '2'], code: 'NOT_FOUND', message: expect.stringContaining('no-such') as string },
    ],
  });
  const both = await Promise.all([1, 2].map(() => replay(about.find(({ replayedBy }) => replayedBy === null)?.id)));
  expect(both.map((each) => (each as { replayed: number }).replayed).sort()).toEqual([0, 1]);
  const { data } = await ask(system.gatewayUrl(), operator, '{ auditLog(filter: { action: "REPLAY_DEAD_LETTERS", search: "MEND" }) { edges { node { actor tenant subject note details } } } }');
  const entries = (data?.auditLog as { edges: { node: Record<string, unknown> }[] }).edges.map(({ node }) => node);
  expect(entries).toHaveLength(2);
  expect(entries[1]).toEqual({ actor: 'olga', tenant: '*', subject: bytes?.id, note: 'mended', details: { filter: { ids: [bytes?.id] }, replayed: 1 } });

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

test('what is older than its retention is forgotten, on the shelf too, and not before', async () => {
  const shelf = createOutputStore(join(system.home, 'outputs/dead-letters'));
  const stored = await rows<{ id: string; stored: string }>(system.db, 'SELECT id, stored FROM dead_letters WHERE stored IS NOT NULL ORDER BY id');
  expect(stored.length).toBeGreaterThan(1);
  const [old, young] = stored;
  await system.db.query(`UPDATE dead_letters SET at = at - interval '31 days' WHERE id = $1`, { bind: [old?.id] });
  await eventually('the old one as forgotten', async () => (await rows(system.db, 'SELECT 1 FROM dead_letters WHERE id = $1', [old?.id])).length === 0);
  await expect(shelf.open(old?.stored ?? '')).rejects.toMatchObject({ code: 'ENOENT' });
  (await shelf.open(young?.stored ?? '')).stream.destroy();
});

/** A request whose one document failed, and whose retry lies in the outbox: no relay runs. */
async function beingRetried(stage: 'PROCESSING' | 'MONITORING') {
  await addFault(system, { call: 'render', fault: 'errored', count: 1 });
  const id = await submit();
  const errors = () =>
    rows<{ code: string; recoveryStatus: string; retryStage: string; status: string }>(
      system.db,
      `SELECT e.code, e.recovery_status AS "recoveryStatus", e.retry_stage AS "retryStage", r.status
         FROM processing_errors e JOIN document_requests r ON r.id = e.request_id WHERE r.id = $1 ORDER BY e.occurred_at`,
      [id],
    );
  const reached = (count: number, status: string) =>
    eventually(`the request to be ${status}`, async () => {
      const found = await errors();
      return found.length === count && found[0]?.status === status;
    }, 40_000);
  await reached(1, 'RETRY_SCHEDULED');
  await system.kill('relay', 'SIGTERM');
  await system.db.query(`UPDATE processing_errors SET next_attempt_at = clock_timestamp(), retry_stage = $2 WHERE request_id = $1`, { bind: [id, stage] });
  const released = await recoverDueErrors({
    database: system.db,
    retryPolicies: { standard: { maxAttempts: 5, baseMs: 1, capMs: 1 }, byCode: {} },
    logger: createLogger({ role: 'test', level: 'silent' }),
    settings: { pageSize: 10, outboxMax: 1_000 },
  });
  expect(released.published).toBe(1);
  expect(await errors()).toMatchObject([{ code: 'ENGINE_RENDER_FAILED', recoveryStatus: 'RETRYING', status: 'RETRY_SCHEDULED' }]);
  return { id, errors, reached };
}

test('a request that is being retried fails with POISON_MESSAGE, its old error FAILED_AGAIN; its own event, should it come after all, still counts', async () => {
  const { id, errors, reached } = await beingRetried('PROCESSING');
  await broker.producer.send([{ topic: TOPICS.processing, key: id, headers: {}, value: Buffer.from('nonsense') }]);
  await reached(2, 'FAILED');
  expect(await errors()).toMatchObject([
    { code: 'ENGINE_RENDER_FAILED', recoveryStatus: 'FAILED_AGAIN' },
    { code: 'POISON_MESSAGE', recoveryStatus: 'EXHAUSTED' },
  ]);
  await system.restart('relay');
  await eventually('the document', () => completed(id));
  expect(await errors()).toMatchObject([{ recoveryStatus: 'FAILED_AGAIN' }, { recoveryStatus: 'RECOVERED' }]);
  expect(await violations(system)).toEqual([]);
});

test('one whose job was to be asked again fails likewise, though its event bears the key of its batch, and would be retried at MONITORING', async () => {
  const { id, errors, reached } = await beingRetried('MONITORING');
  const headers = { ce_type: 'oms.monitoring.retry-requested', ce_id: `${id}:7` };
  await broker.producer.send([{ topic: TOPICS.monitoring, key: '01900000-0000-7000-8000-000000000000', headers, value: Buffer.from('nonsense') }]);
  await reached(2, 'FAILED');
  expect(await errors()).toMatchObject([
    { recoveryStatus: 'FAILED_AGAIN' },
    { code: 'POISON_MESSAGE', recoveryStatus: 'EXHAUSTED', retryStage: 'MONITORING' },
  ]);
});
