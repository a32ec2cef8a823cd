/** What happens meanwhile, past the screens: client systems submit, records break, the engine recovers. */
import { createKafkaBroker } from '../../../adapters/kafka/broker';
import { createOmsClient } from '../../../client';
import { TOPICS } from '../../../events/topics';
import { mintToken } from '../../../local/issuer';
import { configFrom } from '../../../platform/config';
import { createLogger } from '../../../platform/logging';
import type { ExampleRequest } from '../../../reference-data/example-data';
import type { UiSystem } from './ui-system';

/** Submits them in one batch as the source CORE. @returns their ids, in order. Throws where one is refused. */
export async function submit(system: UiSystem, tenant: string, requests: readonly ExampleRequest[]): Promise<string[]> {
  const client = createOmsClient({ url: system.url, token: await mintToken({ home: system.home, role: 'client', tenant }) });
  try {
    const { documentRequests, userErrors } = await client.submitBatch(requests);
    return documentRequests.map((request) => {
      if (!request) throw new Error(`not all were accepted: ${JSON.stringify(userErrors)}`);
      return request.id;
    });
  } finally {
    await client.close();
  }
}

/** Removes every fault of the simulated engine. */
export async function clearFaults(system: Pick<UiSystem, 'simulatorUrl'>): Promise<void> {
  await fetch(`${system.simulatorUrl}/_simulator/faults`, { method: 'DELETE' });
}

/** Puts a record on the processing topic that nobody can read: it becomes a dead letter. */
export async function putUnreadable(system: UiSystem, key: string): Promise<void> {
  const broker = createKafkaBroker(configFrom(system.env, 'test').kafka, 'test', createLogger({ role: 'test', level: 'silent' }));
  await broker.connect();
  try {
    await broker.producer.send([{ topic: TOPICS.processing, key, headers: {}, value: Buffer.from('nonsense') }]);
  } finally {
    await broker.disconnect();
  }
}
