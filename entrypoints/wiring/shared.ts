/** entrypoints/wiring: how each role is put together; the process files beside this folder pick one role, or all. This file: what roles share. */
import { join } from 'node:path';
import type { Sequelize } from 'sequelize';
import { createKafkaBroker } from '../../adapters/kafka/broker';
import { createOutputStore } from '../../adapters/output-store';
import { DeadLetters } from '../../consumers/dead-letters';
import { Decoder } from '../../consumers/decoder';
import type { EventBroker } from '../../events/ports';
import { openDatabase } from '../../models/database';
import type { Config } from '../../platform/config';
import { BackgroundConnection } from '../../platform/connection';
import type { Logger } from '../../platform/logging';
import type { EndProcess } from '../../platform/process';
import type { Service } from '../../platform/service';
import { recordPoison } from '../../services/poison';
import type { OutputStore } from '../../services/ports/output-store';

/** The parts that roles in one process have in common. */
export interface Shared {
  readonly config: Config;
  readonly logger: Logger;
  readonly database: Sequelize;
  readonly broker: EventBroker;
  readonly end: EndProcess;
}

/** Constructs them and says how they are started and stopped: before, and after, every role. */
export function shareParts(
  config: Config,
  logger: Logger,
  end: EndProcess,
  options: { kafkaNeeded: boolean },
): { shared: Shared; services: Service[] } {
  const database = openDatabase({ ...config.database, applicationName: `oms-${config.role}` });
  const broker = createKafkaBroker(config.kafka, config.instance, logger);
  const services: Service[] = [
    new BackgroundConnection({
      name: 'database',
      connect: () => database.authenticate(),
      disconnect: () => database.close(),
      logger,
      needed: true,
    }),
    new BackgroundConnection({
      name: 'kafka',
      connect: () => broker.connect(),
      disconnect: () => broker.disconnect(),
      state: () => broker.readiness(),
      logger,
      needed: options.kafkaNeeded,
    }),
  ];
  return { shared: { config, logger, database, broker, end }, services };
}

/** Decodes what consumers of this process read; what cannot be read becomes a dead letter. */
export function decoderOf({ config, logger, database, broker }: Shared): Decoder {
  const deadLetters = new DeadLetters({
    producer: broker.producer,
    store: deadLetterStore(config),
    recordPoison: (poisoned) => recordPoison(database, poisoned),
    logger,
  });
  return new Decoder(deadLetters);
}

/** Where dead letters are that no record could hold. */
export function deadLetterStore(config: Config): OutputStore {
  return createOutputStore(join(config.outputDir, 'dead-letters'));
}

/** A consumer as a service among others. */
export function asService(name: string, consumer: ReturnType<EventBroker['consumer']>): Service {
  return {
    name,
    start: () => consumer.start(),
    stop: () => consumer.stop(),
    readiness: () => consumer.readiness(),
  };
}
