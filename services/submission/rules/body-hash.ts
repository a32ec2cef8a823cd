/** Whether two bodies under one idempotency key are the same: a hash of their canonical JSON. */
import { createHash } from 'node:crypto';
import type { SubmitInput } from '../input';

/** JSON with the keys of every object in one order, so that equal values have equal text. Recurses: bound the depth before. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const members = Object.entries(value).filter(([, member]) => member !== undefined);
    members.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`).join(',')}}`;
  }
  return JSON.stringify(value) ?? 'null';
}

/** SHA-256 in hex of what one item asks for, its key left out, with the source that it counts for. */
export function bodyHash(input: SubmitInput, source: string): string {
  const { documentType, data, format, priority, clientReference } = input;
  const body = { documentType, data, format, priority, source, clientReference: clientReference ?? null };
  return createHash('sha256').update(canonicalJson(body)).digest('hex');
}

/** SHA-256 in hex of a whole batch: its items' hashes and keys in order. */
export function batchHash(items: readonly { readonly hash: string; readonly idempotencyKey: string | null }[]): string {
  const hash = createHash('sha256');
  for (const item of items) hash.update(`${item.hash} ${JSON.stringify(item.idempotencyKey)}\n`);
  return hash.digest('hex');
}
