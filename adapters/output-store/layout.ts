/**
 * Where a document lies: `<root>/<first 6 hex digits of the request id>/<next 3>/<request>.<sha256>`. Request ids begin with their time (UUIDv7),
 * so a folder holds what was asked for within about 4 seconds, and its parent within about 5 hours: none grows without end, and old ones empty.
 */
import { join } from 'node:path';

const REQUEST = /^[A-Za-z0-9-]{1,100}$/;
const KEY = /^([A-Za-z0-9-]{1,100})\/([0-9a-f]{64})$/;
const FILE = /^([A-Za-z0-9-]{1,100})\.([0-9a-f]{64})$/;

/** Where unfinished files are, on the same file system, so that a rename can finish them. */
export const TEMPORARY_FOLDER = 'unfinished';

export function keyOf(requestId: string, sha256: string): string {
  if (!REQUEST.test(requestId)) throw new Error('a request id holds letters, digits and dashes only');
  return `${requestId}/${sha256}`;
}

/** Folder and file of a key below the root, or null for what is no key. */
export function placeOf(root: string, key: string): { folder: string; file: string } | null {
  const [, requestId, sha256] = KEY.exec(key) ?? [];
  if (requestId === undefined || sha256 === undefined) return null;
  const digits = requestId.replaceAll('-', '').toLowerCase().padEnd(9, '0');
  const folder = join(root, digits.slice(0, 6), digits.slice(6, 9));
  return { folder, file: join(folder, `${requestId}.${sha256}`) };
}

/** The key of a file's name, or null where it is none of ours. */
export function keyOfFile(name: string): string | null {
  const [, requestId, sha256] = FILE.exec(name) ?? [];
  return requestId !== undefined && sha256 !== undefined ? `${requestId}/${sha256}` : null;
}
