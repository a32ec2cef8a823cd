/** Which documents the demo asks for: the example kinds in turn, some in calls of their own, most in batches. */
import { exampleRequest } from '../../reference-data/example-data';
import type { SubmitInput } from '..';

const KINDS = ['POLICY_LETTER', 'INVOICE', 'ACCOUNT_STATEMENT', 'CLAIM_DECISION', 'TAX_CERTIFICATE', 'WELCOME_PACK'] as const;
/** Every so many-th single one is HIGH: prime to the number of kinds, so that each kind gets its turn. */
const HIGH_EVERY = 5;
const LARGEST_BATCH = 1_000;

export interface Plan {
  readonly singles: readonly SubmitInput[];
  readonly batches: readonly (readonly SubmitInput[])[];
}

/** @param count how many documents in all */
export function planDocuments(count: number): Plan {
  const documents = Array.from({ length: count }, (_, index): SubmitInput => {
    const kind = KINDS[index % KINDS.length] ?? KINDS[0];
    return { ...exampleRequest(kind, index + 1), idempotencyKey: crypto.randomUUID() };
  });
  const singleCount = Math.min(count, Math.max(KINDS.length, Math.min(24, Math.round(count * 0.06))));
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
