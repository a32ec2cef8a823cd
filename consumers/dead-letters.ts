/** Puts what cannot be read on the dead-letter topic, as it came, and records it where its request is known. */
import { z } from 'zod';
import type { Stage } from '../domain/document';
import { asRecord, deadLetterOf, pack, sizeOf, type DeadLetter } from '../events/dead-letter';
import type { EventProducer, IncomingRecord, OutgoingRecord } from '../events/ports';
import type { EventType } from '../events/schemas';
import { TOPICS, type TopicName } from '../events/topics';
import type { Logger } from '../platform/logging';
import { counter } from '../platform/metrics';
import { shelfName } from '../services/dead-letters';
import type { PoisonedRequest } from '../services/poison';
import type { OutputStore } from '../services/ports/output-store';

const counted = counter('oms_dead_letters_total', 'Records put on the dead-letter topic', ['topic'] as const);
/** What is larger goes to the store: a produce request holds less than 900,000 bytes. */
const RECORD_MAX_BYTES = 800_000;
const requestId = z.uuid();

/** Topics whose records may be about one request, and the stage that reads them. */
const STAGES: Readonly<Partial<Record<TopicName, Stage>>> = {
  [TOPICS.processing]: 'PROCESSING',
  [TOPICS.processingHigh]: 'PROCESSING',
  [TOPICS.monitoring]: 'MONITORING',
};

export interface DeadLettersOptions {
  readonly producer: EventProducer;
  /** A store of their own: housekeeping clears that of documents from what belongs to no request. */
  readonly store: OutputStore;
  readonly recordPoison: (poisoned: readonly PoisonedRequest[]) => Promise<void>;
  readonly logger: Logger;
}

export class DeadLetters {
  constructor(private readonly options: DeadLettersOptions) {}

  /** They are on the topic, and recorded, when this resolves. It rejects when that could not be done: the records are then read again. */
  async put(unreadable: readonly { readonly record: IncomingRecord; readonly reason: string }[]): Promise<void> {
    if (unreadable.length === 0) return;
    const { logger, producer, recordPoison } = this.options;
    const letters = unreadable.map(({ record, reason }) => deadLetterOf(record, reason));
    await producer.send(await Promise.all(letters.map((letter) => this.recordOf(letter))));
    await recordPoison(letters.flatMap(poisoned));
    for (const { topic, partition, offset, reason } of letters) {
      logger.warn({ topic, partition, offset, reason }, 'a record was put on the dead-letter topic');
      counted.inc({ topic });
    }
  }

  private async recordOf(letter: DeadLetter): Promise<OutgoingRecord> {
    if (sizeOf(letter) <= RECORD_MAX_BYTES) return asRecord(letter, null);
    const { key } = await this.options.store.putBytes(shelfName(letter), pack(letter));
    return asRecord(letter, key);
  }
}

function poisoned(letter: DeadLetter): PoisonedRequest[] {
  const stage = STAGES[letter.topic];
  const id = requestId.safeParse(requestOf(letter));
  return stage && id.success ? [{ requestId: id.data, stage, message: letter.reason }] : [];
}

/** Events about one request have its id as key. Those to watch a batch have that of the batch; where one request is to be watched again, its id begins that of the event. */
function requestOf({ topic, key, headers }: DeadLetter): string | undefined {
  if (topic !== TOPICS.monitoring) return key?.toString('utf8');
  const type: EventType = 'oms.monitoring.retry-requested';
  return headers.ce_type?.toString('utf8') === type ? headers.ce_id?.toString('utf8').split(':')[0] : undefined;
}
