/** Ids of everything that is stored: UUIDv7 (RFC 9562), so that ids made later sort later and indexes grow at one end. */
import { v7, validate } from 'uuid';
import { randomBytes } from 'node:crypto';

/** A new id. */
export function newId(): string {
  return v7();
}

/** True for any well-formed UUID. Check before a value reaches a uuid column: a malformed id is an unknown id. */
export function isId(value: string): boolean {
  return validate(value);
}

/** A new W3C trace id: 32 lower-case hex digits, not all zero. */
export function newTraceId(): string {
  return randomBytes(16).toString('hex');
}

/** A W3C traceparent (version 00, sampled) for a new span of `traceId`. */
export function traceparentOf(traceId: string): string {
  return `00-${traceId}-${randomBytes(8).toString('hex')}-01`;
}

const TRACEPARENT = /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/;

/** The trace id of a traceparent, or null where it is missing or malformed. */
export function traceIdOf(traceparent: string | undefined | null): string | null {
  const id = traceparent ? TRACEPARENT.exec(traceparent)?.[1] : undefined;
  return id && id !== '0'.repeat(32) ? id : null;
}
