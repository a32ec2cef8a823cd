/** tests/faults/flow: the clients of a scenario. This file: one that submits, and asks again under the same key until it is answered. */
import { setTimeout as sleep } from 'node:timers/promises';
import { createOmsClient, OmsError, type OmsClient, type SubmitInput } from '../../../client';
import { EXAMPLE_KINDS, exampleRequest } from '../../../reference-data/example-data';
import type { Chance } from '../random';

export interface SubmitterOptions {
  readonly url: string;
  readonly token: string;
  /** Of the run, so that keys of different runs differ. */
  readonly name: string;
  /** At least so many; more, at an easy pace, for as long as the fault lasts. */
  readonly documents: number;
  readonly chance: Chance;
  /** Its documents name parties that the tenant has on file. */
  readonly withParty: boolean;
  /** Between two calls once `documents` were sent. @default 300 */
  readonly paceMs?: number;
}

interface Answer {
  readonly submitDocumentBatch: {
    readonly documentRequests: readonly ({ readonly id: string } | null)[];
    readonly userErrors: readonly { readonly code: string; readonly message: string }[];
  };
}

/** Not the client's own call, which would hide refusals by repeating it. */
const SUBMIT = `mutation ($requests: [SubmitDocumentRequestInput!]!, $idempotencyKey: String) {
  submitDocumentBatch(requests: $requests, idempotencyKey: $idempotencyKey) { documentRequests { id } userErrors { code message } } }`;
const PER_CALL = 5;
const BETWEEN_CALLS_MS = 60;
const EASY_PACE_MS = 300;
const MOST_DOCUMENTS = 400;
const HIGH_SHARE = 0.1;
const PATIENCE_MS = 90_000;

export class Submitter {
  /** Ids that an answer named: each of them is a promise. */
  readonly accepted = new Set<string>();
  /** Calls that had to be asked again. */
  repeats = 0;
  private readonly client: OmsClient;
  private over = false;

  constructor(private readonly options: SubmitterOptions) {
    const { url, token } = options;
    this.client = createOmsClient({ url, token, timeoutMs: 4_000 });
  }

  /** Resolves when everything was accepted and `fault` has ended. Rejects where something was refused for good, or is not accepted in time. */
  async run(fault: Promise<void>): Promise<void> {
    const { documents, name, paceMs = EASY_PACE_MS } = this.options;
    let lasts = true;
    const ended = () => void (lasts = false);
    fault.then(ended, ended);
    for (let from = 0; from < documents || (lasts && !this.over && from < MOST_DOCUMENTS); from += PER_CALL) {
      const inputs = Array.from({ length: PER_CALL }, (_, index) => this.input(from, from + index));
      for (const id of await this.ask(inputs, `${name}-${from}`)) this.accepted.add(id);
      await sleep(from < documents ? BETWEEN_CALLS_MS : paceMs);
    }
  }

  async close(): Promise<void> {
    this.over = true;
    await this.client.close();
  }

  /** Those of one call are of one kind and format, so that they share engine batches. */
  private input(call: number, n: number): SubmitInput {
    const { chance, withParty } = this.options;
    const kind = EXAMPLE_KINDS[(call / PER_CALL) % EXAMPLE_KINDS.length] ?? 'INVOICE';
    const { format } = exampleRequest(kind, call);
    return { ...exampleRequest(kind, n, { withParty }), format, ...(chance.next() < HIGH_SHARE ? { priority: 'HIGH' as const } : {}) };
  }

  private async ask(inputs: readonly SubmitInput[], key: string): Promise<string[]> {
    const giveUpMs = Date.now() + PATIENCE_MS;
    for (;;) {
      try {
        const { submitDocumentBatch } = await this.client.graphql<Answer>(SUBMIT, { requests: inputs, idempotencyKey: key });
        const { documentRequests, userErrors } = submitDocumentBatch;
        const passing = userErrors.find(({ code }) => code === 'REFERENCE_DATA_UNAVAILABLE');
        if (passing) throw new OmsError(passing.code, passing.message);
        if (userErrors.length > 0) throw new Error(`refused: ${JSON.stringify(userErrors[0])}`);
        return documentRequests.flatMap((request) => (request ? [request.id] : []));
      } catch (error) {
        if (!(error instanceof OmsError) || error.userErrors.length > 0 || this.over || Date.now() > giveUpMs) throw error;
        this.repeats += 1;
        await sleep(150);
      }
    }
  }
}
