/** The gateway: submissions, queries and live status. */
import { createOutputStore } from '../../adapters/output-store';
import { createReferenceDataClient } from '../../adapters/reference-data-client';
import { CursorSealer } from '../../feed/cursor';
import { FeedSubscriptions } from '../../feed/subscriptions';
import { FeedTail } from '../../feed/tail';
import { createGateway, type Gateway } from '../../gateway';
import { createTokenVerifier } from '../../platform/identity';
import type { Service } from '../../platform/service';
import { CircuitBoard } from '../../services/protection/circuit-board';
import { OutboxGauge, SubmissionService } from '../../services/submission';
import type { Shared } from './shared';

export function wireGateway({ config, logger, database, broker }: Shared): { services: Service[]; gateway: Gateway } {
  if (!config.gateway.cursorKey) {
    throw new Error('CURSOR_KEY (or CURSOR_KEY_FILE) is needed: 32 bytes in base64, the same for all gateways');
  }
  const referenceData = createReferenceDataClient({ ...config.referenceData, serviceTokenFile: config.auth.serviceTokenFile });
  const outboxGauge = new OutboxGauge({ database, maxPending: config.gateway.outboxMaxPending });
  const submission = new SubmissionService({
    database,
    referenceData,
    outboxGauge,
    limits: { dataBytes: config.gateway.limits.dataBytes, batch: config.gateway.limits.batch },
  });
  const tail = new FeedTail({ database, broker, instance: config.instance, ringSize: config.feed.ring, logger });
  const gateway = createGateway({
    config: {
      host: config.host,
      port: config.gateway.port,
      publicUrl: config.gateway.publicUrl,
      local: config.local,
      limits: { bodyBytes: config.gateway.limits.bodyBytes, page: config.gateway.limits.page },
      referenceDataUrl: config.referenceData.url,
    },
    database,
    submission,
    referenceData,
    feedSubscriptions: new FeedSubscriptions({ database, tail, bufferSize: config.feed.subscriberBuffer, progressPerSecond: 5 }),
    cursors: new CursorSealer(config.gateway.cursorKey),
    outputStore: createOutputStore(config.outputDir),
    verifyToken: createTokenVerifier(config.auth),
    logger,
    readiness: () => tail.readiness(),
  });
  const circuits = [{ api: 'reference-data' as const, circuit: referenceData.circuit }];
  const board = new CircuitBoard({ database, logger, role: 'gateway', instance: config.instance, circuits });
  return { services: [board, outboxGauge, tail, gateway], gateway };
}
