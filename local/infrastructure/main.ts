/**
 * The infrastructure alone, for tests: `OMS_HOME=… node -r ./compile/register.cjs local/infrastructure/main.ts`. Tells its parent over IPC
 * `{ type: 'ready', infrastructure }` or `{ type: 'failed', message, inUse }`, and ends, with all that it started, on SIGTERM, SIGINT or
 * when the parent is gone. Children that tests left in this home are ended too.
 */
import { homeFolder } from '../home';
import { HomeInUse, takeHome } from '../process/home-lock';
import { LaunchError } from '../process/launch-error';
import { stopLeftOvers } from '../process/left-overs';
import { progressLines } from '../process/progress';
import { startInfrastructure } from './index';

async function main(): Promise<void> {
  const home = homeFolder(process.env);
  const lock = takeHome(home);
  await stopLeftOvers(home);
  const giveUp = new AbortController();
  let stopping: Promise<void> | null = null;
  const started = startInfrastructure({ home, env: process.env, signal: giveUp.signal, shortLived: true, progress: progressLines((line) => process.stderr.write(line)) });
  const stop = () => {
    giveUp.abort();
    stopping ??= stopLeftOvers(home)
      .then(async () => (await started).stop())
      .catch(() => undefined)
      .then(() => {
        lock.release();
        process.exit(0);
      });
  };
  process.on('SIGTERM', stop).on('SIGINT', stop).on('disconnect', stop);
  try {
    const { databaseUrl, kafkaBrokers, redisUrl, pids } = await started;
    process.send?.({ type: 'ready', infrastructure: { databaseUrl, kafkaBrokers, redisUrl, pids } });
    // Keeps the process alive without a parent too.
    setInterval(() => undefined, 60_000);
  } catch (error) {
    // Told to stop while it started: what there is of it is being stopped.
    if (stopping !== null) return;
    lock.release();
    throw error;
  }
}

main().catch((error: unknown) => {
  const known = error instanceof LaunchError;
  process.stderr.write(`${known ? error.message : String(error instanceof Error ? error.stack : error)}\n`);
  process.exitCode = 1;
  const message = error instanceof Error ? error.message : String(error);
  process.send?.({ type: 'failed', message, inUse: error instanceof HomeInUse }, () => process.exit(1));
});
