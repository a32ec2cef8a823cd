/** Rolls up by the clock. Any number of processes may: a lane lets one at a time work, and whoever dies lets go of it. */
import type { Sequelize } from 'sequelize';
import { Lane } from '../../events/relay/lane';
import { rows } from '../../models/database';
import type { Logger } from '../../platform/logging';
import type { Readiness, Service } from '../../platform/service';
import { rollUpPage } from './roll-up';

/** Between two looks whether the feed has gone on, in ms: the figures are about that much behind. */
const LOOK_EVERY_MS = 2_000;
/** Among the lanes of the relay, which has 1 to 4, 101 and 102. */
const LOCK = 201;

export class Rollup implements Service {
  readonly name = 'rollup';
  private readonly lane: Lane;
  private timer: NodeJS.Timeout | null = null;
  private looking: Promise<void> | null = null;

  constructor(
    private readonly database: Sequelize,
    private readonly logger: Logger,
  ) {
    this.lane = new Lane(database, { name: 'rollup', lock: LOCK, work: (transaction) => rollUpPage(database, transaction) }, logger);
  }

  start(): Promise<void> {
    this.timer = setInterval(() => {
      this.looking ??= this.look().finally(() => {
        this.looking = null;
      });
    }, LOOK_EVERY_MS);
    return Promise.resolve();
  }

  /** Waits for the page under way, no more. */
  async stop(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    await this.looking;
    await this.lane.stop();
  }

  readiness(): Readiness {
    return { ready: true };
  }

  private async look(): Promise<void> {
    try {
      const behind = await rows(this.database, 'SELECT 1 FROM feed_state f CROSS JOIN rollup_state r WHERE f.position > r.position');
      if (behind.length > 0) this.lane.wake();
    } catch (error) {
      this.logger.debug({ reason: (error as Error).message }, 'the feed cannot be looked at; the figures wait');
    }
  }
}
