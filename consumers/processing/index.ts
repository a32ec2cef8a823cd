/** The processing consumers: oms.processing.v1 and oms.processing-high.v1. */
import type { RecordHandler } from '../../events/ports';
import type { ProcessingService } from '../../services/processing';
import type { Decoder, Rule } from '../decoder';

/** The group that reads NORMAL and LOW requests; housekeeping looks at its offsets. */
export const PROCESSING_GROUP = 'oms-processing';
/** The group that reads HIGH ones, so that they never stand behind the others. */
export const PROCESSING_HIGH_GROUP = 'oms-processing-high';

/** An event under another request's key would be out of that one's order. */
const keyIsRequest: Rule<'oms.processing.requested'> = ({ value }, key) =>
  key === value.requestId ? null : `the key is ${key ?? 'missing'}, not the request ${value.requestId}`;

export function createProcessingHandler(decoder: Decoder, service: ProcessingService): RecordHandler {
  return async (records) => {
    const events = await decoder.decode(records, 'oms.processing.requested', keyIsRequest);
    await service.process(events.map(({ tenant, value }) => ({ ...value, tenant })));
  };
}

export function createProcessingHighHandler(decoder: Decoder, service: ProcessingService): RecordHandler {
  return async (records) => {
    const events = await decoder.decode(records, 'oms.processing.requested', keyIsRequest);
    await service.processOnDemand(events.map(({ tenant, value }) => ({ ...value, tenant })));
  };
}
