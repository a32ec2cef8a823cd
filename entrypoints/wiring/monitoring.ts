/** The monitoring stage and its consumer. */
import { createMonitoringHandler, MONITORING_GROUP } from '../../consumers/monitoring';
import { TOPICS } from '../../events/topics';
import type { Service } from '../../platform/service';
import { MonitoringService } from '../../services/monitoring';
import { CircuitBoard } from '../../services/protection/circuit-board';
import { engineParts } from './engine';
import { asService, decoderOf, type Shared } from './shared';

export function wireMonitoring(shared: Shared): Service[] {
  const { config, logger, database, broker, end } = shared;
  const engine = engineParts(config);
  const service = new MonitoringService({
    database,
    ...engine,
    retryPolicies: config.retry,
    logger,
    settings: config.monitoring,
  });
  const consumer = broker.consumer({
    groupId: MONITORING_GROUP,
    topics: [TOPICS.monitoring],
    from: 'earliest',
    handler: createMonitoringHandler(decoderOf(shared), service),
    onStalled: end,
  });
  const circuits = [{ api: 'engine' as const, circuit: engine.engineCircuit }];
  const board = new CircuitBoard({ database, logger, role: 'monitoring', instance: config.instance, circuits });
  return [board, service, asService('monitoring consumer', consumer)];
}
