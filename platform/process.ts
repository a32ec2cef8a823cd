/** One process: starts its services in order, says when it is ready, and stops them in reverse order at SIGTERM or SIGINT. */
import type { Config } from './config';
import { armCrashPoint } from './crash-points';
import { createLogger, type Logger } from './logging';
import { collectProcessMetrics } from './metrics';
import { OpsServer } from './ops-server';
import type { Readiness, Service } from './service';
import { worst } from './together';

/** Everything must be let go of within this time after a signal, in ms; the design promises 10 s. */
const STOP_DEADLINE_MS = 9_000;

/** What a ready process tells its parent over IPC, where it has one. */
export interface ReadyMessage {
  readonly type: 'ready';
  readonly role: string;
  /** Health and metrics. */
  readonly opsUrl: string;
  /** Public addresses of what listens, by role. */
  readonly urls: Readonly<Record<string, string>>;
}

export interface Wiring {
  readonly services: readonly Service[];
  /** Called once all have started. */
  urls?(): Record<string, string>;
}

/** Ends the process, cleanly where that still works, with exit code 1: for what only a new process can put right. */
export type EndProcess = (reason: string) => void;

/**
 * Builds, starts and runs until a signal. Exit code 0 after a clean stop, 1 when something could not start or stop.
 * `build` only constructs; it opens nothing.
 */
export async function runProcess(config: Config, build: (config: Config, logger: Logger, end: EndProcess) => Wiring): Promise<void> {
  const logger = createLogger({ role: config.role, level: config.logLevel });
  armCrashPoint(config.crashAt);
  collectProcessMetrics();
  const started: Service[] = [];
  let stopping = false;

  const stop = async (code: number) => {
    if (stopping) return;
    stopping = true;
    const deadline = setTimeout(() => {
      logger.error('did not stop in time');
      process.exit(1);
    }, STOP_DEADLINE_MS);
    for (const service of started.reverse()) {
      await service.stop().catch((error: unknown) => logger.error({ err: error, service: service.name }, 'stopped badly'));
    }
    clearTimeout(deadline);
    logger.info('stopped');
    // A parent's IPC channel and idle sockets would keep the process; everything that matters has been let go of.
    process.exit(code);
  };
  const wiring = build(config, logger, (reason) => {
    logger.fatal({ reason }, 'this process ends, to be started again');
    void stop(1);
  });
  const readiness = () => worst(wiring.services);
  const services: Service[] = [...wiring.services, new OpsServer(config.host, config.opsPort, readiness)];
  process.on('SIGTERM', () => void stop(0));
  process.on('SIGINT', () => void stop(0));
  process.on('disconnect', () => void stop(0));
  process.on('unhandledRejection', (reason) => {
    logger.fatal({ err: reason }, 'a rejection nobody handled');
    void stop(1);
  });

  for (const service of services) {
    if (stopping) return;
    try {
      started.push(service);
      await service.start();
      logger.debug({ service: service.name }, 'started');
    } catch (error) {
      logger.fatal({ err: error, service: service.name }, 'could not start');
      process.stderr.write(`${config.role}: ${service.name} could not start: ${(error as Error).message}\n`);
      return stop(1);
    }
  }
  await untilReady(readiness, () => stopping);
  if (stopping) return;
  const ops = services.at(-1) as OpsServer;
  const message: ReadyMessage = { type: 'ready', role: config.role, opsUrl: ops.url, urls: wiring.urls?.() ?? {} };
  logger.info(message, 'ready');
  process.send?.(message);
}

async function untilReady(state: () => Readiness, given: () => boolean): Promise<void> {
  while (!given() && !state().ready) await new Promise((resolve) => setTimeout(resolve, 20));
}
