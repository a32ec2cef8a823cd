/** The Authorization header of calls: none, a fixed one, or a bearer token by OAuth2 client credentials, kept until shortly before it expires. */
import { EngineCallFailed } from '../../services/ports/document-engine';
import { readAnswer, tokenSchema } from './answers';
import { exchange, failureOf } from './http';
import type { ThunderheadSettings } from './settings';

export interface Authorization {
  /** The header's value; null for none. Simultaneous callers share one token request. Rejects with EngineCallFailed. */
  value(): Promise<string | null>;
  /** The engine answered 401 to this value. @returns whether another one can be had, so that repeating the call makes sense. */
  refused(value: string | null): boolean;
}

const CALL = 'token request';
/** A token is renewed this much before its end, so that it does not expire on the way. */
const MARGIN_MS = 10_000;

type OAuth = NonNullable<ThunderheadSettings['oauth']>;

export function authorizationOf(settings: ThunderheadSettings): Authorization {
  if (settings.oauth) return new ClientCredentials(settings.oauth, settings.timeoutMs);
  return { value: () => Promise.resolve(settings.authorization), refused: () => false };
}

class ClientCredentials implements Authorization {
  private kept: { readonly value: string; readonly until: number } | null = null;
  private asking: Promise<string> | null = null;

  constructor(
    private readonly oauth: OAuth,
    private readonly timeoutMs: number,
  ) {}

  async value(): Promise<string> {
    if (this.kept && Date.now() < this.kept.until) return this.kept.value;
    this.asking ??= this.ask().finally(() => {
      this.asking = null;
    });
    return this.asking;
  }

  refused(value: string | null): boolean {
    // Another call may have brought a new token meanwhile: that one is kept.
    if (this.kept?.value === value) this.kept = null;
    return true;
  }

  private async ask(): Promise<string> {
    const { tokenUrl, clientId, clientSecret } = this.oauth;
    const credentials = Buffer.from(`${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`).toString('base64');
    const answer = await exchange(CALL, {
      url: tokenUrl,
      method: 'POST',
      headers: { authorization: `Basic ${credentials}`, 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      body: 'grant_type=client_credentials',
      timeoutMs: this.timeoutMs,
    });
    if (answer.status !== 200) {
      const failure = failureOf(CALL, answer);
      // The engine never saw the call: whatever is wrong, no document was rejected.
      throw failure.kind === 'rejected' ? new EngineCallFailed('unavailable', failure.message, failure.retryAfterMs) : failure;
    }
    const { access_token: token, expires_in: seconds } = readAnswer(CALL, tokenSchema, answer.body);
    const value = `Bearer ${token}`;
    this.kept = { value, until: Date.now() + Math.max(seconds * 1000 - MARGIN_MS, (seconds * 1000) / 2) };
    return value;
  }
}
