/** The cache by its interleavings: whatever happens between a reader's miss and its store, a change is in force for everybody. */
import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { CacheConnection } from '../../../reference-data/cache/connection';
import { Invalidation } from '../../../reference-data/cache/invalidation';
import { ItemCache, type Loader } from '../../../reference-data/cache/item-cache';
import { rows } from '../../../models/database';
import { eventually } from '../../support/eventually';
import { Bench, silent } from './bench';

let bench: Bench;
const open: { stop(): unknown }[] = [];

beforeAll(async () => {
  bench = await Bench.start();
  await bench.db.query('CREATE TABLE truth (key text PRIMARY KEY, value text)');
});

afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.stop()));
});

afterAll(() => bench.stop());

/** One instance's cache, on this Redis. */
async function instance(options: { leaseMs?: number; waitMs?: number; redisUrl?: string } = {}) {
  const connection = new CacheConnection(options.redisUrl ?? bench.redisUrl, silent);
  open.push(connection);
  connection.start();
  if (!options.redisUrl) await eventually('the cache is in use', () => connection.usable());
  const cache = new ItemCache(connection, { prefix: 'test', ttlMs: 60_000, ...options });
  const invalidation = new Invalidation(bench.db, cache, silent);
  open.push(invalidation);
  return { connection, cache, invalidation };
}

const load: Loader<string> = async (keys) => {
  const found = await rows<{ key: string; value: string }>(bench.db, 'SELECT key, value FROM truth WHERE key = ANY($1)', [keys]);
  return new Map(found.map(({ key, value }) => [key, value]));
};

/** A loader that counts, and that waits between reading and answering. */
function slow(until: Promise<unknown> = Promise.resolve()) {
  const loader = jest.fn<ReturnType<Loader<string>>, Parameters<Loader<string>>>(async (keys) => {
    const found = await load(keys);
    await until;
    return found;
  });
  return loader;
}

function change(on: { invalidation: Invalidation }, key: string, value: string): Promise<void> {
  return on.invalidation.change(async ({ transaction, touch }) => {
    await bench.db.query('INSERT INTO truth VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value', { bind: [key, value], transaction });
    touch(key);
  });
}

async function read(cache: ItemCache, key: string, loader: Loader<string> = load): Promise<string | null> {
  return (await cache.read([key], loader)).get(key) ?? null;
}

function gate() {
  let release = () => undefined as void;
  const opened = new Promise<void>((resolve) => {
    release = resolve;
  });
  return { opened, release };
}

it('reads Postgres once for simultaneous readers of two instances, and remembers what does not exist', async () => {
  const [one, other] = [await instance(), await instance()];
  await change(one, 'single', 'v1');
  const loader = slow(delay(100));
  const found = await Promise.all(Array.from({ length: 20 }, (_, n) => read(n % 2 ? one.cache : other.cache, 'single', loader)));
  expect(new Set(found)).toEqual(new Set(['v1']));
  expect(loader).toHaveBeenCalledTimes(1);

  const absent = slow();
  expect(await read(one.cache, 'absent', absent)).toBeNull();
  expect(await read(other.cache, 'absent', absent)).toBeNull();
  expect(absent).toHaveBeenCalledTimes(1);
  await change(one, 'absent', 'made');
  expect(await read(other.cache, 'absent')).toBe('made');
});

it('does not store what a reader read before a change that was committed meanwhile', async () => {
  const [reader, writer] = [await instance(), await instance()];
  await change(writer, 'stale-fill', 'v1');
  const { opened, release } = gate();
  const loader = slow(opened);
  const reading = read(reader.cache, 'stale-fill', loader);
  await eventually('the reader has read', () => loader.mock.results.length > 0);
  await delay(50);
  await change(writer, 'stale-fill', 'v2');
  release();
  await reading;
  expect(await read(reader.cache, 'stale-fill')).toBe('v2');
});

