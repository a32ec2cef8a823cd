/** The gateway's GraphQL, over HTTP and over graphql-ws, with a normalised cache. */
import { ApolloClient, ApolloLink, CombinedGraphQLErrors, HttpLink, InMemoryCache } from '@apollo/client';
import { SetContextLink } from '@apollo/client/link/context';
import { ErrorLink } from '@apollo/client/link/error';
import { OperationTypeNode } from 'graphql';
import { createClient } from 'graphql-ws';
import { connectionIs } from './connection';
import { LiveLink } from './live-link';

export interface ApiOptions {
  readonly graphqlPath: string;
  /** The token to send now. */
  readonly token: () => Promise<string>;
  readonly onUnauthenticated: () => void;
}

export interface Api {
  readonly client: ApolloClient;
  close(): void;
}

/** A silent connection is asked for a sign of life this often, in ms, and given up when none came for as long. */
const KEEP_ALIVE_MS = 8_000;
const LONGEST_WAIT_MS = 5_000;
/** Closes that no new try mends: refused operation or protocol. */
const FINAL_CLOSES = new Set([4400, 4401, 4406, 4409]);
/** The token is refused, or has expired meanwhile. */
const FORBIDDEN = 4403;

/** Whether the gateway does not, or no longer, take the token. */
export function refusesToken(error: unknown): boolean {
  return CombinedGraphQLErrors.is(error) && error.errors.some(({ extensions }) => extensions?.code === 'UNAUTHENTICATED');
}

export function createApi({ graphqlPath, token, onUnauthenticated }: ApiOptions): Api {
  const socketUrl = `${location.origin.replace(/^http/, 'ws')}${graphqlPath}`;
  let pongTimer: number | undefined;
  let active: WebSocket | null = null;
  /** A token that was good until now may have a successor; one that is refused at once has none. */
  let taken = false;
  const refused = (code: number) => code === 4401 || (code === FORBIDDEN && !taken);
  const socket = createClient({
    url: socketUrl,
    lazy: true,
    keepAlive: KEEP_ALIVE_MS,
    connectionParams: async () => ({ authorization: `Bearer ${await token()}` }),
    retryAttempts: Infinity,
    retryWait: (tries) => new Promise((resolve) => setTimeout(resolve, Math.min(LONGEST_WAIT_MS, 250 * 2 ** tries) * (0.5 + Math.random() / 2))),
    shouldRetry: (problem) => !(problem instanceof CloseEvent && (FINAL_CLOSES.has(problem.code) || refused(problem.code))),
    on: {
      opened: (opened) => {
        active = opened as WebSocket;
        taken = false;
      },
      connected: () => {
        taken = true;
        connectionIs('connected');
      },
      closed: (event) => {
        window.clearTimeout(pongTimer);
        const { code, wasClean } = event as CloseEvent;
        if (refused(code)) onUnauthenticated();
        connectionIs(wasClean && code === 1000 ? 'idle' : 'reconnecting');
      },
      ping: (received) => {
        if (!received) pongTimer = window.setTimeout(() => active?.close(4408, 'no sign of life'), KEEP_ALIVE_MS);
      },
      pong: (received) => {
        if (received) window.clearTimeout(pongTimer);
      },
    },
  });

  const authorize = new SetContextLink(async ({ headers }) => ({ headers: { ...(headers as object), authorization: `Bearer ${await token()}` } }));
  const watch = new ErrorLink(({ error }) => {
    if (refusesToken(error)) onUnauthenticated();
  });
  const client = new ApolloClient({
    link: ApolloLink.split(
      ({ operationType }) => operationType === OperationTypeNode.SUBSCRIPTION,
      new LiveLink(socket),
      ApolloLink.from([watch, authorize, new HttpLink({ uri: graphqlPath })]),
    ),
    cache: new InMemoryCache({
      typePolicies: {
        // One code, several versions.
        DocumentType: { keyFields: ['code', 'version'] },
        Source: { keyFields: ['code'] },
        StatusEvent: { keyFields: ['requestId', 'sequence'] },
        SystemStatus: { keyFields: [] },
        Viewer: { keyFields: [] },
      },
    }),
    defaultOptions: { watchQuery: { fetchPolicy: 'cache-and-network' } },
  });
  return {
    client,
    close: () => {
      void socket.dispose();
      client.stop();
      connectionIs('idle');
    },
  };
}
