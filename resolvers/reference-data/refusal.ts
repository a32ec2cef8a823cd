/** What a save was refused for, as user errors. */
import type { JsonObject } from '../../domain/document';
import type { UserError } from '../../domain/user-errors';
import type { SaveRefusal } from '../../services/ports/reference-data';

function pointerPath(pointer: string): string[] {
  return pointer.split('/').slice(1).map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}

export function refusalErrors(refusal: SaveRefusal): UserError[] {
  if (refusal.kind === 'conflict') return [{ field: ['expectedVersion'], code: 'VERSION_CONFLICT', message: refusal.message }];
  return refusal.faults.map(({ pointer, message }) => ({ field: ['input', ...pointerPath(pointer)], code: 'BAD_USER_INPUT', message }));
}

export function versionErrors(expectedVersion: number): UserError[] {
  if (expectedVersion >= 0) return [];
  return [{ field: ['expectedVersion'], code: 'BAD_USER_INPUT', message: 'give the version that is in force, or 0 to create' }];
}

/** True for an entry whose value is text. */
export function isString(entry: [string, unknown]): entry is [string, string] {
  return typeof entry[1] === 'string';
}

/** One error for each property whose value is no text. */
export function notTextValues(object: JsonObject, path: string[]): UserError[] {
  return Object.entries(object)
    .filter((entry) => !isString(entry))
    .map(([key]) => ({ field: [...path, key], code: 'BAD_USER_INPUT', message: 'must be a text: the id of an engine configuration' }));
}
