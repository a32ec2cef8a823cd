/** The relay: outbox and status feed to their topics. */
import { Relay } from '../../events/relay';
import { publishFeed } from '../../feed/publisher';
import { stampFeed } from '../../feed/stamper';
import type { Service } from '../../platform/service';
import type { Shared } from './shared';

export function wireRelay({ database, broker, logger }: Shared): Service[] {
  return [
    new Relay(
      database,
      broker.producer,
      {
        stamp: (transaction) => stampFeed(database, transaction),
        publish: (transaction) => publishFeed(database, transaction, broker.producer),
      },
      logger,
    ),
  ];
}
