/** One HTTP exchange with the engine's side: a deadline for all of it, and every failure as an EngineCallFailed of the right kind. */
import { retryAfterMs } from '../../platform/protection/retry-after';
import { EngineCallFailed } from '../../services/ports/document-engine';

export interface Exchange {
  readonly url: string;
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly timeoutMs: number;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

const SAID_AT_MOST = 200;

/** The answer, whatever its status. Rejects with `timeout` or `unavailable` where there is none. `call` names it in messages. */
export async function exchange(call: string, { url, timeoutMs, ...init }: Exchange): Promise<HttpAnswer> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    // A redirect is not followed: it would take our credentials to a place that nobody configured.
    const response = await fetch(url, { ...init, redirect: 'manual', signal });
    return { status: response.status, headers: response.headers, body: await response.text() };
  } catch (error) {
    if (signal.aborted) throw new EngineCallFailed('timeout', `${call}: no answer within ${timeoutMs} ms`, undefined, { cause: error });
    throw new EngineCallFailed('unavailable', `${call}: ${reason(error)}`, undefined, { cause: error });
  }
}

function reason(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : null;
  switch (code) {
    case 'ECONNREFUSED':
      return 'the connection was refused';
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'the host name was not found';
    default:
      return `the connection broke${code ? ` (${code})` : ''}`;
  }
}

/** What the other side said about its refusal, if it said it in a way that can be shown. */
function said(body: string): string {
  try {
    const { message } = JSON.parse(body) as { message?: unknown };
    return typeof message === 'string' ? `: ${message.slice(0, SAID_AT_MOST)}` : '';
  } catch {
    return '';
  }
}

/** The failure that an answer of this status stands for. */
export function failureOf(call: string, answer: HttpAnswer): EngineCallFailed {
  const { status } = answer;
  const message = `${call}: HTTP ${status}${said(answer.body)}`;
  // 401 says something about our credentials and nothing about the documents: they must not fail for good because of it.
  if (status >= 500 || status === 429 || status === 401) {
    return new EngineCallFailed('unavailable', message, retryAfterMs(answer.headers.get('retry-after')));
  }
  if (status === 408) return new EngineCallFailed('timeout', message);
  return new EngineCallFailed(status >= 400 ? 'rejected' : 'protocol', message);
}
