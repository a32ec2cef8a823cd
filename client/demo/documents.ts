/** Which documents the demo asks for: the example kinds in turn, some in calls of their own, most in batches. */
import { DEMO_TENANT, EXAMPLE_KINDS, exampleRequest } from '../../reference-data/example-data';
import type { SubmitInput } from '..';

/** Every so many-th single one is HIGH: prime to the number of kinds, so that each kind gets its turn. */
const HIGH_EVERY = 5;
const LARGEST_BATCH = 1_000;
const SINGLE_SHARE = 0.06;
const MOST_SINGLES = 24;

export interface Plan {
  readonly singles: readonly SubmitInput[];
  readonly batches: readonly (readonly SubmitInput[])[];
}

/**
 * @param count how many documents in all
 * @param tenant names parties in its documents where it has some on file
 */
export function planDocuments(count: number, tenant: string): Plan {
  const options = { withParty: tenant === DEMO_TENANT };
  const rounds = Math.ceil(count / EXAMPLE_KINDS.length);
  const documents = Array.from({ length: rounds }, (_, round) =>
    EXAMPLE_KINDS.map(
      (kind, place): SubmitInput => ({
        ...exampleRequest(kind, round * EXAMPLE_KINDS.length + place + 1, options),
        idempotencyKey: crypto.randomUUID(),
      }),
    ),
  )
    .flat()
    .slice(0, count);
  const singleCount = Math.min(count, Math.max(EXAMPLE_KINDS.length, Math.min(MOST_SINGLES, Math.round(count * SINGLE_SHARE))));
  const singles = documents
    .slice(0, singleCount)
    .map((document, index): SubmitInput => ({ ...document, priority: index % HIGH_EVERY === 0 ? 'HIGH' : 'NORMAL' }));
  const rest = documents.slice(singleCount);
  // At least two batches, so that several submissions are under way at once.
  const size = Math.min(LARGEST_BATCH, Math.ceil(rest.length / 2));
  const batches: SubmitInput[][] = [];
  for (let from = 0; from < rest.length; from += size) batches.push(rest.slice(from, from + size));
  return { singles, batches };
}
