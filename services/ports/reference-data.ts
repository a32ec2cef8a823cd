/**
 * What submission and processing need of reference data. Includes reading in force items and one version, writing for administrators, and
 * parties in bulk; leaves out imports and deletions. One implementation: adapters/reference-data-client, over HTTP (reference-data-api.md).
 */
import type { DocumentFormat, JsonObject } from '../../domain/document';

export interface DocumentType {
  readonly code: string;
  readonly title: string;
  readonly formats: readonly DocumentFormat[];
  /** JSON Schema 2020-12 of a request's data. */
  readonly dataSchema: JsonObject;
  /** Configuration ids of the engine by format; `default` for those not named. */
  readonly engineConfiguration: Readonly<Record<string, string>>;
  /** Source codes; empty: every source of the tenant. */
  readonly allowedSources: readonly string[];
  /** JSON Pointers in data whose value is a party id. */
  readonly partyFields: readonly string[];
  readonly active: boolean;
  readonly version: number;
}

export interface Source {
  readonly code: string;
  readonly title: string;
  readonly active: boolean;
  readonly version: number;
}

export interface Party {
  readonly id: string;
  readonly name: string;
  readonly address: JsonObject;
  readonly locale: string;
  readonly preferences: JsonObject;
  readonly version: number;
}

/** The service is away and no copy of an age that may still be used is at hand. */
export class ReferenceDataUnavailable extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ReferenceDataUnavailable';
  }
}

/** What a save was refused for. */
export type SaveRefusal =
  | { readonly kind: 'conflict'; readonly message: string }
  | { readonly kind: 'invalid'; readonly faults: readonly { readonly pointer: string; readonly message: string }[] };

export type SaveResult<T> = { readonly saved: T } | { readonly refused: SaveRefusal };

/** Every method rejects with ReferenceDataUnavailable when the service gives no answer. Null: no such item for the tenant. */
export interface ReferenceData {
  /** The version in force, from a copy at most 500 ms old (or up to the configured age while the service is away). */
  documentType(tenant: string, code: string): Promise<DocumentType | null>;
  documentTypeVersion(tenant: string, code: string, version: number): Promise<DocumentType | null>;
  documentTypes(tenant: string, includeInactive: boolean): Promise<DocumentType[]>;
  source(tenant: string, code: string): Promise<Source | null>;
  sources(tenant: string): Promise<Source[]>;
  /** Up to any number of ids, in calls of at most 1,000. Missing ones are absent from the map. */
  parties(tenant: string, ids: readonly string[]): Promise<Map<string, Party>>;
  /** `token` is the administrator's own, so that rights and actor are theirs. `expectedVersion` 0 creates. */
  saveDocumentType(token: string, item: Omit<DocumentType, 'version'>, expectedVersion: number): Promise<SaveResult<DocumentType>>;
  saveSource(token: string, item: Omit<Source, 'version'>, expectedVersion: number): Promise<SaveResult<Source>>;
}
