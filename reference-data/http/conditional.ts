/** ETags and preconditions (RFC 9110), the same for every kind of item. */
import { createHash } from 'node:crypto';
import type { Request, Response } from 'express';
import { Problem } from './problems';

/** What is read, kept in the cache and answered: the item and its ETag. */
export interface Tagged<T> {
  readonly etag: string;
  readonly item: T;
}

/** An opaque ETag: it differs between versions, between owners of the same code, and between an item and one made again after it. */
export function etagOf(incarnation: string, version: number): string {
  return `"${createHash('sha256').update(`${incarnation}:${version}`).digest('base64url').slice(0, 22)}"`;
}

/** Answers one item, or 304 where the caller has it already. */
export function sendTagged<T>(request: Request, response: Response, tagged: Tagged<T>, status = 200): void {
  response.set({ ETag: tagged.etag, 'Cache-Control': 'private, no-cache', Vary: 'Authorization, X-Tenant' });
  if (request.method !== 'PUT' && tags(request.get('if-none-match')).some((tag) => tag === '*' || tag.replace(/^W\//, '') === tagged.etag)) {
    response.status(304).end();
    return;
  }
  response.status(status).json(tagged.item);
}

/** What a change demands of the state that it meets. */
export interface Precondition {
  /** If-None-Match: * */
  readonly createOnly: boolean;
  /** ETags of If-Match; null where it was not sent. */
  readonly match: readonly string[] | null;
}

export function preconditionOf(request: Request): Precondition {
  const none = tags(request.get('if-none-match'));
  if (none.length > 0 && !(none.length === 1 && none[0] === '*')) {
    throw new Problem('BAD_USER_INPUT', 'a change takes If-None-Match with * only; to change what exists send its ETag in If-Match');
  }
  const match = request.get('if-match');
  return { createOnly: none.length > 0, match: match === undefined ? null : tags(match) };
}

/** Ends the call with 412 or 428 unless what exists, with this ETag, may be changed. */
export function demandMatch(precondition: Precondition, etag: string): void {
  if (precondition.createOnly) throw new Problem('VERSION_CONFLICT', 'it exists already; read it and send its ETag in If-Match to change it');
  if (precondition.match === null) throw new Problem('PRECONDITION_REQUIRED', 'it exists; read it and send its ETag in If-Match');
  if (!matches(precondition, etag)) throw new Problem('VERSION_CONFLICT', 'it has changed meanwhile; read it again and send its ETag in If-Match');
}

/** True where If-Match was sent and names this ETag (or anything that exists). Weak ETags never match. */
export function matches(precondition: Precondition, etag: string): boolean {
  return precondition.match?.some((tag) => tag === '*' || tag === etag) ?? false;
}

function tags(header: string | undefined): string[] {
  return header?.match(/\*|(?:W\/)?"[^"]*"/g) ?? [];
}
