/** Enrichment: puts the parties that the data names into the document, by one call for all that is enriched at the same time. */
import DataLoader from 'dataloader';
import { groupBy } from '../../domain/group-by';
import type { ErrorCode } from '../../domain/error-codes';
import type { JsonObject } from '../../domain/document';
import { hasRoomForParties, PARTIES_FIELD, withParties, type EnrichedParties, type Parties } from '../../domain/enriched-data';
import { backoffMs } from '../../domain/retry-policy';
import type { Circuit } from '../ports/circuit';
import { ReferenceDataUnavailable, type Party, type ReferenceData } from '../ports/reference-data';
import type { EngineDocument } from '../ports/document-engine';
import type { Member } from './batches';

interface Refusal {
  readonly member: Member;
  readonly code: ErrorCode;
  readonly message: string;
}

export interface Enriched {
  readonly documents: EngineDocument[];
  /** By request id, of those for whom something was looked up; null where it was for none. */
  readonly parties: EnrichedParties | null;
  readonly refused: Refusal[];
}

/** Look-ups before members fail for it, with the circuit closed: more than the failures that open it. */
const TRIES = 8;
const BACKOFF = { maxAttempts: TRIES, baseMs: 100, capMs: 1_000 };

/** Members of different batches that are enriched in the same few ms share one call per tenant. Parties are not remembered between calls. */
export class Enricher {
  private readonly parties: DataLoader<{ tenant: string; id: string }, Party | null, string>;

  /** While `circuit` is not closed, look-ups wait instead of failing. */
  constructor(
    private readonly referenceData: ReferenceData,
    private readonly circuit: Circuit,
  ) {
    this.parties = new DataLoader(
      async (wanted) => {
        const found = new Map<string, Party | Error>();
        const read = [...groupBy(wanted, (key) => key.tenant)].map(async ([tenant, keys]) => {
          const ids = [...new Set(keys.map((key) => key.id))];
          try {
            for (const [id, party] of await this.lookUp(tenant, ids)) found.set(JSON.stringify([tenant, id]), party);
          } catch (error) {
            // What one tenant cannot be told is no reason to fail another's documents.
            for (const id of ids) found.set(JSON.stringify([tenant, id]), error as Error);
          }
        });
        await Promise.all(read);
        return wanted.map((key) => found.get(JSON.stringify([key.tenant, key.id])) ?? null);
      },
      { cache: false, maxBatchSize: 10_000, cacheKeyFn: (key) => JSON.stringify([key.tenant, key.id]) },
    );
  }

  /** Never rejects for what can be told of a member: those are in `refused`. */
  async enrich(members: readonly Member[]): Promise<Enriched> {
    const documents: EngineDocument[] = [];
    const refused: Refusal[] = [];
    const parties: [string, Parties][] = [];
    for (const outcome of await Promise.all(members.map((member) => this.enrichOne(member)))) {
      if ('code' in outcome) {
        refused.push(outcome);
        continue;
      }
      documents.push(outcome.document);
      if (outcome.parties) parties.push([outcome.document.requestId, outcome.parties]);
    }
    return { documents, refused, parties: parties.length > 0 ? Object.fromEntries(parties) : null };
  }

  private async lookUp(tenant: string, ids: readonly string[]): Promise<Map<string, Party>> {
    for (let tries = 1; ; tries += 1) {
      await this.circuit.untilClosed();
      try {
        return await this.referenceData.parties(tenant, ids);
      } catch (error) {
        if (!(error instanceof ReferenceDataUnavailable) || (tries >= TRIES && this.circuit.state === 'closed')) throw error;
        await new Promise((resolve) => setTimeout(resolve, backoffMs(BACKOFF, tries)));
      }
    }
  }

  private async enrichOne(member: Member): Promise<{ document: EngineDocument; parties: Parties | null } | Refusal> {
    const pointers = Object.entries(member.partyIds ?? {});
    const parties: Record<string, JsonObject> = {};
    const lookedUp = pointers.length > 0;
    if (lookedUp && !hasRoomForParties(member.data)) {
      return { member, code: 'ENRICHMENT_INVALID', message: `the data has a field "${PARTIES_FIELD}" of its own, where the parties named at ${pointers.map(([pointer]) => pointer).join(', ')} are to be put` };
    }
    try {
      const found = await Promise.all(pointers.map(([, id]) => this.parties.load({ tenant: member.tenant, id })));
      for (const [index, [pointer, id]] of pointers.entries()) {
        const party = found[index];
        if (!party) {
          return { member, code: 'REFERENCE_DATA_NOT_FOUND', message: `party ${id}, named at ${pointer}, does not exist; create it, then retrigger` };
        }
        parties[pointer] = { ...party };
      }
    } catch (error) {
      if (!(error instanceof ReferenceDataUnavailable)) throw error;
      return { member, code: 'REFERENCE_DATA_UNAVAILABLE', message: error.message };
    }
    const { requestId, attempt, documentType, format } = member;
    const data = lookedUp ? withParties(member.data, parties) : member.data;
    return { document: { requestId, attempt, documentType, format, data }, parties: lookedUp ? parties : null };
  }
}
