/** The processing stage and its two consumers. */
import { createReferenceDataClient } from '../../adapters/reference-data-client';
import { Decoder } from '../../consumers/dead-letters';
import { createProcessingHandler, createProcessingHighHandler, PROCESSING_GROUP, PROCESSING_HIGH_GROUP } from '../../consumers/processing';
import { TOPICS } from '../../events/topics';
import type { Service } from '../../platform/service';
import { ProcessingService } from '../../services/processing';
import { Enricher } from '../../services/processing/enrichment';
import { engineParts } from './engine';
import { asService, type Shared } from './shared';

export function wireProcessing({ config, logger, database, broker }: Shared): Service[] {
  const decoder = new Decoder(broker.producer, logger);
  const service = new ProcessingService({
    database,
    ...engineParts(config),
    enricher: new Enricher(createReferenceDataClient({ ...config.referenceData, serviceTokenFile: config.auth.serviceTokenFile })),
    retryPolicies: config.retry,
    logger,
    holder: config.instance,
    settings: config.processing,
    onPressure: (high) => (high ? normal.pause() : normal.resume()),
  });
  const normal = broker.consumer({
    groupId: PROCESSING_GROUP,
    topics: [TOPICS.processing],
    from: 'earliest',
    handler: createProcessingHandler(decoder, service),
  });
  const high = broker.consumer({
    groupId: PROCESSING_HIGH_GROUP,
    topics: [TOPICS.processingHigh],
    from: 'earliest',
    handler: createProcessingHighHandler(decoder, service),
  });
  return [service, asService('processing consumer', normal), asService('processing consumer for HIGH', high)];
}
