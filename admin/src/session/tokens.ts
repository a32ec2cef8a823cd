/** The token of this tab: kept in sessionStorage, so that another tab may be another person. */

const KEY = 'oms.token';

export function storedToken(): string | null {
  return sessionStorage.getItem(KEY);
}

export function storeToken(token: string): void {
  sessionStorage.setItem(KEY, token);
}

export function forgetToken(): void {
  sessionStorage.removeItem(KEY);
}

export interface LocalTokenWish {
  readonly roles: readonly string[];
  readonly tenant: string;
  readonly source?: string;
  readonly subject?: string;
}

/** A token for local use. Rejects with the gateway's own sentence. */
export async function localToken(wish: LocalTokenWish): Promise<string> {
  const answer = await fetch('/admin/local-token', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(wish),
  });
  const body = (await answer.json().catch(() => ({}))) as { token?: string; title?: string };
  if (!answer.ok || !body.token) throw new Error(body.title ?? `The gateway answered ${answer.status}.`);
  return body.token;
}
