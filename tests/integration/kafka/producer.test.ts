import { Kafka, logLevel, type Producer } from 'kafkajs';
import { KafkaEventProducer } from '../../../adapters/kafka/producer';
import { configFrom } from '../../../platform/config';
import { KafkaWorld, TOPIC, values } from './world';

let world: KafkaWorld;
beforeEach(async () => {
  world = await KafkaWorld.start();
});
afterEach(() => world.stop());

/** The real client, whose first producer waits for an answer for ever: it does so where a connection broke while it was made anew. */
class HangingOnce extends Kafka {
  made = 0;

  override producer(options?: Parameters<Kafka['producer']>[0]): Producer {
    const producer = super.producer(options);
    this.made += 1;
    if (this.made === 1) jest.spyOn(producer, 'sendBatch').mockReturnValue(new Promise(() => undefined));
    return producer;
  }
}

test('a send that the client never ends is given up, told of, and the next goes through', async () => {
  const { kafka: settings } = configFrom({ ...world.system.env, KAFKA_REQUEST_TIMEOUT_MS: '1000' }, 'test');
  const client = new HangingOnce({ brokers: settings.brokers, logLevel: logLevel.NOTHING });
  const producer = new KafkaEventProducer(client, settings, () => Promise.resolve());
  const records = values(3).map((value) => ({ topic: TOPIC, key: value, headers: {}, value: Buffer.from(value) }));
  try {
    await expect(producer.send(records)).rejects.toThrow('a send did not end within 6000 ms');
    expect(producer.readiness()).toEqual({ ready: false, reason: 'nothing can be sent to Kafka: a send did not end within 6000 ms' });
    await producer.send(records);
    expect(producer.readiness()).toEqual({ ready: true });
    expect(client.made).toBe(2);
    expect(await world.unread()).toBe(3);
  } finally {
    await producer.disconnect();
  }
});
