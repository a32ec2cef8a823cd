/** The data of a document as the engine gets it. Pure. */
import type { JsonObject } from './document';

/** What was looked up: JSON Pointer into the client's data → party. */
export type Parties = Readonly<Record<string, JsonObject>>;

/** By request id. */
export type EnrichedParties = Readonly<Record<string, Parties>>;

export function withParties(data: JsonObject, parties: Parties): JsonObject {
  return { ...data, parties };
}
