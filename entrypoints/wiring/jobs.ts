/** The repeatable jobs. */
import { PROCESSING_GROUP, PROCESSING_HIGH_GROUP } from '../../consumers/processing';
import { pruneFeed } from '../../feed/prune';
import { RepeatableJob } from '../../jobs/repeatable-job';
import type { Service } from '../../platform/service';
import { keepHouse } from '../../services/housekeeping';
import { removeOrphanedOutputs } from '../../services/housekeeping/sweeps';
import { recordRun } from '../../services/job-runs';
import { engineParts } from './engine';
import type { Shared } from './shared';

/** A stored document without a row is an orphan only when its settlement can no longer be under way, in ms. */
const ORPHANED_AFTER_MS = 10 * 60_000;

export function wireJobs({ config, logger, database, broker }: Shared): Service[] {
  const { transfer, outputs } = engineParts(config);
  const deps = {
    database,
    broker,
    transfer,
    logger,
    processingGroups: { normal: PROCESSING_GROUP, high: PROCESSING_HIGH_GROUP },
    pruneFeed: () => pruneFeed(database, config.feed.retentionMs, 50_000),
    settings: {
      transferRetentionMs: config.housekeeping.transferRetentionMs,
      publishedRetentionMs: config.feed.retentionMs,
    },
  };
  return [
    new RepeatableJob(
      {
        name: 'housekeeping',
        everyMs: config.housekeeping.everyMs,
        redis: config.redis,
        run: () => recordRun(database, 'housekeeping', () => keepHouse(deps)),
      },
      logger,
    ),
    // A job of its own, and seldom: it looks at every stored document.
    new RepeatableJob(
      {
        name: 'orphaned-outputs',
        everyMs: ORPHANED_AFTER_MS,
        redis: config.redis,
        run: () => recordRun(database, 'orphaned-outputs', async () => ({ repaired: await removeOrphanedOutputs(database, outputs, ORPHANED_AFTER_MS) })),
      },
      logger,
    ),
  ];
}
