/** The gateway's life: routes in their order, start, readiness, stop. */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type Express, type RequestHandler } from 'express';
import type { GraphQLSchema } from 'graphql';
import { CodedError } from '../domain/user-errors';
import type { Readiness, Service } from '../platform/service';
import { buildGatewaySchema, OperationContext, type GatewayServices, type Trace } from '../resolvers';
import { ADMIN_PATH, adminUiRoutes } from './admin-ui';
import type { GatewayDeps } from './deps';
import { checkDocumentSize } from './graphql/limits';
import { graphqlOverHttp, type HttpGraphQL } from './graphql/over-http';
import { graphqlOverWebSocket } from './graphql/over-websocket';
import { serveSockets, type Sockets } from './graphql/sockets';
import { downloadRoutes } from './http/downloads';
import { exportRoutes } from './http/exports';
import { healthRoutes } from './http/health';
import { requireIdentity, type Identity } from './http/identity';
import { notFound, problemHandler } from './http/problems';
import { queueBoardRoutes } from './http/queue-board';
import { securityHeaders } from './http/security-headers';
import { traceOf } from './http/trace';
import { localPages } from './local-pages';
import { gatewayServices } from './services';

const GRAPHQL_PATH = '/graphql';
/** What is under way has this long to end when the gateway stops, in ms. */
const DRAIN_MS = 5_000;

export interface Gateway extends Service {
  /** `http://host:port`; known once it has started. */
  readonly url: string;
}

/** A gateway that listens from start() on. Start what it stands on before, and stop it after. */
export function createGateway(deps: GatewayDeps): Gateway {
  return new HttpGateway(deps);
}

class HttpGateway implements Gateway {
  readonly name = 'gateway';
  url = '';
  private state: 'stopped' | 'running' | 'stopping' = 'stopped';
  private server: Server | null = null;
  private sockets: Sockets | null = null;
  private graphql: HttpGraphQL | null = null;
  private readonly services: GatewayServices;

  constructor(private readonly deps: GatewayDeps) {
    this.services = gatewayServices(deps);
  }

  async start(): Promise<void> {
    const { config, logger, verifyToken } = this.deps;
    const schema = buildGatewaySchema();
    this.graphql = await graphqlOverHttp(schema, {
      introspection: config.local,
      logger,
      contextOf: (locals) => this.contextOf(locals.identity as Identity, locals.trace as Trace, locals.request as IncomingMessage),
    });
    const server = createServer(this.routes(this.graphql, schema));
    const protocol = graphqlOverWebSocket(schema, {
      introspection: config.local,
      verifyToken,
      logger,
      contextOf: (identity, trace, request) => this.contextOf(identity, trace, request),
    });
    this.sockets = serveSockets(server, protocol, { path: GRAPHQL_PATH, maxPayload: config.limits.bodyBytes, logger });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(config.port, config.host, resolve);
    });
    this.server = server;
    this.url = `http://${config.host}:${(server.address() as AddressInfo).port}`;
    this.state = 'running';
  }

  async stop(): Promise<void> {
    const { server, sockets, graphql } = this;
    this.server = null;
    if (!server) return;
    this.state = 'stopping';
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeIdleConnections();
    const late = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
    await sockets?.close(DRAIN_MS);
    await closed;
    clearTimeout(late);
    await graphql?.stop();
    this.state = 'stopped';
  }

  readiness(): Readiness {
    if (this.state !== 'running') return { ready: false, reason: this.state };
    return this.deps.readiness();
  }

  private routes(graphql: HttpGraphQL, schema: GraphQLSchema): Express {
    const { config, database, logger, localTokens, outputStore, queues, verifyToken } = this.deps;
    const { bodyBytes } = config.limits;
    const https = config.publicUrl?.startsWith('https:') ?? false;
    const app = express();
    app.disable('x-powered-by');
    app.disable('etag');
    app.use(securityHeaders({ https }));
    app.use(this.trace());
    app.use(healthRoutes(database, () => this.readiness()));
    app.use(this.refuseWhileStopping());
    app.use(
      GRAPHQL_PATH,
      requireIdentity(verifyToken),
      express.json({ limit: bodyBytes }),
      (req, _res, next) => {
        checkDocumentSize((req.body as { query?: unknown } | undefined)?.query ?? req.query.query);
        next();
      },
      graphql.handler,
    );
    app.use(downloadRoutes({ reader: this.services.reader, outputStore, verifyToken, logger }));
    app.use(exportRoutes({ reader: this.services.reader, schema, verifyToken, logger, pageSize: config.limits.page }));
    app.use(queueBoardRoutes({ queues, verifyToken, https }));
    app.use(adminUiRoutes({ ...config.admin, graphqlPath: GRAPHQL_PATH, localTokens, publicUrl: config.publicUrl }));
    if (config.local) app.use(localPages({ graphqlPath: GRAPHQL_PATH, adminPath: ADMIN_PATH, referenceDataUrl: config.referenceDataUrl }));
    app.use(notFound('there is nothing at this address; GraphQL is at /graphql'));
    app.use(problemHandler(logger, { graphqlPath: GRAPHQL_PATH, bodyLimit: bodyBytes }));
    return app;
  }

  /** Gives each request its trace, says so in the answer, and logs what became of it. */
  private trace(): RequestHandler {
    const { logger } = this.deps;
    return (req, res, next) => {
      const begun = performance.now();
      const trace = traceOf(req.headers);
      res.locals.trace = trace;
      res.locals.request = req;
      res.setHeader('x-trace-id', trace.traceId);
      res.setHeader('traceparent', trace.traceparent);
      res.once('close', () => {
        const ms = Math.round(performance.now() - begun);
        logger.debug({ traceId: trace.traceId, method: req.method, path: req.originalUrl.split('?')[0], status: res.statusCode, ms }, 'answered');
      });
      next();
    };
  }

  private refuseWhileStopping(): RequestHandler {
    return (_req, res, next) => {
      if (this.state === 'running') return next();
      res.setHeader('connection', 'close');
      throw new CodedError('SERVICE_UNAVAILABLE', 'this gateway is going away; another one will answer', 1);
    };
  }

  private contextOf({ caller, token }: Identity, trace: Trace, request: IncomingMessage): OperationContext {
    const publicUrl = this.deps.config.publicUrl?.replace(/\/$/, '') ?? `http://${request.headers.host ?? ''}`;
    return new OperationContext(this.services, caller, token, trace, publicUrl);
  }
}
