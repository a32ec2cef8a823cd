/** One process of the role relay. */
import 'reflect-metadata';
import { loadConfig } from '../platform/config';
import { runProcess } from '../platform/process';
import { wireRelay } from './wiring/relay';
import { shareParts } from './wiring/shared';

void runProcess(loadConfig('relay'), (config, logger, end) => {
  const { shared, services } = shareParts(config, logger, end, { kafkaNeeded: true });
  return { services: [...services, ...wireRelay(shared)] };
});
