/** The repeatable jobs. */
import { createRenderLedger } from '../../adapters/thunderhead';
import { createDeadLetterListHandler, DEAD_LETTER_LIST_GROUP } from '../../consumers/dead-letter-list';
import { MONITORING_GROUP } from '../../consumers/monitoring';
import { PROCESSING_GROUP, PROCESSING_HIGH_GROUP } from '../../consumers/processing';
import { TOPICS } from '../../events/topics';
import { pruneFeed } from '../../feed/prune';
import { RepeatableJob } from '../../jobs/repeatable-job';
import type { Service } from '../../platform/service';
import { together } from '../../platform/together';
import { keepHouse } from '../../services/housekeeping';
import { removeOrphanedOutputs } from '../../services/housekeeping/sweeps';
import { recordRun } from '../../services/job-runs';
import { LEDGER_RUN, takeLedger } from '../../services/ledger';
import { recoverDueErrors } from '../../services/recovery';
import { RunDriver } from '../../services/retriggering';
import { Rollup } from '../../services/rollup';
import { engineParts } from './engine';
import { deadLetterStore, type Shared } from './shared';

/** A stored document without a row is an orphan only when its settlement can no longer be under way, in ms. */
const ORPHANED_AFTER_MS = 10 * 60_000;

/** The jobs do their work without Kafka: the list of dead letters waits for it alone. */
function deadLetterList({ config, logger, database, broker, end }: Shared): Service {
  const consumer = broker.consumer({
    groupId: DEAD_LETTER_LIST_GROUP,
    topics: [TOPICS.deadLetter],
    from: 'earliest',
    handler: createDeadLetterListHandler({ database, store: deadLetterStore(config) }, logger),
    onStalled: end,
  });
  return {
    name: 'dead-letter list',
    start: () => {
      consumer.start().catch((error: unknown) => logger.warn({ err: error }, 'the dead-letter topic is not followed'));
      return Promise.resolve();
    },
    stop: () => consumer.stop(),
    readiness: () => ({ ready: true }),
  };
}

export function wireJobs(shared: Shared): Service[] {
  const { config, logger, database, broker } = shared;
  const { transfer, outputs } = engineParts(config);
  const deps = {
    database,
    broker,
    transfer,
    logger,
    groups: { processing: PROCESSING_GROUP, processingHigh: PROCESSING_HIGH_GROUP, monitoring: MONITORING_GROUP },
    shelf: deadLetterStore(config),
    pruneFeed: () => pruneFeed(database, config.feed.retentionMs, 50_000),
    settings: {
      transferRetentionMs: config.housekeeping.transferRetentionMs,
      publishedRetentionMs: config.feed.retentionMs,
      deadLetterRetentionMs: config.housekeeping.deadLetterRetentionMs,
    },
  };
  const recovery = { database, logger, retryPolicies: config.retry, settings: config.recovery };
  const ledger = { database, broker, renderLedger: createRenderLedger(config.thunderhead.url) };
  const takesLedger = new RepeatableJob(
    {
      name: 'ledger',
      schedule: { every: config.ledger.everyMs },
      redis: config.redis,
      run: () => recordRun(database, LEDGER_RUN, () => takeLedger(ledger)),
    },
    logger,
  );
  const jobs: Service[] = [
    deadLetterList(shared),
    ...(config.ledger.everyMs > 0 ? [takesLedger] : []),
    new Rollup(database, logger),
    new RunDriver({ database, pace: { ...config.retriggering, outboxMax: config.recovery.outboxMax }, logger }),
    new RepeatableJob(
      { name: 'recovery', schedule: config.recovery.schedule, redis: config.redis, run: (signal) => recoverDueErrors(recovery, signal) },
      logger,
    ),
    new RepeatableJob(
      {
        name: 'housekeeping',
        schedule: { every: config.housekeeping.everyMs },
        redis: config.redis,
        run: () => recordRun(database, 'housekeeping', () => keepHouse(deps)),
      },
      logger,
    ),
    // A job of its own, and seldom: it looks at every stored document.
    new RepeatableJob(
      {
        name: 'orphaned-outputs',
        schedule: { every: ORPHANED_AFTER_MS },
        redis: config.redis,
        run: () => recordRun(database, 'orphaned-outputs', async () => ({ repaired: await removeOrphanedOutputs(database, outputs, ORPHANED_AFTER_MS) })),
      },
      logger,
    ),
  ];
  return [together('jobs', jobs.map((job) => [job]))];
}
