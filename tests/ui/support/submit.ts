/** What a client system does meanwhile: over GraphQL, past the screens. */
import { createOmsClient } from '../../../client';
import { mintToken } from '../../../local/issuer';
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
