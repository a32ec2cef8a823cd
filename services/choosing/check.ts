/** What an action must be given: a filter that means something, and a note that can be stored. Pure. */
import type { UserError } from '../../domain/user-errors';
import { emptyLists, givenFields, type ErrorFilter } from '../reading';

/** Characters of a note, at most. */
const MAX_NOTE_LENGTH = 1_000;

export interface ActionInput {
  readonly filter: ErrorFilter;
  readonly note: string | null;
}

function fault(field: string[], message: string): UserError {
  return { field, code: 'BAD_USER_INPUT', message };
}

/** @param limit errors that one call may take. Empty where all is well. */
export function checkAction({ filter, note }: ActionInput, limit: number): UserError[] {
  const errors: UserError[] = [];
  if (givenFields(filter).length === 0) {
    errors.push(fault(['filter'], 'the filter is empty: say which errors are meant; there is no way to mean all of them by mistake'));
  }
  for (const name of emptyLists(filter)) errors.push(fault(['filter', name], `${name} is an empty list: leave it out, or name what is meant`));
  for (const name of ['ids', 'requestIds'] as const) {
    if ((filter[name]?.length ?? 0) > limit) errors.push(tooMany(limit, ['filter', name]));
  }
  if (note !== null && note.length > MAX_NOTE_LENGTH) {
    errors.push(fault(['note'], `the note has ${note.length} characters; at most ${MAX_NOTE_LENGTH} are allowed`));
  }
  if (note?.includes('\0')) errors.push(fault(['note'], 'the note holds a NUL character, which cannot be stored'));
  return errors;
}

export function tooMany(limit: number, field: string[] = ['filter']): UserError {
  return { field, code: 'TOO_LARGE', message: `more than ${limit} errors are meant; narrow the filter and call again for the rest` };
}
