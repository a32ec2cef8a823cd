/** Postgres as processes, out of the binaries that npm installed. */
import { chownSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { leftOver, startDaemon } from '../process/daemon';
import { LaunchError } from '../process/launch-error';
import { run, tail } from '../process/run';
import { localPart, type PartContext, type StartedPart } from './part';
import { postgresBinaries } from './postgres-binaries';
import { plainUser, type RunAs } from './plain-user';

const USER = 'oms';
const DATABASE = 'oms';

export async function startPostgres(context: PartContext): Promise<StartedPart> {
  const { home, env, ports, signal } = context;
  const binaries = await postgresBinaries();
  const port = await ports.port('postgres', leftOver(home, 'postgres') !== null);
  const folder = join(home, 'postgres');
  const data = join(folder, 'data');
  mkdirSync(folder, { recursive: true });
  const runAs = await plainUser([binaries.folder, folder]);
  const environment = { ...env, LD_LIBRARY_PATH: binaries.libraries, LC_ALL: 'C', PGDATABASE: undefined, PGHOST: undefined };
  if (runAs.uid !== undefined) chownSync(folder, runAs.uid, runAs.gid ?? runAs.uid);
  if (!existsSync(data)) await initialise(binaries.initdb, folder, runAs, environment);

  const settings = { listen_addresses: '127.0.0.1', port, unix_socket_directories: '', max_connections: 200, shared_buffers: '128MB', max_wal_size: '1GB' };
  const args = ['-D', data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
  const daemon = await startDaemon({
    name: 'postgres',
    home,
    ...runAs.wrap(binaries.postgres, args),
    cwd: folder,
    env: environment,
    ready: () => accepts(port),
    readyWithinMs: 30_000,
    // Fast shutdown: open sessions are ended, not waited for.
    stopSignal: 'SIGINT',
    stopWithinMs: 3_500,
    signal,
  });
  return localPart(`postgres://${USER}@127.0.0.1:${port}/${DATABASE}`, 'a process of its own', daemon);
}

/** Made beside and renamed, so that a start which is killed here leaves no half of a cluster. */
async function initialise(initdb: string, folder: string, runAs: RunAs, env: NodeJS.ProcessEnv): Promise<void> {
  const fresh = join(folder, 'data.new');
  rmSync(fresh, { recursive: true, force: true });
  const args = ['-D', fresh, '-U', USER, '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-instructions'];
  const { command, args: wrapped, ...ids } = runAs.wrap(initdb, args);
  const result = await run(command, wrapped, { ...ids, cwd: folder, env, timeoutMs: 60_000 });
  if (result.code !== 0) throw new LaunchError(`Postgres could not make its data in ${folder}; is the disk full, or the folder not ours to write?\n${tail(result.output)}`);
  renameSync(fresh, join(folder, 'data'));
}

/** Ready means: it takes our database, made here when it is not there yet. */
async function accepts(port: number): Promise<boolean> {
  const client = new Client({ host: '127.0.0.1', port, user: USER, database: 'postgres', connectionTimeoutMillis: 2_000, ssl: false });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}
