/** The gateway: submissions, queries and live status. */
import { createLocalIssuerClient } from '../../adapters/local-issuer';
import { createOutputStore } from '../../adapters/output-store';
import { createReferenceDataClient } from '../../adapters/reference-data-client';
import { MONITORING_GROUP } from '../../consumers/monitoring';
import { PROCESSING_GROUP, PROCESSING_HIGH_GROUP } from '../../consumers/processing';
import { TOPICS } from '../../events/topics';
import { CursorSealer } from '../../feed/cursor';
import { FeedSubscriptions } from '../../feed/subscriptions';
import { FeedTail } from '../../feed/tail';
import { createGateway, type Gateway } from '../../gateway';
import { createTokenVerifier } from '../../platform/identity';
import { QueueView } from '../../jobs/queue-view';
import type { Service } from '../../platform/service';
import { together } from '../../platform/together';
import { createSystemStatus, ErrorGroups, OperationsNews, type StageGroups } from '../../services/operations';
import { CircuitBoard } from '../../services/protection/circuit-board';
import { OutboxGauge, SubmissionService } from '../../services/submission';
import { deadLetterStore, type Shared } from './shared';

/** Whose lag is shown for each stage. */
const STAGE_GROUPS: StageGroups = {
  PROCESSING: [
    { groupId: PROCESSING_GROUP, topic: TOPICS.processing },
    { groupId: PROCESSING_HIGH_GROUP, topic: TOPICS.processingHigh },
  ],
  MONITORING: [{ groupId: MONITORING_GROUP, topic: TOPICS.monitoring }],
};

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
  const news = new OperationsNews({ broker, instance: config.instance, logger });
  const queueView = new QueueView(config.redis, logger);
  const errorGroups = new ErrorGroups(database);
  const gateway = createGateway({
    config: {
      host: config.host,
      port: config.gateway.port,
      publicUrl: config.gateway.publicUrl,
      traceUrlTemplate: config.gateway.traceUrlTemplate,
      local: config.local,
      limits: { bodyBytes: config.gateway.limits.bodyBytes, page: config.gateway.limits.page, errors: config.gateway.limits.errors },
      subscriberBuffer: config.feed.subscriberBuffer,
      admin: config.gateway.admin,
      referenceDataUrl: config.referenceData.url,
    },
    database,
    submission,
    referenceData,
    feedSubscriptions: new FeedSubscriptions({ database, tail, bufferSize: config.feed.subscriberBuffer, progressPerSecond: 5 }),
    operationsNews: news,
    errorGroups,
    systemStatus: createSystemStatus({
      database,
      broker,
      groups: STAGE_GROUPS,
      errorGroups,
      nextRecoveryRunAt: () => queueView.nextRunAt('recovery'),
    }),
    cursors: new CursorSealer(config.gateway.cursorKey),
    outputStore: createOutputStore(config.outputDir),
    deadLetterShelf: deadLetterStore(config),
    producer: broker.producer,
    verifyToken: createTokenVerifier(config.auth),
    localTokens: config.local ? createLocalIssuerClient(config.gateway.localIssuerUrl) : null,
    queues: queueView.queues,
    logger,
    readiness: () => (news.readiness().ready ? tail.readiness() : news.readiness()),
  });
  const circuits = [{ api: 'reference-data' as const, circuit: referenceData.circuit }];
  const board = new CircuitBoard({ database, logger, role: 'gateway', instance: config.instance, circuits });
  return { services: [together('what the gateway stands on', [[board], [queueView], [outboxGauge], [tail], [news]]), gateway], gateway };
}
