import Redis from 'ioredis';
import { createOmsClient, type OmsClient } from '../../../client';
import { createKafkaBroker } from '../../../adapters/kafka/broker';
import { createOutputStore } from '../../../adapters/output-store';
import { PROCESSING_GROUP, PROCESSING_HIGH_GROUP } from '../../../consumers/processing';
import { newId } from '../../../domain/ids';
import { TOPICS } from '../../../events/topics';
import { row, rows } from '../../../models/database';
import { configFrom } from '../../../platform/config';
import { createLogger } from '../../../platform/logging';
import { repairLostProcessingEvents } from '../../../services/housekeeping/lost-events';
import { removeOrphanedOutputs, repairNeverEnrolled } from '../../../services/housekeeping/sweeps';
import { eventually } from '../../support/eventually';
import { startSystem, type System } from '../../support/system';
import { allCompleted, submitLetters } from '../claims/world';

describe('housekeeping', () => {
  let system: System;
  let client: OmsClient;

  beforeAll(async () => {
    system = await startSystem({
      roles: { gateway: 1, relay: 1, processing: 1, 'reference-data': 1, jobs: 1 },
      env: { HOUSEKEEPING_MS: '500' },
      simulator: { SIMULATOR_RENDERER: 'load', SIMULATOR_RENDER_MS: '5' },
    });
    client = createOmsClient({ url: system.gatewayUrl(), token: await system.token() });
  });
  afterAll(async () => {
    await client.close();
    await system.stop();
  });

  const progress = async () => {
    const broker = createKafkaBroker(configFrom(system.env, 'test').kafka, 'test', createLogger({ role: 'test', level: 'silent' }));
    return [...(await broker.groupProgress(PROCESSING_GROUP, [TOPICS.processing])), ...(await broker.groupProgress(PROCESSING_HIGH_GROUP, [TOPICS.processingHigh]))];
  };

  it('runs by its schedule, which comes back when Redis has lost everything', async () => {
    const lastRun = () => row<{ at: Date | null }>(system.db, `SELECT max(finished_at) AS at FROM job_runs WHERE job = 'housekeeping'`);
    const first = await eventually('a first run', async () => (await lastRun()).at);
    await eventually('another run', async () => ((await lastRun()).at?.getTime() ?? 0) > first.getTime());
    const redis = new Redis(system.env.REDIS_URL ?? '');
    const keys = await redis.keys(`${system.id}*`);
    expect(await redis.del(keys)).toBe(keys.length);
    redis.disconnect();
    const lost = (await lastRun()).at?.getTime() ?? 0;
    await eventually('a run after the loss', async () => ((await lastRun()).at?.getTime() ?? 0) > lost + 1_000, 25_000);
  });

  it('finds batches that nobody watches, and counts them', async () => {
    const ids = await submitLetters(client, 3);
    await eventually('them at the engine', async () => (await rows(system.db, `SELECT 1 FROM engine_batches WHERE state = 'GENERATING'`)).length === 1);
    expect(await repairNeverEnrolled(system.db)).toBe(0);
    expect(await repairNeverEnrolled(system.db, 0)).toBe(1);
    const monitoring = await system.spawnRole('monitoring');
    await allCompleted(system, ids);
    await system.kill('monitoring', 'SIGTERM', monitoring);
  });

  it('leaves an ACCEPTED request alone while its event waits, and writes a lost event again', async () => {
    await system.kill('processing', 'SIGTERM');
    const ids = await submitLetters(client, 3);
    await eventually('their events to be published', async () => (await rows(system.db, 'SELECT 1 FROM outbox_events')).length === 0);
    expect(await repairLostProcessingEvents(system.db, await progress(), 0)).toBe(0);
    const passed = (await progress()).map((each) => ({ ...each, committed: each.end }));
    // Old, but published a moment ago: since the progress was read, for all that it tells.
    await system.db.query(`UPDATE document_requests SET created_at = created_at - interval '1 hour' WHERE status = 'ACCEPTED'`);
    expect(await repairLostProcessingEvents(system.db, passed, 60_000)).toBe(0);
    expect(await repairLostProcessingEvents(system.db, passed, 0)).toBe(3);
    expect(await repairLostProcessingEvents(system.db, passed, 0)).toBe(0);
    await system.restart('processing');
    await system.restart('monitoring');
    await allCompleted(system, ids);
  });

  it('removes stored documents that no request refers to, and no other', async () => {
    const outputs = createOutputStore(configFrom(system.env, 'test').outputDir);
    const orphan = await outputs.putBytes(newId(), Buffer.from('nobody asked for this'));
    const [kept] = await rows<{ key: string }>(system.db, 'SELECT store_key AS key FROM document_outputs LIMIT 1');
    expect(await removeOrphanedOutputs(system.db, outputs, 0)).toBe(1);
    await expect(outputs.open(orphan.key)).rejects.toMatchObject({ code: 'ENOENT' });
    (await outputs.open(kept?.key ?? '')).stream.destroy();
  });
});
