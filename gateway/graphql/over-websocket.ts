/** GraphQL over WebSocket (graphql-transport-ws): queries, mutations and subscriptions under the same identity, limits and errors as over HTTP. */
import { execute, getOperationAST, GraphQLError, NoSchemaIntrospectionCustomRule, parse, specifiedRules, subscribe, validate } from 'graphql';
import type { DocumentNode, ExecutionArgs, ExecutionResult, GraphQLSchema } from 'graphql';
import { makeServer, type Context, type SubscribePayload } from 'graphql-ws';
import { LRUCache } from 'lru-cache';
import { CodedError } from '../../domain/user-errors';
import { SubscriberTooSlow } from '../../feed/subscriptions';
import type { TokenVerifier } from '../../platform/identity';
import type { Logger } from '../../platform/logging';
import type { OperationContext, Trace } from '../../resolvers';
import { identify, type Identity } from '../http/identity';
import { traceOf } from '../http/trace';
import { checkDocumentSize, checkOperationLimits, MAX_TOKENS } from './limits';
import { publicError } from './public-error';
import { closeReason, TOO_SLOW, type SocketExtra } from './sockets';

/** The caller may not use this connection, or no longer. */
const FORBIDDEN = 4403;
/** setTimeout's own bound, in ms. */
const LONGEST_TIMER = 2 ** 31 - 1;
/** Documents kept parsed and validated: thousands of subscribers send the same one. */
const KNOWN_DOCUMENTS = 500;
/** Longer documents are not worth keeping. */
const KEPT_LENGTH = 20_000;

export interface WebSocketGraphQLOptions {
  readonly introspection: boolean;
  readonly verifyToken: TokenVerifier;
  readonly logger: Logger;
  readonly contextOf: (identity: Identity, trace: Trace, request: SocketExtra['request']) => OperationContext;
}

type Connection = Context<Record<string, unknown> | undefined, SocketExtra>;

/** The protocol's server; `sockets.ts` feeds it connections. */
export function graphqlOverWebSocket(schema: GraphQLSchema, options: WebSocketGraphQLOptions) {
  const { logger, verifyToken } = options;
  const identities = new WeakMap<SocketExtra, Identity>();
  const documents = knownDocuments(schema, options.introspection);
  /** Of an error that reaches a hook without its operation: the connection's own trace. */
  const traceOfConnection = (connection: Connection) => traceOf(connection.extra.request.headers);

  const prepare = (connection: Connection, payload: SubscribePayload): ExecutionArgs | GraphQLError[] => {
    const identity = identities.get(connection.extra);
    if (!identity) throw new CodedError('UNAUTHENTICATED', 'this connection has no identity; connect again with a valid token');
    const document = documents(payload.query);
    if (Array.isArray(document)) return document;
    if (!getOperationAST(document, payload.operationName)) {
      return [new GraphQLError('Name the operation to run: the document holds none of this name, or several.')];
    }
    checkOperationLimits(schema, document, payload.operationName, payload.variables);
    return {
      schema,
      document,
      operationName: payload.operationName,
      variableValues: payload.variables,
      contextValue: options.contextOf(identity, traceOfConnection(connection), connection.extra.request),
    };
  };

  return makeServer<Record<string, unknown> | undefined, SocketExtra>({
    execute,
    subscribe: subscribeOrRefuse,
    onConnect: async (connection) => {
      const { extra, connectionParams } = connection;
      try {
        const identity = await identify(authorizationOf(connectionParams, extra), verifyToken);
        identities.set(extra, identity);
        closeAtExpiry(extra, identity.caller.expiresAt);
        return true;
      } catch (error) {
        const told = publicError(error, traceOfConnection(connection), logger);
        extra.socket.close(FORBIDDEN, closeReason(told.message));
        return false;
      }
    },
    onSubscribe: (connection, _id, payload) => {
      try {
        return prepare(connection, payload);
      } catch (error) {
        return [new GraphQLError(error instanceof Error ? error.message : String(error), { originalError: error instanceof Error ? error : undefined })];
      }
    },
    onNext: (_connection, _id, _payload, args, result) => {
      if (!result.errors) return undefined;
      const { trace } = args.contextValue as OperationContext;
      return { ...result, errors: result.errors.map((error) => publicError(error, trace, logger)) };
    },
    onError: (connection, _id, _payload, errors) => {
      if (errors.some((error) => error instanceof GraphQLError && error.originalError instanceof SubscriberTooSlow)) {
        connection.extra.socket.close(TOO_SLOW, 'too slow: connect again and resume from your last cursor');
      }
      const refused = errors.flatMap((error) => (error instanceof GraphQLError && error.originalError instanceof Refused ? error.originalError.errors : [error]));
      return refused.map((error) => publicError(error, traceOfConnection(connection), logger));
    },
  });
}

/** Why a subscription did not begin. */
class Refused extends Error {
  constructor(readonly errors: readonly GraphQLError[]) {
    super('refused');
  }
}

/** Subscribes; a refusal ends the operation by the protocol's `error`, whether it comes up at once or at the first event. */
async function subscribeOrRefuse(args: ExecutionArgs): Promise<AsyncIterable<ExecutionResult>> {
  const result = await subscribe(args);
  if (Symbol.asyncIterator in result) return result;
  const refusal = new Refused(result.errors ?? []);
  return { [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(refusal) }) };
}

/** The token of the connection parameters, or of the upgrade request where they bring none. */
function authorizationOf(params: Record<string, unknown> | undefined, extra: SocketExtra): string | undefined {
  const given = params?.authorization ?? params?.Authorization;
  return typeof given === 'string' ? given : extra.request.headers.authorization;
}

function closeAtExpiry({ socket }: SocketExtra, expiresAt: number): void {
  const wait = expiresAt - Date.now();
  if (wait > LONGEST_TIMER) return;
  const timer = setTimeout(() => socket.close(FORBIDDEN, 'the token has expired; connect again with a valid one'), Math.max(0, wait));
  socket.once('close', () => clearTimeout(timer));
}

/** Parses and validates, remembering short documents; gives the errors of one that is refused. Throws TOO_LARGE. */
function knownDocuments(schema: GraphQLSchema, introspection: boolean): (query: string) => DocumentNode | GraphQLError[] {
  const known = new LRUCache<string, DocumentNode>({ max: KNOWN_DOCUMENTS });
  const rules = introspection ? specifiedRules : [...specifiedRules, NoSchemaIntrospectionCustomRule];
  return (query) => {
    const kept = known.get(query);
    if (kept) return kept;
    checkDocumentSize(query);
    let document: DocumentNode;
    try {
      document = parse(query, { maxTokens: MAX_TOKENS });
    } catch (error) {
      if (error instanceof GraphQLError) return [error];
      throw error;
    }
    const errors = validate(schema, document, rules);
    if (errors.length > 0) return [...errors];
    if (query.length <= KEPT_LENGTH) known.set(query, document);
    return document;
  };
}
