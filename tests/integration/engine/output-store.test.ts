import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { createOutputStore } from '../../../adapters/output-store';
import { newId } from '../../../domain/ids';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'outputs-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function files(): Promise<string[]> {
  const found = await readdir(root, { recursive: true, withFileTypes: true });
  return found.filter((entry) => entry.isFile()).map((entry) => entry.name);
}

test('the same document stored many times at once is one file, whole and readable', async () => {
  const store = createOutputStore(root);
  const requestId = newId();
  const bytes = randomBytes(100_000);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const stored = await Promise.all(Array.from({ length: 30 }, () => store.putBytes(requestId, bytes)));
  expect(new Set(stored.map(({ key }) => key))).toEqual(new Set([`${requestId}/${sha256}`]));
  expect(await files()).toEqual([`${requestId}.${sha256}`]);
  const { stream, sizeBytes } = await store.open(`${requestId}/${sha256}`);
  expect(sizeBytes).toBe(bytes.length);
  expect((await buffer(stream)).equals(bytes)).toBe(true);
});

test('a large file is stored in pieces under the hash of all of it', async () => {
  const store = createOutputStore(root);
  const path = join(root, 'rendered');
  const bytes = randomBytes(9 * 1024 * 1024);
  await writeFile(path, bytes);
  const stored = await store.putFile(newId(), path);
  expect(stored).toMatchObject({ sizeBytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') });
});

test('an empty document is refused and leaves nothing', async () => {
  const store = createOutputStore(root);
  await expect(store.putBytes(newId(), Buffer.alloc(0))).rejects.toThrow('empty');
  expect(await files()).toEqual([]);
});

test('what is not there, or is no key, is ENOENT', async () => {
  const store = createOutputStore(root);
  for (const key of [`${newId()}/${'0'.repeat(64)}`, '../../etc/passwd', '', `../x/${'0'.repeat(64)}`]) {
    await expect(store.open(key)).rejects.toMatchObject({ code: 'ENOENT' });
  }
  await expect(store.putBytes('../x', Buffer.from('a'))).rejects.toThrow('request id');
});

test('old documents are listed in pages and removed with the folders that they leave empty', async () => {
  const store = createOutputStore(root);
  const keys: string[] = [];
  for (let index = 0; index < 620; index += 1) {
    // Ids of very different times, so that they lie in many folders.
    const requestId = `${(index % 7).toString(16).repeat(8)}-0000-7000-8000-${String(index).padStart(12, '0')}`;
    keys.push((await store.putBytes(requestId, Buffer.from(`document ${index}`))).key);
  }
  const pages: string[][] = [];
  for await (const page of store.listOlderThan(-1_000)) pages.push(page);
  expect(pages.map((page) => page.length)).toEqual([500, 120]);
  expect(pages.flat().sort()).toEqual([...keys].sort());
  for await (const page of store.listOlderThan(60_000)) throw new Error(`none is old, and ${page.length} were listed`);
  await store.remove([...keys, keys[0]!]);
  expect((await readdir(root)).filter((name) => name !== 'unfinished')).toEqual([]);
});

test('documents can be stored while others are cleared from the same folder', async () => {
  const store = createOutputStore(root);
  const requestId = newId();
  for (let round = 0; round < 100; round += 1) {
    const { key } = await store.putBytes(requestId, Buffer.from(`earlier ${round}`));
    const [stored] = await Promise.all([store.putBytes(requestId, Buffer.from(`later ${round}`)), store.remove([key])]);
    await expect(store.open(stored.key).then(({ stream }) => stream.destroy())).resolves.toBeDefined();
    await store.remove([stored.key]);
  }
});

test('what a crash left unfinished is cleared when it is old', async () => {
  const store = createOutputStore(root);
  await store.putBytes(newId(), Buffer.from('a document'));
  const torn = join(root, 'unfinished', 'torn');
  await writeFile(torn, 'half of');
  const longAgo = new Date(Date.now() - 3_600_000);
  await utimes(torn, longAgo, longAgo);
  for await (const page of store.listOlderThan(60_000)) throw new Error(`none is old, and ${page.length} were listed`);
  expect(await readdir(join(root, 'unfinished'))).toEqual([]);
});
