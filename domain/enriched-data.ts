/** The data of a document as the engine gets it. Pure. */
import type { JsonObject } from './document';

/** What was looked up: JSON Pointer into the client's data → party. */
export type Parties = Readonly<Record<string, JsonObject>>;

/** By request id. */
export type EnrichedParties = Readonly<Record<string, Parties>>;

/** Where the engine finds them in the data. */
export const PARTIES_FIELD = 'parties';

/** False where the client's data has such a field already: it must not be overwritten. */
export function hasRoomForParties(data: JsonObject): boolean {
  return !Object.hasOwn(data, PARTIES_FIELD);
}

export function withParties(data: JsonObject, parties: Parties): JsonObject {
  return { ...data, [PARTIES_FIELD]: parties };
}
