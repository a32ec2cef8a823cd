/** The port services/ports/reference-data over the Reference Data API's HTTP, ours or a customer's own. */
import type { z } from 'zod';
import type { ProtectionSettings } from '../../platform/protection/guarded-api';
import type { Circuit } from '../../services/ports/circuit';
import { ReferenceDataUnavailable, type DocumentType, type Party, type ReferenceData, type Source } from '../../services/ports/reference-data';
import { documentTypeSchema, pageSchema, partyBatchSchema, sourceSchema } from './answers';
import { Copies } from './copies';
import { ReferenceDataHttp } from './http';
import { save } from './saves';
import { serviceTokenFrom } from './service-token';

export interface ReferenceDataClientOptions {
  /** http://host:port, what comes before /reference-data/v1. */
  readonly url: string;
  readonly serviceTokenFile: string;
  /** Of one call, in ms. */
  readonly timeoutMs: number;
  /** How old a copy may become while the service is away, in ms. */
  readonly maxAgeMs: number;
  readonly protection: ProtectionSettings;
  /** How long a copy is used unasked, in ms. @default 500 */
  readonly freshMs?: number;
  /** @default 2,000 */
  readonly maxCopies?: number;
}

const CODE = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;
const PAGE = 200;
const PARTIES_PER_CALL = 1_000;
const MAX_PARTY_ID = 200;
/** Whose items are asked for to see whether the service is back; it needs none. */
const PROBE_TENANT = 'oms-probe';

/** The port, and the state of the breaker in front of the service. */
export type ReferenceDataClient = ReferenceData & { readonly circuit: Circuit };

/** Keeps no timers and no connections that would hold a process: there is nothing to close. */
export function createReferenceDataClient(options: ReferenceDataClientOptions): ReferenceDataClient {
  const copies = new Copies({ freshMs: options.freshMs ?? 500, maxAgeMs: options.maxAgeMs, maxCopies: options.maxCopies ?? 2_000 });
  const token = serviceTokenFrom(options.serviceTokenFile);
  const http = new ReferenceDataHttp(options.url.replace(/\/+$/, ''), options.timeoutMs, options.protection, () => ({
    method: 'GET',
    path: '/sources?limit=1',
    headers: headersFor(PROBE_TENANT),
    schema: pageSchema('sources', sourceSchema),
    repeatable: true,
  }));
  const headersFor = (tenant: string) => ({ authorization: `Bearer ${token()}`, 'x-tenant': tenant });

  async function item<T extends object>(tenant: string, path: string, schema: z.ZodType<T>): Promise<T | null> {
    const found = await copies.read(`${tenant} ${path}`, async (known) => {
      const headers = { ...headersFor(tenant), ...(known?.etag ? { 'if-none-match': known.etag } : {}) };
      const answer = await http.call({ method: 'GET', path, headers, schema, repeatable: true, hasCopy: known !== null });
      const { sentAt } = answer;
      if (answer.kind === 'item') return { value: answer.value, etag: answer.etag, sentAt };
      if (answer.kind === 'unchanged' && known?.etag) return { ...known, sentAt };
      if (answer.kind === 'problem' && answer.problem.code === 'NOT_FOUND') return { value: null, etag: null, sentAt };
      throw refused(answer.kind === 'problem' ? answer.problem.detail : 'nothing was to be unchanged');
    });
    // What is kept under a path has passed the schema that belongs to it.
    return found as T | null;
  }

  async function all<T>(tenant: string, path: string, list: string, schema: z.ZodType<T>, query: Record<string, string>): Promise<T[]> {
    const items: T[] = [];
    let after: string | null = null;
    do {
      const search: string = new URLSearchParams({ ...query, limit: String(PAGE), ...(after === null ? {} : { after }) }).toString();
      const answer = await http.call({ method: 'GET', path: `${path}?${search}`, headers: headersFor(tenant), schema: pageSchema(list, schema), repeatable: true });
      if (answer.kind !== 'item') throw refused(answer.kind === 'problem' ? answer.problem.detail : 'a list was unchanged');
      items.push(...answer.value.items);
      if (answer.value.next !== null && answer.value.next === after) throw refused('its list does not end');
      after = answer.value.next;
    } while (after !== null);
    return items;
  }

  return {
    circuit: http.circuit,
    async documentType(tenant, code) {
      return CODE.test(code) ? item(tenant, `/document-types/${code}`, documentTypeSchema) : null;
    },
    async documentTypeVersion(tenant, code, version) {
      return CODE.test(code) && Number.isSafeInteger(version) ? item(tenant, `/document-types/${code}/versions/${version}`, documentTypeSchema) : null;
    },
    documentTypes(tenant, includeInactive) {
      return all(tenant, '/document-types', 'documentTypes', documentTypeSchema, includeInactive ? {} : { active: 'true' });
    },
    async source(tenant, code) {
      return CODE.test(code) ? item(tenant, `/sources/${code}`, sourceSchema) : null;
    },
    sources(tenant) {
      return all(tenant, '/sources', 'sources', sourceSchema, {});
    },
    async parties(tenant, ids) {
      const wanted = [...new Set(ids)].filter((id) => id.length > 0 && id.length <= MAX_PARTY_ID);
      const found = new Map<string, Party>();
      for (let from = 0; from < wanted.length; from += PARTIES_PER_CALL) {
        const body = { ids: wanted.slice(from, from + PARTIES_PER_CALL) };
        const answer = await http.call({ method: 'POST', path: '/parties/batch-get', headers: headersFor(tenant), body, schema: partyBatchSchema, repeatable: true });
        if (answer.kind !== 'item') throw refused(answer.kind === 'problem' ? answer.problem.detail : 'parties were unchanged');
        for (const party of answer.value.parties) found.set(party.id, party);
      }
      return found;
    },
    async saveDocumentType(adminToken, { code, title, formats, dataSchema, engineConfiguration, allowedSources, partyFields, active }, expectedVersion) {
      if (!CODE.test(code)) return badCode();
      const body = { title, formats, dataSchema, engineConfiguration, allowedSources, partyFields, active };
      return saving<DocumentType>({ token: adminToken, path: `/document-types/${code}`, body, expectedVersion, schema: documentTypeSchema });
    },
    async saveSource(adminToken, { code, title, active }, expectedVersion) {
      if (!CODE.test(code)) return badCode();
      return saving<Source>({ token: adminToken, path: `/sources/${code}`, body: { title, active }, expectedVersion, schema: sourceSchema });
    },
  };

  async function saving<T extends { version: number }>(request: Parameters<typeof save<T>>[1]) {
    try {
      return await save(http, request);
    } finally {
      // Whatever came of it: this process must not answer with what it knew before.
      copies.distrust();
    }
  }
}

function refused(detail: string): ReferenceDataUnavailable {
  return new ReferenceDataUnavailable(`the Reference Data API does not serve this process: ${detail}`);
}

function badCode() {
  const message = 'must be 1 to 100 letters, digits, ".", "_" or "-" and begin with a letter or digit';
  return { refused: { kind: 'invalid' as const, faults: [{ pointer: '/code', message }] } };
}
