/** Every role in one process, or those that ROLES names: what `npm start` runs. */
import 'reflect-metadata';
import { loadConfig } from '../platform/config';
import { runProcess } from '../platform/process';
import type { Service } from '../platform/service';
import { together } from '../platform/together';
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

const ASKED = 'reference-data';

void runProcess(loadConfig('all-in-one'), (config, logger, end) => {
  const unknown = config.roles?.filter((role) => !(role in ROLES)) ?? [];
  if (unknown.length > 0) throw new Error(`ROLES names what is no role: ${unknown.join(', ')}; there are ${Object.keys(ROLES).join(', ')}`);
  const { shared, services } = shareParts(config, logger, end, { kafkaNeeded: true });
  const urls: Record<string, () => string> = {};
  const played = Object.entries(ROLES).filter(([role]) => config.roles?.includes(role) ?? true);
  const wired = played.map(([role, wire]) => ({ role, services: wire(shared, urls) }));
  // Others still ask the Reference Data API while they finish what is under way; beyond that no role waits for another.
  const asked = wired.filter(({ role }) => role === ASKED).flatMap((each) => each.services);
  const askers = wired.filter(({ role }) => role !== ASKED).map((each) => each.services);
  return {
    services: [...services, ...asked, together('roles', askers)],
    urls: () => Object.fromEntries(Object.entries(urls).map(([role, url]) => [role, url()])),
  };
});
