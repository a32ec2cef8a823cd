/** Who is signed in: the token, and what the gateway says that it stands for. */
import { ApolloProvider } from '@apollo/client/react';
import { createContext, useCallback, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import { createApi, refusesToken, type Api } from '../api/client';
import { graphql } from '../generated';
import { sentenceOf } from '../ui/sentence-of';
import type { AdminConfig } from './config';
import { forgetPerson, renewedToken, signOutAtIssuer } from './oidc';
import { rightsOf, type Rights } from './rights';
import { forgetToken, storedToken, storeToken } from './tokens';

const VIEWER = graphql(`
  query Viewer {
    viewer {
      subject
      tenant
      roles
      source
      expiresAt
    }
  }
`);

export interface Person {
  readonly subject: string;
  /** `*` for operators of all tenants. */
  readonly tenant: string;
  readonly roles: readonly string[];
  readonly source: string | null;
  readonly expiresAt: string;
}

export interface Session {
  readonly config: AdminConfig;
  /** Null until somebody has signed in. */
  readonly person: Person | null;
  readonly rights: Rights;
  /** Why the last one was ended, for the sign-in screen. */
  readonly ended: string | null;
  /** Rejects with a sentence where the gateway does not take the token. */
  signIn(token: string): Promise<void>;
  signOut(): void;
}

const EXPIRED = 'Your token is no longer valid. Sign in again.';

const SessionContext = createContext<Session | null>(null);

/** The session. Throws outside of SessionProvider. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('useSession is used outside of SessionProvider');
  return session;
}

/** Like useSession, of screens that nobody sees without having signed in. */
export function usePerson(): Person {
  const { person } = useSession();
  if (!person) throw new Error('nobody has signed in');
  return person;
}

interface State {
  readonly api: Api;
  readonly person: Person;
}

/** Shows `children` once it is known whether somebody is signed in; `waiting` until then. */
export function SessionProvider({ config, waiting, children }: { config: AdminConfig; waiting: ReactNode; children: (api: Api | null) => ReactNode }) {
  const [state, setState] = useState<State | null>(null);
  const [ended, setEnded] = useState<string | null>(null);
  const [known, setKnown] = useState(false);

  const end = useCallback((reason: string | null) => {
    forgetToken();
    setEnded(reason);
    setState((old) => {
      old?.api.close();
      return null;
    });
  }, []);

  const signIn = useCallback(
    async (token: string) => {
      const expired = () => {
        end(EXPIRED);
        void forgetPerson(config);
      };
      const api = createApi({ graphqlPath: config.graphqlPath, token: () => renewedToken(config, storedToken() ?? token), onUnauthenticated: expired });
      storeToken(token);
      try {
        const { data } = await api.client.query({ query: VIEWER, fetchPolicy: 'network-only' });
        if (!data) throw new Error('The gateway did not say who you are.');
        setEnded(null);
        setState((old) => {
          old?.api.close();
          return { api, person: { ...data.viewer, source: data.viewer.source ?? null } };
        });
      } catch (error) {
        api.close();
        forgetToken();
        // Who asked for it tells why.
        setEnded(null);
        throw error;
      }
    },
    [config, end],
  );

  useEffect(() => {
    const token = storedToken();
    const begun = token ? signIn(token).catch((error: unknown) => setEnded(refusesToken(error) ? EXPIRED : sentenceOf(error))) : Promise.resolve();
    void begun.finally(() => setKnown(true));
  }, [signIn]);

  const session = useMemo<Session>(
    () => ({
      config,
      person: state?.person ?? null,
      rights: rightsOf(state?.person.roles ?? []),
      ended,
      signIn,
      signOut: () => {
        end('You have signed out.');
        void signOutAtIssuer(config);
      },
    }),
    [config, state, ended, signIn, end],
  );

  if (!known) return waiting;
  const shown = children(state?.api ?? null);
  return <SessionContext value={session}>{state ? <ApolloProvider client={state.api.client}>{shown}</ApolloProvider> : shown}</SessionContext>;
}
