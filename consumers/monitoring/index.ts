/** The monitoring consumer: oms.monitoring.v1. */
import type { RecordHandler } from '../../events/ports';
import type { MonitoringService } from '../../services/monitoring';
import type { Decoder } from '../dead-letters';

export const MONITORING_GROUP = 'oms-monitoring';

export function createMonitoringHandler(decoder: Decoder, service: MonitoringService): RecordHandler {
  return async (records) => {
    const events = await decoder.decode(records, 'oms.monitoring.requested');
    await service.enrol(events.map(({ value }) => value.batchId));
  };
}
