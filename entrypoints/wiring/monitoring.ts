/** The monitoring stage and its consumer. */
import { Decoder } from '../../consumers/dead-letters';
import { createMonitoringHandler, MONITORING_GROUP } from '../../consumers/monitoring';
import { TOPICS } from '../../events/topics';
import type { Service } from '../../platform/service';
import { MonitoringService } from '../../services/monitoring';
import { engineParts } from './engine';
import { asService, type Shared } from './shared';

export function wireMonitoring({ config, logger, database, broker }: Shared): Service[] {
  const service = new MonitoringService({
    database,
    ...engineParts(config),
    retryPolicies: config.retry,
    logger,
    settings: config.monitoring,
  });
  const consumer = broker.consumer({
    groupId: MONITORING_GROUP,
    topics: [TOPICS.monitoring],
    from: 'earliest',
    handler: createMonitoringHandler(new Decoder(broker.producer, logger), service),
  });
  return [service, asService('monitoring consumer', consumer)];
}
