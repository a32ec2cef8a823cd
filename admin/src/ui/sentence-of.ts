/** What to tell a person of a failure: the gateway's own sentence where it gave one. */
import { CombinedGraphQLErrors, ServerError } from '@apollo/client';

export function sentenceOf(error: unknown): string {
  if (CombinedGraphQLErrors.is(error)) return error.errors.map(({ message }) => message).join(' ');
  if (ServerError.is(error)) return problemOf(error.bodyText) ?? `The gateway answered ${error.statusCode}.`;
  if (error instanceof TypeError) return 'The gateway does not answer. Look whether it runs and whether you are online.';
  return error instanceof Error ? error.message : String(error);
}

function problemOf(body: string): string | null {
  try {
    const { errors, title } = JSON.parse(body) as { errors?: { message: string }[]; title?: string };
    return errors?.map(({ message }) => message).join(' ') ?? title ?? null;
  } catch {
    return null;
  }
}
