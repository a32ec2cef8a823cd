/** One process of the role processing. */
import 'reflect-metadata';
import { loadConfig } from '../platform/config';
import { runProcess } from '../platform/process';
import { wireProcessing } from './wiring/processing';
import { shareParts } from './wiring/shared';

void runProcess(loadConfig('processing'), (config, logger, end) => {
  const { shared, services } = shareParts(config, logger, end, { kafkaNeeded: true });
  return { services: [...services, ...wireProcessing(shared)] };
});
