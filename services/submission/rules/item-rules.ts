/** The rules that an item must meet before its data are looked at against their schema. Pure. */
import { mayAskFor, type Caller } from '../../../domain/caller';
import type { DocumentFormat } from '../../../domain/document';
import type { ContractCode, UserError } from '../../../domain/user-errors';
import type { DocumentType, Source } from '../../ports/reference-data';
import type { SubmitInput } from '../input';

/** Characters that a client's own reference or idempotency key may have. */
export const MAX_TEXT_LENGTH = 200;
/** Objects and arrays within each other: beyond this no schema needs it and the database refuses it. */
export const MAX_DEPTH = 100;

/** Half of a surrogate pair, or NUL: what the database cannot store as text. */
const UNSTORABLE = /[\p{Surrogate}\u0000]/u;
export const UNSTORABLE_TEXT = 'a character that cannot be stored (NUL or half of a surrogate pair)';

export function userError(field: string[] | null, code: ContractCode, message: string): UserError {
  return { field, code, message };
}

/** True for text that the database stores as it is. */
export function isStorable(text: string): boolean {
  return !UNSTORABLE.test(text);
}

/** What is wrong with a text that names something of the client's; null where nothing is or it is absent. */
export function faultOfText(text: string | null | undefined, name: string): string | null {
  if (text === null || text === undefined) return null;
  if (text.length === 0) return `${name} is empty; leave it out or give it a value`;
  if (text.length > MAX_TEXT_LENGTH) return `${name} has ${text.length} characters; at most ${MAX_TEXT_LENGTH} are allowed`;
  if (!isStorable(text)) return `${name} holds ${UNSTORABLE_TEXT}`;
  return null;
}

/** Faults of the client's own reference and key. */
export function faultsOfTexts(input: SubmitInput, prefix: readonly string[]): UserError[] {
  return (['clientReference', 'idempotencyKey'] as const).flatMap((name) => {
    const fault = faultOfText(input[name], name);
    return fault ? [userError([...prefix, name], 'BAD_USER_INPUT', fault)] : [];
  });
}

/** True where a code could exist at all: what is not is unknown without asking anybody. */
export function isPossibleCode(code: string): boolean {
  return code.length > 0 && code.length <= MAX_TEXT_LENGTH && isStorable(code);
}

/** Text of the caller's own within a message: cut so that an answer stays readable. */
export function quoted(text: string): string {
  return text.length > 80 ? `"${text.slice(0, 80)}…"` : `"${text}"`;
}

export function faultOfType(code: string, type: DocumentType | null, prefix: readonly string[]): UserError | null {
  if (type?.active) return null;
  const why = type ? 'is no longer active' : 'does not exist';
  return userError([...prefix, 'documentType'], 'DOCUMENT_TYPE_UNKNOWN', `document type ${quoted(code)} ${why}; documentTypes lists those that may be asked for`);
}

/** A source must be the caller's own (any, for an administrator), exist, be active, and be allowed by the type. `type` null: not checked. */
export function faultOfSource(
  caller: Caller,
  code: string,
  source: Source | null,
  type: DocumentType | null,
  prefix: readonly string[],
): UserError | null {
  const refuse = (why: string) => userError([...prefix, 'source'], 'SOURCE_NOT_ALLOWED', why);
  if (!mayAskFor(caller, code)) return refuse(`this token asks for source ${quoted(caller.source)} only; leave source out or use that one`);
  if (!source) return refuse(`source ${quoted(code)} does not exist; sources lists those that do`);
  if (!source.active) return refuse(`source ${quoted(code)} is no longer active`);
  if (type && type.allowedSources.length > 0 && !type.allowedSources.includes(code)) {
    return refuse(`document type ${quoted(type.code)} does not allow source ${quoted(code)}`);
  }
  return null;
}

/** The engine's configuration for this format of the type, or null where it offers none. */
export function engineConfigurationOf(type: DocumentType, format: DocumentFormat): string | null {
  if (!type.formats.includes(format)) return null;
  for (const name of [format, 'default']) {
    const id = Object.hasOwn(type.engineConfiguration, name) ? type.engineConfiguration[name] : undefined;
    if (id) return isPossibleCode(id) ? id : null;
  }
  return null;
}

export function formatNotOffered(type: DocumentType, format: DocumentFormat, prefix: readonly string[]): UserError {
  const offered = type.formats.filter((each) => engineConfigurationOf(type, each) !== null);
  const names = offered.length > 0 ? offered.join(', ') : 'none at the moment';
  return userError([...prefix, 'format'], 'FORMAT_NOT_OFFERED', `document type ${quoted(type.code)} is not offered as ${format}; offered: ${names}`);
}
