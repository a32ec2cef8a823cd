/** One process of the role gateway. It starts, and accepts, without Kafka. */
import 'reflect-metadata';
import { loadConfig } from '../platform/config';
import { runProcess } from '../platform/process';
import { wireGateway } from './wiring/gateway';
import { shareParts } from './wiring/shared';

void runProcess(loadConfig('gateway'), (config, logger, end) => {
  const { shared, services } = shareParts(config, logger, end, { kafkaNeeded: false });
  const { services: own, gateway } = wireGateway(shared);
  return { services: [...services, ...own], urls: () => ({ gateway: gateway.url }) };
});
