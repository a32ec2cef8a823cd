/** A client of the public contract, as plain as can be: one HTTP call, one subscription. */
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';

export interface ToldError {
  readonly message: string;
  readonly extensions: Readonly<Record<string, unknown>>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly data: Record<string, unknown> | null;
  readonly errors: readonly ToldError[];
}

/** Sends one operation. Without a token, none is sent. */
export async function ask(url: string, token: string | null, query: string, variables: Record<string, unknown> = {}): Promise<Answer> {
  return post(url, token, JSON.stringify({ query, variables }));
}

/** The same with a body of the test's own. */
export async function post(url: string, token: string | null, body: string): Promise<Answer> {
  const headers = { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) };
  const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body });
  const text = await response.text();
  const { data = null, errors = [] } = JSON.parse(text) as { data?: Answer['data']; errors?: ToldError[] };
  return { status: response.status, headers: response.headers, text, data, errors };
}

/** The codes of an answer's errors. */
export function codes(answer: { readonly errors: readonly ToldError[] }): unknown[] {
  return answer.errors.map((error) => error.extensions.code);
}

export interface Followed {
  /** The `data` of each event. */
  readonly events: Record<string, unknown>[];
  readonly errors: readonly ToldError[];
  /** How the socket was closed by the other side; null where it was not. */
  readonly closed: { readonly code: number; readonly reason: string } | null;
}

/** Follows one operation over WebSocket until it completes, fails, is closed, or has given `take` events. */
export async function follow(
  url: string,
  token: string | null,
  query: string,
  variables: Record<string, unknown> = {},
  take = Number.POSITIVE_INFINITY,
): Promise<Followed> {
  const client = createClient({
    url: `${url.replace(/^http/, 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: token ? { authorization: `Bearer ${token}` } : {},
    retryAttempts: 0,
  });
  const events: Record<string, unknown>[] = [];
  const told: ToldError[] = [];
  try {
    for await (const { data, errors = [] } of client.iterate<Record<string, unknown>>({ query, variables })) {
      if (data) events.push(data);
      told.push(...errors.map(({ message, extensions = {} }) => ({ message, extensions })));
      if (events.length >= take) break;
    }
    return { events, errors: told, closed: null };
  } catch (error) {
    if (Array.isArray(error)) return { events, errors: error as ToldError[], closed: null };
    if (isClose(error)) return { events, errors: [], closed: { code: error.code, reason: error.reason } };
    throw error;
  } finally {
    await client.dispose();
  }
}

function isClose(error: unknown): error is { code: number; reason: string } {
  return typeof error === 'object' && error !== null && 'code' in error && 'reason' in error && typeof error.code === 'number';
}
