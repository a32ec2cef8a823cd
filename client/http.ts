/** Queries, mutations and downloads over HTTP. */
import { setTimeout as sleep } from 'node:timers/promises';
import { fromGraphQLErrors, isPassing, isRecord, OmsError } from './errors';

export type TokenSource = string | (() => string | Promise<string>);

export interface HttpOptions {
  readonly url: string;
  readonly token: TokenSource;
  readonly timeoutMs?: number;
}

export interface Http {
  /** One operation. `repeatable` ones are tried again, a few times, where the gateway is away for a moment. */
  graphql<T>(query: string, variables: Record<string, unknown>, options?: { repeatable?: boolean }): Promise<T>;
  /** The bytes at `url`, which may be relative to the gateway's address. */
  download(url: string): Promise<Buffer>;
}

const TRIES = 5;
const FIRST_WAIT_MS = 200;
const LONGEST_WAIT_MS = 10_000;

/** The address of the GraphQL endpoint from that of the gateway. */
export function endpointOf(url: string): URL {
  const endpoint = new URL(url);
  if (!endpoint.pathname.endsWith('/graphql')) endpoint.pathname = `${endpoint.pathname.replace(/\/$/, '')}/graphql`;
  return endpoint;
}

/** The token to send now. */
export async function currentToken(source: TokenSource): Promise<string> {
  return typeof source === 'string' ? source : source();
}

export function createHttp(options: HttpOptions): Http {
  const endpoint = endpointOf(options.url);
  const timeoutMs = options.timeoutMs ?? 60_000;

  const send = async (url: URL, init: { method: string; body?: string; headers?: Record<string, string> }): Promise<Response> => {
    const authorization = `Bearer ${await currentToken(options.token)}`;
    try {
      return await fetch(url, { ...init, headers: { ...init.headers, authorization }, signal: AbortSignal.timeout(timeoutMs) });
    } catch (error) {
      throw unreachable(url, error);
    }
  };

  const once = async <T>(query: string, variables: Record<string, unknown>): Promise<T> => {
    const response = await send(endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ query, variables }),
    });
    const text = await bodyOf(endpoint, () => response.text());
    const answer = parseJson(text);
    if (isRecord(answer) && Array.isArray(answer.errors) && answer.errors.length > 0) throw fromGraphQLErrors(answer.errors);
    if (response.ok && isRecord(answer) && isRecord(answer.data)) return answer.data as T;
    throw failedAnswer(response, answer);
  };

  return {
    async graphql<T>(query: string, variables: Record<string, unknown>, { repeatable = false } = {}) {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await once<T>(query, variables);
        } catch (error) {
          if (!(error instanceof OmsError) || !repeatable || attempt >= TRIES || !isPassing(error)) throw error;
          const backoff = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** attempt * Math.random());
          await sleep(Math.max(backoff, (error.retryAfterSeconds ?? 0) * 1000));
        }
      }
    },
    async download(url) {
      const address = new URL(url, endpoint);
      // A token never leaves for another host, whatever an answer names.
      if (address.host !== endpoint.host) throw new OmsError('PROTOCOL', `the document is at ${address.host}, not at the gateway`);
      const response = await send(address, { method: 'GET' });
      if (!response.ok) throw failedAnswer(response, parseJson(await bodyOf(address, () => response.text())));
      return Buffer.from(await bodyOf(address, () => response.arrayBuffer()));
    },
  };
}

async function bodyOf<T>(url: URL, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw unreachable(url, error);
  }
}

function unreachable(url: URL, cause: unknown): OmsError {
  const deeper = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  const why = deeper instanceof Error ? deeper.message : String(deeper);
  return new OmsError('SERVICE_UNAVAILABLE', `no answer from ${url.origin}: ${why}`, { cause });
}

/** Of an HTTP failure: problem+json with a code, or the status alone. */
function failedAnswer(response: Response, body: unknown): OmsError {
  const problem = isRecord(body) ? body : {};
  const retryAfter = Number(response.headers.get('retry-after') ?? problem.retryAfterSeconds);
  return new OmsError(
    typeof problem.code === 'string' ? problem.code : codeOfStatus(response.status),
    typeof problem.detail === 'string' ? problem.detail : `the gateway answered ${response.status}`,
    { retryAfterSeconds: Number.isFinite(retryAfter) ? retryAfter : undefined },
  );
}

function codeOfStatus(status: number): string {
  const codes: Record<number, string> = {
    400: 'BAD_USER_INPUT',
    401: 'UNAUTHENTICATED',
    403: 'FORBIDDEN',
    404: 'NOT_FOUND',
    413: 'TOO_LARGE',
    429: 'RATE_LIMITED',
  };
  return codes[status] ?? (status >= 500 ? 'SERVICE_UNAVAILABLE' : 'PROTOCOL');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
