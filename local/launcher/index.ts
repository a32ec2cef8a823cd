/** The whole system on one machine: infrastructure, database, keys, simulator, roles; and all of it stopped again in the opposite order. */
import { join } from 'node:path';
import type { LocalAddresses } from '../../platform/config';
import { ROOT } from '../home';
import { startInfrastructure, type Infrastructure } from '../infrastructure';
import { prepareKeys, startLocalIssuer } from '../issuer';
import { startChild } from '../process/child';
import { logPath } from '../process/daemon';
import { takeHome } from '../process/home-lock';
import { LaunchError } from '../process/launch-error';
import { buildScreens, screensAreBuilt } from '../screens';
import { stopLeftOvers } from '../process/left-overs';
import type { Progress } from '../process/progress';
import { AddressBook } from './address-book';
import { publicPorts } from './public-ports';
import { watchInfrastructure } from './revival';
import { MIGRATE, roleProcesses, SIMULATOR } from './roles';
import { Supervisor } from './supervisor';

export interface LaunchOptions {
  /** Folder of local data. */
  readonly home: string;
  readonly env: NodeJS.ProcessEnv;
  /** Each role a process of its own. */
  readonly separate: boolean;
  /** Whether the admin UI is built where it is not; nothing waits for it. */
  readonly screens: boolean;
  readonly progress: Progress;
  /** Told of what dies and comes back later. */
  readonly say: (line: string) => void;
  /** Stops everything: a start under way is given up. */
  readonly signal: AbortSignal;
}

export interface LaunchedSystem {
  readonly addresses: LocalAddresses;
  /** Within 10 s. Data stays. */
  stop(): Promise<void>;
}

const ROLE_GRACE_MS = 5_000;
const SIMULATOR_GRACE_MS = 1_000;
const MIGRATION_WITHIN_MS = 120_000;

