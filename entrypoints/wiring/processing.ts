/** The processing stage and its two consumers. */
import { createReferenceDataClient } from '../../adapters/reference-data-client';
import { createProcessingHandler, createProcessingHighHandler, PROCESSING_GROUP, PROCESSING_HIGH_GROUP } from '../../consumers/processing';
import type { EventConsumer } from '../../events/ports';
import { TOPICS } from '../../events/topics';
import type { Service } from '../../platform/service';
import { together } from '../../platform/together';
import type { Circuit } from '../../services/ports/circuit';
import { ProcessingService } from '../../services/processing';
import { Enricher } from '../../services/processing/enrichment';
import { CircuitBoard } from '../../services/protection/circuit-board';
import { engineParts } from './engine';
import { asService, decoderOf, type Shared } from './shared';

export function wireProcessing(shared: Shared): Service[] {
  const { config, logger, database, broker, end } = shared;
  const decoder = decoderOf(shared);
  const engine = engineParts(config);
  const referenceData = createReferenceDataClient({ ...config.referenceData, serviceTokenFile: config.auth.serviceTokenFile });
  const service = new ProcessingService({
    database,
    ...engine,
    enricher: new Enricher(referenceData, referenceData.circuit),
    retryPolicies: config.retry,
    logger,
    holder: config.instance,
    settings: config.processing,
    onPressure: (high) => (high ? normal.pause('pressure') : normal.resume('pressure')),
  });
  const normal = broker.consumer({
    groupId: PROCESSING_GROUP,
    topics: [TOPICS.processing],
    from: 'earliest',
    handler: createProcessingHandler(decoder, service),
    onStalled: end,
  });
  const high = broker.consumer({
    groupId: PROCESSING_HIGH_GROUP,
    topics: [TOPICS.processingHigh],
    from: 'earliest',
    handler: createProcessingHighHandler(decoder, service),
    onStalled: end,
  });
  pauseWhileOpen('engine', engine.engineCircuit, [normal, high]);
  pauseWhileOpen('reference data', referenceData.circuit, [normal, high]);
  const board = new CircuitBoard({
    database,
    logger,
    role: 'processing',
    instance: config.instance,
    circuits: [
      { api: 'engine', circuit: engine.engineCircuit },
      { api: 'reference-data', circuit: referenceData.circuit },
    ],
  });
  return [board, service, together('consumers', [[asService('processing consumer', normal)], [asService('processing consumer for HIGH', high)]])];
}

/** What is read would only wait here: it waits in Kafka, where another process may take it. */
function pauseWhileOpen(api: string, circuit: Circuit, consumers: readonly EventConsumer[]): void {
  circuit.onChange((state) => {
    for (const consumer of consumers) {
      if (state === 'closed') consumer.resume(api);
      else consumer.pause(api);
    }
  });
}
