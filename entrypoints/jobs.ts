/** One process of the role jobs. */
import 'reflect-metadata';
import { loadConfig } from '../platform/config';
import { runProcess } from '../platform/process';
import { wireJobs } from './wiring/jobs';
import { shareParts } from './wiring/shared';

void runProcess(loadConfig('jobs'), (config, logger) => {
  const { shared, services } = shareParts(config, logger, { kafkaNeeded: false });
  return { services: [...services, ...wireJobs(shared)] };
});
