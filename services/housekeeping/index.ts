/** Housekeeping as its job sees it: one round of everything. Any number of instances may run it at once. */
import type { Sequelize } from 'sequelize';
import { rows } from '../../models/database';
import type { EventBroker, GroupProgress } from '../../events/ports';
import { TOPICS } from '../../events/topics';
import type { Logger } from '../../platform/logging';
import { gauge } from '../../platform/metrics';
import { forgetDeadLetters } from '../dead-letters';
import type { TransferFolder } from '../ports/document-engine';
import type { OutputStore } from '../ports/output-store';
import { forgetRuns } from '../recovery/recovery-runs';
import { forgetOldIntervals } from '../rollup';
import { repairLostProcessingEvents, repairLostRetryEvents } from './lost-events';
import { clearTransferFolder, forgetPublishedRanges } from './retention';
import { repairNeverEnrolled } from './sweeps';

export interface HousekeepingDeps {
  readonly database: Sequelize;
  readonly broker: Pick<EventBroker, 'groupProgress'>;
  readonly transfer: TransferFolder;
  readonly logger: Logger;
  readonly groups: {
    /** Reads NORMAL and LOW processing events. */
    readonly processing: string;
    readonly processingHigh: string;
    readonly monitoring: string;
  };
  readonly pruneFeed: () => Promise<number>;
  /** Where dead letters stand whole. */
  readonly shelf: OutputStore;
  readonly settings: { readonly transferRetentionMs: number; readonly publishedRetentionMs: number; readonly deadLetterRetentionMs: number };
}

export interface HousekeepingResult {
  /** Outbox rows that have waited for more than a minute: the relay or Kafka is away. */
  readonly staleOutbox: number;
  readonly repaired: number;
  readonly failures: readonly string[];
}

const RECOVERY_RUNS_KEPT_MS = 24 * 3_600_000;
const staleOutboxGauge = gauge('oms_outbox_stale_events', 'Outbox rows older than a minute, at the last housekeeping');

/** Does every task even where another fails; what failed is named in the result and logged. */
export async function keepHouse(deps: HousekeepingDeps): Promise<HousekeepingResult> {
  const { database, settings } = deps;
  const failures: string[] = [];
  const task = async (name: string, work: () => Promise<number>): Promise<number> => {
    try {
      return await work();
    } catch (error) {
      failures.push(name);
      deps.logger.warn({ task: name, reason: (error as Error).message }, 'a housekeeping task failed');
      return 0;
    }
  };
  const staleOutbox = await task('stale outbox', () => countStaleOutbox(database));
  staleOutboxGauge.set(staleOutbox);
  if (staleOutbox > 0) deps.logger.warn({ events: staleOutbox }, 'outbox rows wait for more than a minute: is a relay running, is Kafka there?');
  let repaired = await task('lost events', async () => {
    const progress = await readProgress(deps);
    return (await repairLostProcessingEvents(database, progress)) + (await repairLostRetryEvents(database, progress));
  });
  repaired += await task('never enrolled', () => repairNeverEnrolled(database));
  await task('transfer folder', () => clearTransferFolder(database, deps.transfer, settings.transferRetentionMs));
  await task('published ranges', async () => {
    await forgetPublishedRanges(database, settings.publishedRetentionMs);
    return 0;
  });
  await task('old intervals', async () => {
    await forgetOldIntervals(database);
    return 0;
  });
  await task('recovery runs', async () => {
    await forgetRuns(database, RECOVERY_RUNS_KEPT_MS);
    return 0;
  });
  await task('dead letters', () => forgetDeadLetters({ database, store: deps.shelf }, settings.deadLetterRetentionMs));
  await task('status feed', deps.pruneFeed);
  return { staleOutbox, repaired, failures };
}

async function readProgress({ broker, groups }: HousekeepingDeps): Promise<GroupProgress[]> {
  const each = await Promise.all([
    broker.groupProgress(groups.processing, [TOPICS.processing]),
    broker.groupProgress(groups.processingHigh, [TOPICS.processingHigh]),
    broker.groupProgress(groups.monitoring, [TOPICS.monitoring]),
  ]);
  return each.flat();
}

async function countStaleOutbox(db: Sequelize): Promise<number> {
  const [found] = await rows<{ stale: number }>(
    db,
    `SELECT count(*) AS stale FROM (SELECT 1 FROM outbox_events WHERE created_at < clock_timestamp() - interval '1 minute' LIMIT 100000) o`,
  );
  return found?.stale ?? 0;
}
