/** Kafka, Postgres and Redis are started again when they die, with the same ports and data. */
import type { Infrastructure } from '../infrastructure';
import type { AddressBook } from './address-book';

const LOOK_EVERY_MS = 1_000;

/** Looks each second, until stopped; one look at a time. */
export function watchInfrastructure(infrastructure: Infrastructure, book: AddressBook, say: (line: string) => void): { stop(): Promise<void> } {
  let stopped = false;
  let look: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout;
  const once = async () => {
    try {
      const revived = await infrastructure.revive();
      if (revived.length === 0) return;
      book.add({ pids: infrastructure.pids });
      say(`${revived.join(', ')} had ended and was started again`);
    } catch (error) {
      say(`could not be started again: ${(error as Error).message}`);
    }
  };
  const plan = () => {
    timer = setTimeout(() => {
      look = once().finally(() => stopped || plan());
    }, LOOK_EVERY_MS);
  };
  plan();
  return {
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await look;
    },
  };
}
