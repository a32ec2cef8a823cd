/** Every role in one process: what `npm start` runs. */
import 'reflect-metadata';
import { loadConfig } from '../platform/config';
import { runProcess } from '../platform/process';
import { wireGateway } from './wiring/gateway';
import { wireJobs } from './wiring/jobs';
import { wireMonitoring } from './wiring/monitoring';
import { wireProcessing } from './wiring/processing';
import { wireReferenceData } from './wiring/reference-data';
import { wireRelay } from './wiring/relay';
import { shareParts } from './wiring/shared';

void runProcess(loadConfig('all-in-one'), (config, logger) => {
  const { shared, services } = shareParts(config, logger, { kafkaNeeded: true });
  const referenceData = wireReferenceData(shared);
  const { services: gatewayServices, gateway } = wireGateway(shared);
  return {
    services: [
      ...services,
      referenceData,
      ...wireRelay(shared),
      ...wireMonitoring(shared),
      ...wireProcessing(shared),
      ...wireJobs(shared),
      ...gatewayServices,
    ],
    urls: () => ({ 'reference-data': referenceData.url, gateway: gateway.url }),
  };
});
