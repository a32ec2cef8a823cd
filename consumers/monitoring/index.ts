/** The monitoring consumer: oms.monitoring.v1, batches to watch and requests to ask about again. */
import type { IncomingRecord, RecordHandler } from '../../events/ports';
import type { MonitoringService } from '../../services/monitoring';
import type { Decoder } from '../decoder';

export const MONITORING_GROUP = 'oms-monitoring';

const RETRY = 'oms.monitoring.retry-requested';
const isRetry = (record: IncomingRecord) => record.headers.ce_type?.toString() === RETRY;

export function createMonitoringHandler(decoder: Decoder, service: MonitoringService): RecordHandler {
  return async (records) => {
    const enrolments = await decoder.decode(records.filter((record) => !isRetry(record)), 'oms.monitoring.requested');
    await service.enrol(enrolments.map(({ value }) => value.batchId));
    const retries = await decoder.decode(records.filter(isRetry), RETRY);
    await service.retry(retries.map(({ value }) => value));
  };
}
