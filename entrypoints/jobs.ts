/** One process of the role jobs. */
import 'reflect-metadata';
import { loadConfig } from '../platform/config';
import { runProcess } from '../platform/process';
import { wireJobs } from './wiring/jobs';
import { shareParts } from './wiring/shared';

void runProcess(loadConfig('jobs'), (config, logger, end) => {
  const { shared, services } = shareParts(config, logger, end, { kafkaNeeded: false });
  return { services: [...services, ...wireJobs(shared)] };
});