/** Starts it all. Rejects with LaunchError, or with the signal's reason where it was given up, with nothing left running. */
export async function launch(options: LaunchOptions): Promise<LaunchedSystem> {
  const undo: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (let step = undo.pop(); step; step = undo.pop()) {
      await step().catch((error: unknown) => options.say(`could not be stopped cleanly: ${error instanceof Error ? error.message : String(error)}`));
    }
  };
  try {
    return { addresses: await begin(options, undo), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function begin(options: LaunchOptions, undo: (() => Promise<void>)[]): Promise<LocalAddresses> {
  const { home, progress, say, signal } = options;
  const lock = takeHome(home);
  undo.push(async () => lock.release());
  await stopLeftOvers(home);
  const ports = await publicPorts(options.env);
  const book = new AddressBook(home);
  undo.push(async () => book.close());

  if (options.screens) undo.push(buildInBackground(options));
  const issuer = await startLocalIssuer(home);
  undo.push(() => issuer.stop());

  const infrastructure = await startInfrastructure({ home, env: options.env, progress, signal });
  undo.push(() => infrastructure.stop());
  const watcher = watchInfrastructure(infrastructure, book, say);
  undo.push(() => watcher.stop());
  signal.throwIfAborted();

  const { DATABASE_URL, KAFKA_BROKERS, REDIS_URL } = addressesOf(infrastructure);
  const env: NodeJS.ProcessEnv = {
    ...options.env,
    OMS_HOME: home,
    DATABASE_URL,
    KAFKA_BROKERS,
    REDIS_URL,
    THUNDERHEAD_URL: options.env.THUNDERHEAD_URL || `http://127.0.0.1:${ports.THUNDERHEAD_PORT}`,
    REFERENCE_DATA_URL: options.env.REFERENCE_DATA_URL || `http://127.0.0.1:${ports.REFERENCE_DATA_PORT}`,
    LOCAL_ISSUER_URL: options.env.LOCAL_ISSUER_URL || issuer.url,
    PORT: String(ports.PORT),
    THUNDERHEAD_PORT: String(ports.THUNDERHEAD_PORT),
    REFERENCE_DATA_PORT: String(ports.REFERENCE_DATA_PORT),
    TRANSFER_DIR: options.env.TRANSFER_DIR || join(home, 'transfer'),
    SIMULATOR_DIR: join(home, 'simulator'),
  };
  const { THUNDERHEAD_URL, REFERENCE_DATA_URL, LOCAL_ISSUER_URL } = env;
  book.add({ DATABASE_URL, KAFKA_BROKERS, REDIS_URL, THUNDERHEAD_URL, REFERENCE_DATA_URL, LOCAL_ISSUER_URL, pids: { launcher: process.pid, ...infrastructure.pids } });

  const simulator = async () => {
    if (options.env.THUNDERHEAD_URL) return;
    const sinceMs = Date.now();
    const supervisor = new Supervisor({
      ...child(home, 'simulator', SIMULATOR, env),
      onBegin: (pid) => book.add({ pids: { simulator: pid } }),
      onReady: () => undefined,
      say,
    });
    undo.push(() => supervisor.stop(SIMULATOR_GRACE_MS));
    await supervisor.start();
    progress.done('Simulator', `${THUNDERHEAD_URL}`, sinceMs);
  };
  await settled([simulator(), prepareKeys(home), migrate(home, env, progress)]);
  signal.throwIfAborted();

  const supervisors = roleProcesses(options.separate, Boolean(options.env.REFERENCE_DATA_URL)).map(({ name, script, roles, env: own }) => {
    const sinceMs = Date.now();
    let first = true;
    return new Supervisor({
      ...child(home, name, script, { ...env, ...own }),
      onBegin: (pid) => book.add({ pids: Object.fromEntries(roles.map((role) => [role, pid])) }),
      onReady: ({ opsUrl, urls }) => {
        book.add({ ops: opsUrl ? Object.fromEntries(roles.map((role) => [role, opsUrl])) : {}, ...(urls.gateway ? { GATEWAY_URL: urls.gateway } : {}) });
        if (first) progress.done(name, urls[name] ?? roles.filter((role) => role !== name).join(', '), sinceMs);
        first = false;
      },
      say,
    });
  });
  undo.push(async () => {
    await Promise.all(supervisors.map((supervisor) => supervisor.stop(ROLE_GRACE_MS)));
  });
  const abandon = () => supervisors.forEach((supervisor) => void supervisor.stop(ROLE_GRACE_MS));
  signal.addEventListener('abort', abandon, { once: true });
  await settled(supervisors.map((supervisor) => supervisor.start())).finally(() => signal.removeEventListener('abort', abandon));
  signal.throwIfAborted();
  return book.get();
}

/** A start is not worse for a build that fails: the gateway's page says what to do. @returns how to end it. */
function buildInBackground({ progress, say, signal }: LaunchOptions): () => Promise<void> {
  if (screensAreBuilt()) return () => Promise.resolve();
  const sinceMs = Date.now();
  const ending = new AbortController();
  progress.note('Admin UI', 'being built in the background');
  const built = buildScreens(AbortSignal.any([signal, ending.signal])).then(
    () => progress.done('Admin UI', 'built', sinceMs),
    (error: unknown) => {
      if (!signal.aborted && !ending.signal.aborted) say(`the admin UI could not be built: ${error instanceof Error ? error.message : String(error)}`);
    },
  );
  return async () => {
    ending.abort();
    await built;
  };
}

function addressesOf(infrastructure: Infrastructure) {
  return { DATABASE_URL: infrastructure.databaseUrl, KAFKA_BROKERS: infrastructure.kafkaBrokers, REDIS_URL: infrastructure.redisUrl };
}

function child(home: string, name: string, script: string, env: NodeJS.ProcessEnv) {
  return { home, name, script, env, cwd: ROOT, log: logPath(home, name) };
}

async function migrate(home: string, env: NodeJS.ProcessEnv, progress: Progress): Promise<void> {
  const sinceMs = Date.now();
  const migration = startChild(child(home, 'migrate', MIGRATE, env));
  const late = setTimeout(() => migration.kill('SIGKILL'), MIGRATION_WITHIN_MS);
  const { code } = await migration.exited;
  clearTimeout(late);
  if (code !== 0) throw new LaunchError(await migration.ready.then(() => '', (error: Error) => error.message));
  progress.done('Database', 'migrated, with its example data', sinceMs);
}

/** All of them ended one way or the other, so that nothing begins after a failure was answered. */
async function settled(work: readonly Promise<void>[]): Promise<void> {
  const results = await Promise.allSettled(work);
  const failure = results.find((result) => result.status === 'rejected');
  if (failure) throw failure.reason;
}