it('does not let a reader whose lease ran out overwrite what its successor stored', async () => {
  const [stalled, next] = [await instance({ leaseMs: 100 }), await instance()];
  await change(next, 'lease', 'v1');
  const { opened, release } = gate();
  const loader = slow(opened);
  const reading = read(stalled.cache, 'lease', loader);
  await eventually('the reader has read', () => loader.mock.results.length > 0);
  await delay(150);
  // Changed behind the cache's back, as by a writer that died between commit and invalidation.
  await bench.db.query(`UPDATE truth SET value = 'v2' WHERE key = 'lease'`);
  expect(await read(next.cache, 'lease')).toBe('v2');
  release();
  expect(await reading).toBe('v1');
  expect(await read(next.cache, 'lease')).toBe('v2');
});

it('carries out, by another instance and within half a second, what a changer without Redis could not', async () => {
  const [reader, blind] = [await instance(), await instance({ redisUrl: 'redis://127.0.0.1:1' })];
  await change(reader, 'lost', 'v1');
  expect(await read(reader.cache, 'lost')).toBe('v1');
  await change(blind, 'lost', 'v2');
  expect(await read(reader.cache, 'lost')).toBe('v1');
  await reader.invalidation.start();
  await eventually('the change is in force', async () => (await read(reader.cache, 'lost')) === 'v2', 500);
  await eventually('no invalidation is left', async () => (await rows(bench.db, 'SELECT 1 FROM reference_data_invalidations')).length === 0, 500);
});

it('reads nothing from a Redis that comes back before what was changed meanwhile is deleted there', async () => {
  let release = () => undefined as void;
  const held = new Promise<void>((resolve) => (release = resolve));
  const connection: CacheConnection = new CacheConnection(bench.redisUrl, silent, async () => {
    await held;
    await invalidation.catchUp();
  });
  open.push(connection);
  const cache = new ItemCache(connection, { prefix: 'test', ttlMs: 60_000 });
  const invalidation = new Invalidation(bench.db, cache, silent);
  const other = await instance();
  await change(other, 'back', 'v1');
  expect(await read(other.cache, 'back')).toBe('v1');
  // As by an instance without Redis: the key is still there, and its invalidation waits.
  await change({ invalidation }, 'back', 'v2');
  connection.start();
  await eventually('Redis is in reach', () => connection.reached());
  expect(connection.usable()).toBeNull();
  expect(await read(cache, 'back')).toBe('v2');
  release();
  await eventually('the cache is in use', () => connection.usable());
  expect(await rows(bench.db, 'SELECT 1 FROM reference_data_invalidations')).toEqual([]);
  expect(await read(other.cache, 'back')).toBe('v2');
});

it('does not trust what a Redis that was restarted on old data still holds', async () => {
  const reader = await instance();
  await change(reader, 'restart', 'v1');
  expect(await read(reader.cache, 'restart')).toBe('v1');
  await bench.killRedis();
  await bench.db.query(`UPDATE truth SET value = 'v2' WHERE key = 'restart'`);
  expect(await read(reader.cache, 'restart')).toBe('v2');
  await bench.startRedis();
  await eventually('the cache is in use again', () => reader.connection.usable());
  const client = new Redis(bench.redisUrl);
  expect((await client.keys('test:*:restart')).length).toBe(1);
  client.disconnect();
  expect(await read(reader.cache, 'restart')).toBe('v2');
});

it('answers from Postgres, quickly, while Redis stalls, and uses Redis again when it goes on', async () => {
  const reader = await instance();
  await change(reader, 'stall', 'v1');
  await read(reader.cache, 'stall');
  bench.stallRedis();
  await bench.db.query(`UPDATE truth SET value = 'v2' WHERE key = 'stall'`);
  const began = performance.now();
  for (let n = 0; n < 20; n += 1) expect(await read(reader.cache, 'stall')).toBe('v2');
  expect(performance.now() - began).toBeLessThan(1_500);
  bench.resumeRedis();
  await eventually('the cache is in use again', () => reader.connection.usable());
  const loader = slow();
  await read(reader.cache, 'stall', loader);
  expect(loader).not.toHaveBeenCalled();
});
