import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { processIdentity } from '../../../local/process/identity';

interface Started {
  readonly child: ChildProcess;
  readonly databaseUrl: string;
  readonly kafkaBrokers: string;
  readonly redisUrl: string;
  readonly pids: Readonly<Record<string, number>>;
}

/** Not the system's own addresses, which would be taken for given ones. */
const { DATABASE_URL: _d, KAFKA_BROKERS: _k, REDIS_URL: _r, ...environment } = process.env;
const home = mkdtempSync(join(tmpdir(), 'oms-infrastructure-'));
const children: ChildProcess[] = [];

async function start(more: NodeJS.ProcessEnv = {}): Promise<Started> {
  const child = spawn(process.execPath, ['-r', './compile/register.cjs', 'local/infrastructure/main.ts'], {
    env: { ...environment, OMS_HOME: home, ...more },
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  children.push(child);
  const [answer] = (await once(child, 'message')) as [{ type: string; message?: string; infrastructure: Omit<Started, 'child'> }];
  if (answer.type !== 'ready') throw new Error(answer.message);
  return { child, ...answer.infrastructure };
}

async function stop({ child }: Started): Promise<void> {
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  await exited;
}

async function query<T extends object>(url: string, sql: string): Promise<T[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<T>(sql)).rows;
  } finally {
    await client.end();
  }
}

const running = (started: Started) => Object.values(started.pids).filter((pid) => processIdentity(pid) !== null);

afterAll(async () => {
  for (const child of children.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null)) {
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
  rmSync(home, { recursive: true, force: true });
});

test('a start whose launcher was killed is taken over; a stop leaves nothing running; the next start finds data and ports again', async () => {
  const first = await start();
  await query(first.databaseUrl, 'CREATE TABLE kept AS SELECT 42 AS answer');

  const exited = once(first.child, 'exit');
  first.child.kill('SIGKILL');
  await exited;
  expect(running(first)).toHaveLength(3);
  const second = await start();
  expect(second.pids).toEqual(first.pids);

  const stoppedMs = Date.now();
  await stop(second);
  expect(Date.now() - stoppedMs).toBeLessThan(10_000);
  expect(running(second)).toEqual([]);

  const stranger = createServer().listen(Number(new URL(first.redisUrl).port), '127.0.0.1');
  await once(stranger, 'listening');
  try {
    const third = await start();
    expect([third.databaseUrl, third.kafkaBrokers]).toEqual([first.databaseUrl, first.kafkaBrokers]);
    expect(third.redisUrl).not.toBe(first.redisUrl);
    expect(await query(third.databaseUrl, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
    await stop(third);
  } finally {
    stranger.close();
  }
}, 120_000);

test('addresses given by the environment are used, and nothing is started beside them', async () => {
  const given = { DATABASE_URL: 'postgres://elsewhere/oms', KAFKA_BROKERS: 'elsewhere:9092', REDIS_URL: 'redis://elsewhere' };
  const started = await start(given);
  expect(started).toMatchObject({ databaseUrl: given.DATABASE_URL, kafkaBrokers: given.KAFKA_BROKERS, redisUrl: given.REDIS_URL, pids: {} });
  await stop(started);
});
