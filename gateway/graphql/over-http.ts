/** GraphQL over HTTP: Apollo Server for parsing, validation and content negotiation; our errors, limits and context. */
import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import { expressMiddleware } from '@as-integrations/express5';
import type { RequestHandler } from 'express';
import type { GraphQLSchema } from 'graphql';
import { CodedError } from '../../domain/user-errors';
import type { Logger } from '../../platform/logging';
import type { OperationContext } from '../../resolvers';
import { checkOperationLimits, MAX_TOKENS } from './limits';
import { httpStatusOf, publicError } from './public-error';

export interface HttpGraphQL {
  readonly handler: RequestHandler;
  stop(): Promise<void>;
}

/** The handler of an authenticated request with a parsed body; its context is what `contextOf` made of the response's locals. */
export async function graphqlOverHttp(
  schema: GraphQLSchema,
  options: { introspection: boolean; logger: Logger; contextOf: (locals: Record<string, unknown>) => OperationContext },
): Promise<HttpGraphQL> {
  const { logger } = options;
  const server = new ApolloServer<OperationContext>({
    schema,
    introspection: options.introspection,
    includeStacktraceInErrorResponses: false,
    persistedQueries: false,
    parseOptions: { maxTokens: MAX_TOKENS },
    stopOnTerminationSignals: false,
    // Errors of an operation are made by the plugin, which knows its trace; these are of requests that hold none.
    formatError: (formatted) => ({ ...formatted, extensions: { code: 'BAD_USER_INPUT' } }),
    plugins: [limits(schema), errors(logger), ApolloServerPluginLandingPageDisabled()],
    logger: {
      debug: (message) => logger.debug(message),
      info: (message) => logger.debug(message),
      warn: (message) => logger.warn(message),
      error: (message) => logger.error(message),
    },
  });
  await server.start();
  return {
    handler: expressMiddleware(server, { context: async ({ res }) => options.contextOf(res.locals) }),
    stop: () => server.stop(),
  };
}

function limits(schema: GraphQLSchema): ApolloServerPlugin<OperationContext> {
  return {
    requestDidStart: async () => ({
      didResolveOperation: async ({ document, operation, request }) => {
        if (operation?.operation === 'subscription') {
          throw new CodedError('BAD_USER_INPUT', 'subscriptions are answered over WebSocket: connect to this address by the protocol graphql-transport-ws');
        }
        checkOperationLimits(schema, document, request.operationName, request.variables);
      },
    }),
  };
}

/** Puts our own errors in place of those that Apollo formatted, and a status on answers that hold nothing else. */
function errors(logger: Logger): ApolloServerPlugin<OperationContext> {
  return {
    requestDidStart: async () => ({
      willSendResponse: async ({ response, errors: raised, contextValue }) => {
        if (!raised || raised.length === 0 || response.body.kind !== 'single') return;
        const told = raised.map((error) => publicError(error, contextValue.trace, logger));
        const { singleResult } = response.body;
        singleResult.errors = told;
        const [first] = told;
        if (singleResult.data === undefined && first) response.http.status = httpStatusOf(first);
        const waits = told.flatMap((error) => (typeof error.extensions?.retryAfterSeconds === 'number' ? [error.extensions.retryAfterSeconds] : []));
        if (waits.length > 0) response.http.headers.set('retry-after', String(Math.max(...waits)));
      },
    }),
  };
}

