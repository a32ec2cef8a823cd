/** What the gateway gives outside of GraphQL, read with the token: finished documents and exports. */
import { useCallback } from 'react';
import { renewedToken } from '../session/oidc';
import { useSession } from '../session/session';
import { storedToken } from '../session/tokens';

export type AuthorizedFetch = (path: string, signal?: AbortSignal, method?: 'GET' | 'POST') => Promise<Response>;

/** A fetch of a path of the gateway. It rejects, with the gateway's own sentence, unless the answer is good. */
export function useAuthorizedFetch(): AuthorizedFetch {
  const { config } = useSession();
  return useCallback(
    async (path, signal, method = 'GET') => {
      const token = await renewedToken(config, storedToken() ?? '');
      const answer = await fetch(path, { method, headers: { authorization: `Bearer ${token}` }, signal });
      if (answer.ok) return answer;
      const { title } = (await answer.json().catch(() => ({}))) as { title?: string };
      throw new Error(title ?? `The gateway answered ${answer.status}.`);
    },
    [config],
  );
}

/** The file name that an answer gives itself. */
export function nameOf(answer: Response): string | null {
  return /filename="([^"]+)"/.exec(answer.headers.get('content-disposition') ?? '')?.[1] ?? null;
}
