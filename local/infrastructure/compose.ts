/** Kafka, Postgres and Redis out of docker-compose.yml, where a Docker engine answers. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { LaunchError } from '../process/launch-error';
import type { Progress } from '../process/progress';
import { run, tail } from '../process/run';
import type { Infrastructure, PartContext, PartName } from './part';

const ROOT = resolve(__dirname, '../..');
const FILE = join(ROOT, 'docker-compose.yml');

/** Whether an engine answers and Compose is there. A docker command without an engine counts as none. */
export async function composeAvailable(env: NodeJS.ProcessEnv): Promise<boolean> {
  if (!existsSync(FILE)) return false;
  const engine = await run('docker', ['info', '--format', '{{.ServerVersion}}'], { env, timeoutMs: 4_000 });
  if (engine.code !== 0) return false;
  return (await run('docker', ['compose', 'version'], { env, timeoutMs: 4_000 })).code === 0;
}

export interface ComposeOptions {
  readonly context: PartContext;
  readonly missing: readonly PartName[];
  readonly given: (part: PartName) => string | undefined;
  readonly progress: Progress;
}

/** Starts the missing parts as services of one project for each home; their data are its volumes. */
export async function startCompose({ context, missing, given, progress }: ComposeOptions): Promise<Infrastructure> {
  const sinceMs = Date.now();
  const project = `oms-${createHash('sha256').update(resolve(context.home)).digest('hex').slice(0, 8)}`;
  const compose = (args: readonly string[], env: NodeJS.ProcessEnv, timeoutMs: number) =>
    run('docker', ['compose', '--project-name', project, '--file', FILE, ...args], { cwd: ROOT, env, timeoutMs });
  const running = (await compose(['ps', '--services', '--status', 'running'], context.env, 10_000)).output.split('\n');
  const port = async (part: PartName) => String(await context.ports.port(part, running.includes(part)));
  const ports = { kafka: await port('kafka'), postgres: await port('postgres'), redis: await port('redis') };
  const env = { ...context.env, OMS_KAFKA_PORT: ports.kafka, OMS_POSTGRES_PORT: ports.postgres, OMS_REDIS_PORT: ports.redis };
  const up = async () => {
    const result = await compose(['up', '--detach', '--wait', ...missing], env, 300_000);
    if (result.code !== 0) {
      const logs = `docker compose --project-name ${project} logs`;
      throw new LaunchError(`Docker Compose could not start ${missing.join(', ')}; see "${logs}". What was said:\n${tail(result.output)}`);
    }
  };
  progress.note('Docker Compose', `project ${project}: ${missing.join(', ')}`);
  await up();
  progress.done('Docker Compose', missing.map((part) => `${part} on port ${ports[part]}`).join(', '), sinceMs);
  return {
    databaseUrl: given('postgres') ?? `postgres://oms:oms@127.0.0.1:${ports.postgres}/oms`,
    kafkaBrokers: given('kafka') ?? `127.0.0.1:${ports.kafka}`,
    redisUrl: given('redis') ?? `redis://127.0.0.1:${ports.redis}`,
    pids: {},
    revive: async () => [],
    stop: async () => {
      await compose(['stop', '--timeout', '8', ...missing], env, 20_000);
    },
  };
}
