/** The folder that engine and we both reach: in/ holds inputs, whose names say what became of them; out/ what the engine rendered. */
import { constants } from 'node:fs';
import { access, mkdir, open, readFile, readdir, rename, rm, stat } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import { EngineCallFailed, type InputState, type ManifestEntry, type TransferFolder } from '../../services/ports/document-engine';
import { readTransactions, type Transaction } from './manifest';
import type { ThunderheadSettings } from './settings';
import { transactionText } from './transaction-file';

const TAKEN = '.taken';
const WITHDRAWN = '.withdrawn';
const TEMPORARY = '.tmp';
const FORMS = ['', TAKEN, WITHDRAWN, TEMPORARY];
/** Files looked at beside each other. */
const STAT_CONCURRENCY = 32;

/** Resolves to null where the file is not there. */
async function ifThere<T>(action: Promise<T>): Promise<T | null> {
  try {
    return await action;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

async function exists(path: string): Promise<boolean> {
  return (await ifThere(access(path, constants.F_OK).then(() => true))) ?? false;
}

/** Makes renames within a folder last through a power cut. */
async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function writeDurably(path: string, text: string): Promise<void> {
  const handle = await open(path, 'w');
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Job names are made by us; one that could lead elsewhere is a fault of the caller. */
function checked(name: string): string {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name)) throw new Error(`"${name}" is not a job name`);
  return name;
}

function baseName(file: string): string {
  const form = FORMS.find((suffix) => suffix !== '' && file.endsWith(suffix));
  return form === undefined ? file : file.slice(0, -form.length);
}

/** The transfer folder of these settings; makes in/ and out/ when they are first needed. */
export function createTransferFolder(settings: Pick<ThunderheadSettings, 'transferDir' | 'transferDirAtEngine'>): TransferFolder {
  return new SharedFolder(settings.transferDir, settings.transferDirAtEngine);
}

class SharedFolder implements TransferFolder {
  private readonly inFolder: string;
  private readonly outFolder: string;
  private made: Promise<unknown> | null = null;

  constructor(
    root: string,
    private readonly rootAtEngine: string,
  ) {
    this.inFolder = join(root, 'in');
    this.outFolder = join(root, 'out');
  }

  async writeInput(name: string, documents: Parameters<TransferFolder['writeInput']>[1]): Promise<string> {
    const path = this.input(name);
    await this.makeFolders();
    await writeDurably(path + TEMPORARY, transactionText(documents));
    await rename(path + TEMPORARY, path);
    await syncFolder(this.inFolder);
    return this.inputPath(name);
  }

  inputPath(name: string): string {
    // The engine may run on another kind of system: its separator is the one that its own path shows.
    const separator = this.rootAtEngine.includes('\\') && !this.rootAtEngine.includes('/') ? '\\' : '/';
    return [this.rootAtEngine.replace(/[\\/]+$/, ''), 'in', checked(name)].join(separator);
  }

  async inputState(name: string): Promise<InputState> {
    const path = this.input(name);
    // In this order: what is renamed after the first look is seen by a later one.
    const waiting = await exists(path);
    if (await exists(path + TAKEN)) return 'taken';
    if (waiting) return 'waiting';
    return (await exists(path + WITHDRAWN)) ? 'withdrawn' : 'absent';
  }

  async withdraw(name: string): Promise<'withdrawn' | 'taken' | 'absent'> {
    const path = this.input(name);
    const renamed = await ifThere(rename(path, path + WITHDRAWN).then(() => true));
    if (renamed) await syncFolder(this.inFolder);
    // Looked at even after a rename that worked: a file that was written again says nothing about the one a job took before.
    if (await exists(path + TAKEN)) return 'taken';
    return renamed || (await exists(path + WITHDRAWN)) ? 'withdrawn' : 'absent';
  }

  async readManifest(name: string): Promise<ManifestEntry[]> {
    const text = await ifThere(readFile(join(this.output(name), 'manifest.json'), 'utf8'));
    if (text === null) throw new EngineCallFailed('protocol', `manifest: there is none for job ${name}`);
    const transactions = readTransactions(text);
    return inTurns(transactions, (transaction) => this.verified(name, transaction));
  }

  outputFile(name: string, file: string): string {
    const folder = this.output(name);
    const path = resolve(folder, file);
    if (file.includes('\0') || !path.startsWith(folder + sep)) {
      throw new EngineCallFailed('protocol', `manifest: a file name of job ${name} leads out of the job's folder`);
    }
    return path;
  }

  async remove(names: readonly string[]): Promise<void> {
    await inTurns(names, async (name) => {
      await Promise.all(FORMS.map((form) => rm(this.input(name) + form, { force: true })));
      await rm(this.output(name), { recursive: true, force: true });
    });
  }

  async listOlderThan(olderThanMs: number): Promise<string[]> {
    const newest = new Map<string, number>();
    for (const [folder, nameOf] of [[this.inFolder, baseName] as const, [this.outFolder, (file: string) => file] as const]) {
      const files = (await ifThere(readdir(folder))) ?? [];
      await inTurns(files, async (file) => {
        const changed = (await ifThere(stat(join(folder, file))))?.mtimeMs;
        if (changed !== undefined) newest.set(nameOf(file), Math.max(changed, newest.get(nameOf(file)) ?? 0));
      });
    }
    const limit = Date.now() - olderThanMs;
    return [...newest].filter(([, changed]) => changed < limit).map(([name]) => name);
  }

  private input(name: string): string {
    return join(this.inFolder, checked(name));
  }

  private output(name: string): string {
    return join(this.outFolder, checked(name));
  }

  private async makeFolders(): Promise<void> {
    this.made ??= Promise.all([this.inFolder, this.outFolder].map((folder) => mkdir(folder, { recursive: true })));
    try {
      await this.made;
    } catch (error) {
      this.made = null;
      throw error;
    }
  }

  /** A file that is shorter or longer than the engine says is no document: that one failed, and the others are fine. */
  private async verified(name: string, transaction: Transaction): Promise<ManifestEntry> {
    if (!transaction.ok) return transaction;
    const { sizeBytes, ...entry } = transaction;
    const path = this.outputFile(name, entry.file);
    if (sizeBytes === null) return entry;
    const found = (await ifThere(stat(path)))?.size ?? 0;
    if (found === sizeBytes) return entry;
    return { transactionNo: entry.transactionNo, ok: false, message: `The rendered file holds ${found} of ${sizeBytes} bytes.` };
  }
}

async function inTurns<T, R>(items: readonly T[], action: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let from = 0; from < items.length; from += STAT_CONCURRENCY) {
    results.push(...(await Promise.all(items.slice(from, from + STAT_CONCURRENCY).map(action))));
  }
  return results;
}
