/**
 * tests/faults/checker: judges a scenario from outside: it reads the public API, the engine's ledger and the topics, and shares no code with what
 * is on trial. This file: what the API shows of one tenant.
 */
import { createHash } from 'node:crypto';
import { createOmsClient, OmsError, type OmsClient } from '../../../client';

export interface ShownRequest {
  readonly id: string;
  readonly status: string;
  readonly final: boolean;
  readonly attempt: number;
  readonly sequence: number;
  readonly output: { readonly url: string; readonly sha256: string; readonly sizeBytes: number } | null;
  readonly timeline: readonly { readonly sequence: number; readonly status: string; readonly final: boolean; readonly attempt: number; readonly message: string | null }[];
  readonly errors: readonly { readonly code: string; readonly recoveryStatus: string }[];
}

interface Page {
  readonly documentRequests: {
    readonly edges: readonly { readonly node: ShownRequest }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
}

const PAGE = `query ($after: String) { documentRequests(first: 100, after: $after) {
  edges { node { id status final attempt sequence output { url sha256 sizeBytes }
    timeline { sequence status final attempt message } errors { code recoveryStatus } } }
  pageInfo { hasNextPage endCursor } } }`;
const STATUSES = ['ACCEPTED', 'PROCESSING', 'GENERATING', 'RETRY_SCHEDULED', 'COMPLETED', 'FAILED', 'CANCELLED'] as const;
const COUNTS = `query { ${STATUSES.map((status) => `${status}: documentRequests(first: 1, filter: { statuses: [${status}] }) { totalCount }`).join(' ')} }`;
const RETRIGGER = `mutation { retriggerErrors(filter: { recoveryStatuses: [EXHAUSTED] }, note: "after the fault") { retriggered userErrors { code message } } }`;
const TRIES = 5;
const DOWNLOADS_AT_ONCE = 8;

export type Counts = Record<(typeof STATUSES)[number], number>;

/** One tenant's view, through an administrator's token. */
export class Api {
  private readonly client: OmsClient;

  constructor(options: { url: string; adminToken: string }) {
    this.client = createOmsClient({ url: options.url, token: options.adminToken, timeoutMs: 4_000 });
  }

  /** All requests that the tenant has, with their timelines. */
  async requests(): Promise<ShownRequest[]> {
    const found: ShownRequest[] = [];
    let after: string | null = null;
    do {
      const { documentRequests }: Page = await this.ask<Page>(PAGE, { after });
      found.push(...documentRequests.edges.map(({ node }) => node));
      after = documentRequests.pageInfo.hasNextPage ? documentRequests.pageInfo.endCursor : null;
    } while (after);
    return found;
  }

  async counts(): Promise<Counts> {
    const answer = await this.ask<Record<string, { totalCount: number }>>(COUNTS);
    return Object.fromEntries(STATUSES.map((status) => [status, answer[status]?.totalCount ?? 0])) as Counts;
  }

  /** How many requests are neither final nor unknown. */
  async inFlight(): Promise<number> {
    const { ACCEPTED, PROCESSING, GENERATING, RETRY_SCHEDULED } = await this.counts();
    return ACCEPTED + PROCESSING + GENERATING + RETRY_SCHEDULED;
  }

  /** Brings back what ended for want of attempts or for good. @returns how many errors that were */
  async retriggerExhausted(): Promise<number> {
    const { retriggerErrors } = await this.ask<{ retriggerErrors: { retriggered: number; userErrors: { message: string }[] } }>(RETRIGGER);
    return retriggerErrors.retriggered;
  }

  async cancel(id: string): Promise<boolean> {
    return this.client.cancel(id, 'a fault run').then(
      () => true,
      () => false,
    );
  }

  graphql<T>(query: string, variables: Record<string, unknown> = {}): Promise<T> {
    return this.ask<T>(query, variables);
  }

  /** The sha256 of each stored document as a download gives it; null where it cannot be had. */
  async downloadedHashes(requests: readonly ShownRequest[]): Promise<Map<string, string | null>> {
    const hashes = new Map<string, string | null>();
    const waiting = requests.filter(({ output }) => output !== null).values();
    const worker = async () => {
      for (const request of waiting) {
        const bytes = await this.download(request);
        hashes.set(request.id, bytes && createHash('sha256').update(bytes).digest('hex'));
      }
    };
    await Promise.all(Array.from({ length: DOWNLOADS_AT_ONCE }, worker));
    return hashes;
  }

  async close(): Promise<void> {
    await this.client.close();
  }

  private async download(request: ShownRequest): Promise<Buffer | null> {
    const { id, output } = request;
    const whole = await this.client.documentRequest(id);
    if (!whole || !output) return null;
    return this.client.download(whole).catch(() => null);
  }

  private async ask<T>(query: string, variables: Record<string, unknown> = {}): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.client.graphql<T>(query, variables);
      } catch (error) {
        if (!(error instanceof OmsError) || error.code !== 'SERVICE_UNAVAILABLE' || attempt >= TRIES) throw error;
        await new Promise((resolve) => setTimeout(resolve, 200 * attempt));
      }
    }
  }
}
