/** Documents as files, written under a temporary name and renamed into place, so that whatever has a key is whole. */
import { createHash, randomUUID } from 'node:crypto';
import { open, readdir, rename, rm, rmdir, stat, unlink, type FileHandle } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { dirname, join } from 'node:path';
import type { OutputStore, StoredOutput } from '../../services/ports/output-store';
import { FolderSync } from './durable';
import { keyOf, keyOfFile, placeOf, TEMPORARY_FOLDER } from './layout';

const PAGE = 500;
const RENAME_TRIES = 5;
/** Files to this size are read at once; larger ones pass through in pieces. */
const AT_ONCE_BYTES = 4 * 1024 * 1024;

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}

/** Takes ENOENT, and what else is named, as done. */
async function tolerating(action: Promise<unknown>, ...codes: string[]): Promise<void> {
  await action.catch((error: unknown) => {
    if (![...codes, 'ENOENT'].includes(codeOf(error) ?? '')) throw error;
  });
}

function gone(key: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`there is no output ${key.slice(0, 200)}`), { code: 'ENOENT' });
}

/** The output store in this folder, which is made when it is first needed. */
export function createOutputStore(folder: string): OutputStore {
  return new SharedFolderStore(folder);
}

class SharedFolderStore implements OutputStore {
  private readonly folders = new FolderSync();

  constructor(private readonly root: string) {}

  async putFile(requestId: string, path: string): Promise<StoredOutput> {
    const source = await open(path, 'r');
    try {
      const { size } = await source.stat();
      if (size <= AT_ONCE_BYTES) return await this.putBytes(requestId, await source.readFile());
      return await this.put(requestId, source.createReadStream({ autoClose: false }));
    } finally {
      await source.close();
    }
  }

  async putBytes(requestId: string, bytes: Buffer): Promise<StoredOutput> {
    return this.put(requestId, [bytes]);
  }

  async open(key: string): Promise<{ stream: Readable; sizeBytes: number }> {
    const place = placeOf(this.root, key);
    if (!place) throw gone(key);
    const handle = await open(place.file, 'r').catch((error: unknown) => {
      throw codeOf(error) === 'ENOENT' ? gone(key) : error;
    });
    try {
      const { size } = await handle.stat();
      return { stream: handle.createReadStream(), sizeBytes: size };
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  /** Clears, too, what a crash left unfinished and is as old. */
  async *listOlderThan(olderThanMs: number): AsyncIterable<string[]> {
    const limit = Date.now() - olderThanMs;
    let page: string[] = [];
    for await (const { path, name } of this.files()) {
      const changed = await stat(path).then((found) => found.mtimeMs, () => Infinity);
      if (changed >= limit) continue;
      const key = keyOfFile(name);
      if (key === null) continue;
      page.push(key);
      if (page.length < PAGE) continue;
      yield page;
      page = [];
    }
    if (page.length > 0) yield page;
    await this.clearUnfinished(limit);
  }

  async remove(keys: readonly string[]): Promise<void> {
    const emptied = new Set<string>();
    for (const key of keys) {
      const place = placeOf(this.root, key);
      if (!place) continue;
      await tolerating(unlink(place.file));
      emptied.add(place.folder);
    }
    // Time has passed these folders by: nobody else would ever clear them.
    for (const folder of emptied) {
      await tolerating(rmdir(folder), 'ENOTEMPTY', 'EEXIST');
      await tolerating(rmdir(dirname(folder)), 'ENOTEMPTY', 'EEXIST');
    }
  }

  private async put(requestId: string, content: Iterable<Buffer> | AsyncIterable<Buffer>): Promise<StoredOutput> {
    keyOf(requestId, '');
    const temporary = join(this.root, TEMPORARY_FOLDER, randomUUID());
    try {
      const handle = await this.openTemporary(temporary);
      const hash = createHash('sha256');
      let sizeBytes = 0;
      try {
        for await (const piece of content) {
          hash.update(piece);
          sizeBytes += piece.length;
          await handle.writeFile(piece);
        }
        if (sizeBytes === 0) throw new Error(`the document of request ${requestId} is empty`);
        await handle.datasync();
      } finally {
        await handle.close();
      }
      const sha256 = hash.digest('hex');
      const key = keyOf(requestId, sha256);
      await this.moveIntoPlace(temporary, key);
      return { key, sha256, sizeBytes };
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  }

  private async openTemporary(path: string): Promise<FileHandle> {
    try {
      return await open(path, 'wx');
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw error;
      await this.folders.make(dirname(path));
      return open(path, 'wx');
    }
  }

  /** The folder may be cleared as empty at any moment before the file is in it. */
  private async moveIntoPlace(temporary: string, key: string): Promise<void> {
    const place = placeOf(this.root, key);
    if (!place) throw new Error(`${key} is not a key`);
    for (let tries = 1; ; tries += 1) {
      try {
        await rename(temporary, place.file);
        break;
      } catch (error) {
        if (codeOf(error) !== 'ENOENT' || tries === RENAME_TRIES) throw error;
        await tolerating(this.folders.make(place.folder));
      }
    }
    await this.folders.sync(place.folder);
  }

  private async *files(): AsyncIterable<{ path: string; name: string }> {
    for (const outer of await entries(this.root)) {
      if (outer === TEMPORARY_FOLDER) continue;
      for (const inner of await entries(join(this.root, outer))) {
        const folder = join(this.root, outer, inner);
        for (const name of await entries(folder)) yield { path: join(folder, name), name };
      }
    }
  }

  private async clearUnfinished(limit: number): Promise<void> {
    const folder = join(this.root, TEMPORARY_FOLDER);
    for (const name of await entries(folder)) {
      const path = join(folder, name);
      const changed = await stat(path).then((found) => found.mtimeMs, () => Infinity);
      if (changed < limit) await rm(path, { force: true });
    }
  }
}

/** Names in a folder, sorted; none where it is not a folder or gone. */
async function entries(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(error) ?? '')) return [];
    throw error;
  }
}
