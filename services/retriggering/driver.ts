/** Drives runs by the clock. Any number of processes may: each step is taken by whoever comes first, and by one alone. */
import type { Sequelize } from 'sequelize';
import type { Logger } from '../../platform/logging';
import type { Readiness, Service } from '../../platform/service';
import { stepDueRun, type Pace } from './step';

/** Between two looks for due runs, in ms. */
const LOOK_EVERY_MS = 100;
const RETRY_MS = 1_000;

export interface RunDriverOptions {
  readonly database: Sequelize;
  readonly pace: Pace;
  readonly logger: Logger;
}

export class RunDriver implements Service {
  readonly name = 'retrigger runs';
  private loop: Promise<void> | null = null;
  private stopped = false;

  constructor(private readonly options: RunDriverOptions) {}

  start(): Promise<void> {
    this.loop = this.run();
    return Promise.resolve();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.loop;
  }

  readiness(): Readiness {
    return { ready: true };
  }

  private async run(): Promise<void> {
    const { database, pace, logger } = this.options;
    while (!this.stopped) {
      let restMs = LOOK_EVERY_MS;
      try {
        while (!this.stopped && (await stepDueRun(database, pace)));
      } catch (error) {
        logger.warn({ reason: (error as Error).message }, 'a retrigger run could not be driven; its step will be taken again');
        restMs = RETRY_MS;
      }
      await new Promise((resolve) => setTimeout(resolve, restMs));
    }
  }
}
