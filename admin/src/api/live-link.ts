/** Subscriptions over graphql-ws that go on, after a cut, from the last cursor that was seen. */
import { ApolloLink, Observable } from '@apollo/client';
import { print } from 'graphql';
import type { Client } from 'graphql-ws';

/** Of a result's root field, where it has one. */
function cursorOf(data: Record<string, unknown> | null | undefined): string | null {
  for (const field of Object.values(data ?? {})) {
    if (typeof field === 'object' && field !== null && 'cursor' in field && typeof field.cursor === 'string') return field.cursor;
  }
  return null;
}

/** An operation with a variable `after` resumes by it: its fields must select `cursor`. Others begin anew after a cut. */
export class LiveLink extends ApolloLink {
  constructor(private readonly socket: Client) {
    super();
  }

  override request(operation: ApolloLink.Operation): Observable<ApolloLink.Result> {
    const { operationName, query } = operation;
    // The client sends this very object again after each cut.
    const variables: Record<string, unknown> = { ...operation.variables };
    const resumes = query.definitions.some(
      (definition) => definition.kind === 'OperationDefinition' && definition.variableDefinitions?.some(({ variable }) => variable.name.value === 'after'),
    );
    return new Observable((sink) =>
      this.socket.subscribe<Record<string, unknown>>(
        { operationName, query: print(query), variables },
        {
          next: (result) => {
            const cursor = resumes ? cursorOf(result.data) : null;
            if (cursor) variables.after = cursor;
            sink.next(result as ApolloLink.Result);
          },
          error: (error) => sink.error(errorOf(error)),
          complete: () => sink.complete(),
        },
      ),
    );
  }
}

function errorOf(error: unknown): Error {
  if (error instanceof Error) return error;
  if (Array.isArray(error)) return new Error(error.map((each: { message?: string }) => each.message ?? 'unknown').join('; '));
  if (error instanceof CloseEvent) return new Error(`The live connection was closed (${error.code}${error.reason ? `: ${error.reason}` : ''}).`);
  return new Error('The live connection failed.');
}
