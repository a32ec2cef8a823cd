/** One process of the role monitoring. */
import 'reflect-metadata';
import { loadConfig } from '../platform/config';
import { runProcess } from '../platform/process';
import { wireMonitoring } from './wiring/monitoring';
import { shareParts } from './wiring/shared';

void runProcess(loadConfig('monitoring'), (config, logger, end) => {
  const { shared, services } = shareParts(config, logger, end, { kafkaNeeded: true });
  return { services: [...services, ...wireMonitoring(shared)] };
});
