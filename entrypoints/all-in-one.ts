/** Every role in one process, or those that ROLES names: what `npm start` runs. */
import 'reflect-metadata';
import { loadConfig } from '../platform/config';
import { runProcess } from '../platform/process';
import type { Service } from '../platform/service';
import { wireGateway } from './wiring/gateway';
import { wireJobs } from './wiring/jobs';
import { wireMonitoring } from './wiring/monitoring';
import { wireProcessing } from './wiring/processing';
import { wireReferenceData } from './wiring/reference-data';
import { wireRelay } from './wiring/relay';
import { shareParts, type Shared } from './wiring/shared';

type Wire = (shared: Shared, urls: Record<string, () => string>) => Service[];

/** In the order in which they start: who is asked comes before who asks. */
const ROLES: Readonly<Record<string, Wire>> = {
  'reference-data': (shared, urls) => {
    const service = wireReferenceData(shared);
    urls['reference-data'] = () => service.url;
    return [service];
  },
  relay: wireRelay,
  monitoring: wireMonitoring,
  processing: wireProcessing,
  jobs: wireJobs,
  gateway: (shared, urls) => {
    const { services, gateway } = wireGateway(shared);
    urls.gateway = () => gateway.url;
    return services;
  },
};

void runProcess(loadConfig('all-in-one'), (config, logger, end) => {
  const unknown = config.roles?.filter((role) => !(role in ROLES)) ?? [];
  if (unknown.length > 0) throw new Error(`ROLES names what is no role: ${unknown.join(', ')}; there are ${Object.keys(ROLES).join(', ')}`);
  const { shared, services } = shareParts(config, logger, end, { kafkaNeeded: true });
  const urls: Record<string, () => string> = {};
  const played = Object.entries(ROLES).filter(([role]) => config.roles?.includes(role) ?? true);
  return {
    services: [...services, ...played.flatMap(([, wire]) => wire(shared, urls))],
    urls: () => Object.fromEntries(Object.entries(urls).map(([role, url]) => [role, url()])),
  };
});
