/**
 * The Reference Data API: document types, sources and parties over HTTP, as docs/reference-data-openapi.json describes it.
 *
 * items/ document types and sources · parties/ parties and their import · cache/ Redis, read first, and the invalidations that keep it
 * honest · http/ callers, preconditions, paging, problems · openapi/ the description · example-data/ what a new system begins with.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Sequelize } from 'sequelize';
import type { TokenVerifier } from '../platform/identity';
import type { Logger } from '../platform/logging';
import type { Service } from '../platform/service';
import { createApp } from './app';
import { CacheConnection } from './cache/connection';
import { Invalidation } from './cache/invalidation';
import { ItemCache } from './cache/item-cache';
import { Items } from './items/items';
import { DOCUMENT_TYPES, SOURCES } from './items/kinds';
import { Parties } from './parties/parties';

export interface ReferenceDataServiceOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Redis of the cache. All instances use the same. */
  readonly redisUrl: string;
  /** Put before every key in Redis. */
  readonly redisPrefix: string;
  readonly cacheTtlMs: number;
}

export interface ReferenceDataService extends Service {
  /** http://host:port, known once started. */
  readonly url: string;
}

/** A body may come slowly, for imports are long, but not in silence for longer than this, in ms. */
const SILENCE_MS = 60_000;
const HEADERS_MS = 15_000;
/** Calls that are still under way this long after stop() began are cut, in ms. */
const DRAIN_MS = 5_000;

/** The service over a migrated database. It starts and works without Redis, and uses it as soon as it is there. */
export function createReferenceDataService(
  options: ReferenceDataServiceOptions,
  parts: { database: Sequelize; logger: Logger; verifyToken: TokenVerifier },
): ReferenceDataService {
  const { database: db, logger, verifyToken } = parts;
  const connection = new CacheConnection(options.redisUrl, logger, () => invalidation.catchUp());
  const cache = new ItemCache(connection, { prefix: options.redisPrefix, ttlMs: options.cacheTtlMs });
  const invalidation: Invalidation = new Invalidation(db, cache, logger);
  let server: Server | null = null;
  let url = '';

  const app = createApp({
    db,
    documentTypes: new Items(DOCUMENT_TYPES, db, cache, invalidation),
    sources: new Items(SOURCES, db, cache, invalidation),
    parties: new Parties(db, cache, invalidation),
    verifyToken,
    logger,
    readiness: () => invalidation.readiness(),
  });

  return {
    name: 'reference-data',
    get url() {
      return url;
    },
    async start() {
      const listening = createServer({ headersTimeout: HEADERS_MS, requestTimeout: 0 }, app);
      listening.setTimeout(SILENCE_MS);
      await new Promise<void>((resolve, reject) => {
        listening.once('error', reject);
        listening.listen(options.port, options.host, resolve);
      });
      server = listening;
      url = `http://${options.host}:${(listening.address() as AddressInfo).port}`;
      connection.start();
      await invalidation.start();
    },
    async stop() {
      const stopping = server;
      server = null;
      if (stopping) await closeServer(stopping);
      await invalidation.stop();
      connection.stop();
    },
    readiness: () => invalidation.readiness(),
  };
}

async function closeServer(server: Server): Promise<void> {
  const cut = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
  clearTimeout(cut);
}
