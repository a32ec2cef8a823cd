/** The processing consumers: oms.processing.v1 and oms.processing-high.v1. */
import type { RecordHandler } from '../../events/ports';
import type { ProcessingService } from '../../services/processing';
import type { Decoder } from '../dead-letters';

/** The group that reads NORMAL and LOW requests; housekeeping looks at its offsets. */
export const PROCESSING_GROUP = 'oms-processing';
/** The group that reads HIGH ones, so that they never stand behind the others. */
export const PROCESSING_HIGH_GROUP = 'oms-processing-high';

export function createProcessingHandler(decoder: Decoder, service: ProcessingService): RecordHandler {
  return async (records) => {
    const events = await decoder.decode(records, 'oms.processing.requested');
    await service.process(events.map(({ tenant, value }) => ({ ...value, tenant })));
  };
}

export function createProcessingHighHandler(decoder: Decoder, service: ProcessingService): RecordHandler {
  return async (records) => {
    const events = await decoder.decode(records, 'oms.processing.requested');
    await service.processOnDemand(events.map(({ tenant, value }) => ({ ...value, tenant })));
  };
}
