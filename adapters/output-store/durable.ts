/** Making folders and renames last through a power cut. */
import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';

async function sync(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Syncs folders; whoever asks while one sync of a folder is under way shares the next, so many files cost few syncs. */
export class FolderSync {
  private readonly running = new Map<string, Promise<void>>();
  private readonly next = new Map<string, Promise<void>>();

  /** Resolves when everything renamed into `folder` before the call lasts. */
  async sync(folder: string): Promise<void> {
    const running = this.running.get(folder);
    if (!running) return this.begin(folder);
    const next =
      this.next.get(folder) ??
      running
        .catch(() => undefined)
        .then(() => {
          this.next.delete(folder);
          return this.begin(folder);
        });
    this.next.set(folder, next);
    return next;
  }

  /** Makes a folder and those above it, lasting. */
  async make(folder: string): Promise<void> {
    const first = await mkdir(folder, { recursive: true });
    if (first === undefined) return;
    // Each new folder is an entry of the one above it.
    for (let made = folder; made.length >= first.length; made = dirname(made)) await this.sync(dirname(made));
  }

  private begin(folder: string): Promise<void> {
    const run = sync(folder).finally(() => this.running.delete(folder));
    this.running.set(folder, run);
    return run;
  }
}
