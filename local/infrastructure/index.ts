/**
 * Kafka, Postgres and Redis for one machine: named by the environment, or from Docker Compose where an engine answers, or as
 * processes of our own. `part.ts` says what a part is, `packages.ts` where programs come from, one file for each part.
 */
import { LaunchError } from '../process/launch-error';
import { PortBook } from '../process/ports';
import type { Progress } from '../process/progress';
import { composeAvailable, startCompose } from './compose';
import { startKafka } from './kafka';
import { PARTS, type Infrastructure, type PartContext, type PartName, type StartedPart } from './part';
import { startPostgres } from './postgres';
import { startRedis } from './redis';

export interface InfrastructureOptions {
  /** Folder of local data; made if missing. Held by the caller (`takeHome`). */
  readonly home: string;
  /** DATABASE_URL, KAFKA_BROKERS and REDIS_URL name what already runs; the rest is handed on. */
  readonly env: NodeJS.ProcessEnv;
  readonly progress: Progress;
  /** Will be stopped within minutes: starting fast is worth more than working fast. */
  readonly shortLived?: boolean;
  /** Gives the start up when aborted. */
  readonly signal?: AbortSignal;
}

export type { Infrastructure } from './part';

const VARIABLE = { kafka: 'KAFKA_BROKERS', postgres: 'DATABASE_URL', redis: 'REDIS_URL' } as const satisfies Record<PartName, string>;
const LOCAL: Record<PartName, (context: PartContext) => Promise<StartedPart>> = {
  kafka: startKafka,
  postgres: startPostgres,
  redis: startRedis,
};
const LABEL: Record<PartName, string> = { kafka: 'Kafka', postgres: 'Postgres', redis: 'Redis' };

const elsewhere = (address: string, variable: string): StartedPart => ({
  address,
  pid: null,
  origin: `given by ${variable}`,
  isRunning: () => true,
  stop: async () => undefined,
});

/** Starts or finds all three at once. Rejects with LaunchError, with nothing left running. */
export async function startInfrastructure(options: InfrastructureOptions): Promise<Infrastructure> {
  const { home, env, progress, signal, shortLived = false } = options;
  const context: PartContext = { home, env, ports: new PortBook(home), signal, shortLived, note: (part, detail) => progress.note(LABEL[part], detail) };
  const missing = PARTS.filter((part) => !env[VARIABLE[part]]);
  const useCompose = missing.length > 0 && (await composeAvailable(env));

  const begin = async (part: PartName): Promise<StartedPart> => {
    const sinceMs = Date.now();
    const given = env[VARIABLE[part]];
    const started = given ? elsewhere(given, VARIABLE[part]) : await LOCAL[part](context);
    progress.done(LABEL[part], `${given ? '' : `${started.address}, `}${started.origin}`, sinceMs);
    return started;
  };

  if (useCompose) return startCompose({ context, missing, given: (part) => env[VARIABLE[part]], progress });
  const results = await Promise.allSettled(PARTS.map(begin));
  const parts = new Map<PartName, StartedPart>();
  results.forEach((result, index) => result.status === 'fulfilled' && parts.set(PARTS[index]!, result.value));
  const stop = async () => {
    await Promise.all([...parts.values()].map((part) => part.stop()));
  };
  const failures = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as Error] : []));
  if (failures.length > 0) {
    await stop();
    const strange = failures.find((failure) => !(failure instanceof LaunchError));
    throw strange ?? new LaunchError(failures.map((failure) => failure.message).join('\n'));
  }
  return {
    databaseUrl: parts.get('postgres')!.address,
    kafkaBrokers: parts.get('kafka')!.address,
    redisUrl: parts.get('redis')!.address,
    get pids() {
      return Object.fromEntries([...parts].flatMap(([name, part]) => (part.pid === null ? [] : [[name, part.pid]])));
    },
    revive: async () => {
      const dead = PARTS.filter((name) => !parts.get(name)!.isRunning());
      await Promise.all(dead.map(async (name) => parts.set(name, await begin(name))));
      return dead;
    },
    stop,
  };
}
