import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTransferFolder } from '../../../adapters/thunderhead';
import { documents } from './simulator-process';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'transfer-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

test('the engine is told the path as it sees the folder', async () => {
  const folder = createTransferFolder({ transferDir: root, transferDirAtEngine: '/mnt/engine/' });
  expect(await folder.writeInput('b-1', documents(1))).toBe('/mnt/engine/in/b-1');
  expect(await readdir(join(root, 'in'))).toEqual(['b-1']);
  expect(createTransferFolder({ transferDir: root, transferDirAtEngine: 'T:\\oms' }).inputPath('b-1')).toBe('T:\\oms\\in\\b-1');
});

test('an input that a job has taken stays taken, even where it was written again', async () => {
  const folder = createTransferFolder({ transferDir: root, transferDirAtEngine: root });
  expect(await folder.inputState('b-1')).toBe('absent');
  expect(await folder.withdraw('b-1')).toBe('absent');
  await folder.writeInput('b-1', documents(1));
  expect(await folder.inputState('b-1')).toBe('waiting');
  await writeFile(join(root, 'in', 'b-1.taken'), '');
  expect(await folder.inputState('b-1')).toBe('taken');
  expect(await folder.withdraw('b-1')).toBe('taken');
});

test('file names of a manifest do not lead out of the folder of the job', async () => {
  const folder = createTransferFolder({ transferDir: root, transferDirAtEngine: root });
  expect(folder.outputFile('b-1', '000001.pdf')).toBe(join(root, 'out', 'b-1', '000001.pdf'));
  for (const file of ['../b-2/000001.pdf', '/etc/passwd', '..', '.', 'a\0.pdf']) {
    expect(() => folder.outputFile('b-1', file)).toThrow('leads out of');
  }
  expect(() => folder.outputFile('../b-1', 'a.pdf')).toThrow('not a job name');
  await mkdir(join(root, 'out', 'b-1'), { recursive: true });
  const transaction = { transactionNo: 1, ok: true, file: '../../secret', mimeType: 'text/plain', sizeBytes: 1 };
  await writeFile(join(root, 'out', 'b-1', 'manifest.json'), JSON.stringify({ transactions: [transaction] }));
  await expect(folder.readManifest('b-1')).rejects.toMatchObject({ kind: 'protocol' });
});

test('what is old in every form is listed, and removed in every form', async () => {
  const folder = createTransferFolder({ transferDir: root, transferDirAtEngine: root });
  await Promise.all(['old-1', 'old-2', 'busy-1', 'new-1'].map((name) => folder.writeInput(name, documents(1))));
  await folder.withdraw('old-2');
  await mkdir(join(root, 'out', 'busy-1'));
  const longAgo = new Date(Date.now() - 3_600_000);
  await Promise.all(['old-1', 'old-2.withdrawn', 'busy-1'].map((file) => utimes(join(root, 'in', file), longAgo, longAgo)));
  const names = await folder.listOlderThan(60_000);
  expect(names.sort()).toEqual(['old-1', 'old-2']);
  await folder.remove([...names, 'busy-1']);
  expect([await readdir(join(root, 'in')), await readdir(join(root, 'out'))]).toEqual([['new-1'], []]);
});
