/** The connection to Postgres and the one way to open a transaction. */
import type { Socket } from 'node:net';
import { Sequelize, QueryTypes, type Transaction } from 'sequelize';
import { types } from 'pg';

/** bigint columns here are counts, positions and offsets below 2^53: numbers, not strings. */
types.setTypeParser(types.builtins.INT8, (text) => Number(text));

export interface DatabaseOptions {
  readonly url: string;
  /** Connections at most. */
  readonly poolSize: number;
  /** Shown in pg_stat_activity. */
  readonly applicationName: string;
  /** A statement that takes longer is cancelled, in ms. */
  readonly statementTimeoutMs: number;
  /** A session that holds a transaction open without speaking for longer is ended by Postgres, in ms: a stalled process frees its locks. */
  readonly idleInTransactionTimeoutMs: number;
}

/** Postgres itself ends what takes too long; so many ms later it is not there any more. */
const SILENCE_MARGIN_MS = 3_000;
/** Less than is waited for a connection of the pool, so that what could not be dialled is what rejects. */
const CONNECT_WITHIN_MS = 8_000;

/**
 * Opens a pool. Connections are made when first used; `close()` ends it. A connection that says nothing for longer than a statement may take is
 * given up, and what was asked of it rejects: a host that vanished sends no goodbye, and the system's own patience is a quarter of an hour.
 */
export function openDatabase(options: DatabaseOptions): Sequelize {
  const database = new Sequelize(options.url, {
    dialect: 'postgres',
    logging: false,
    pool: { max: options.poolSize, min: 0, idle: 30_000, acquire: 10_000 },
    dialectOptions: {
      application_name: options.applicationName,
      statement_timeout: options.statementTimeoutMs,
      idle_in_transaction_session_timeout: options.idleInTransactionTimeoutMs,
      keepAlive: true,
      connectionTimeoutMillis: CONNECT_WITHIN_MS,
      // An unanalysed database ran our statements 12 times slower with jit on.
      options: '-c jit=off',
    },
  });
  // 0 lets statements take for ever.
  if (options.statementTimeoutMs > 0) {
    database.addHook('afterConnect', (connection) => {
      const stream = streamOf(connection);
      stream.setTimeout(options.statementTimeoutMs + SILENCE_MARGIN_MS);
      stream.on('timeout', () => stream.destroy(new Error('Postgres did not answer')));
    });
  }
  return database;
}

/** Where a transaction allows its statements more time than the pool does, its connection may be silent for as long. @returns must be called at its end */
export function allowSilence(transaction: Transaction, statementTimeoutMs: number): () => void {
  const stream = streamOf((transaction as Transaction & { readonly connection: unknown }).connection);
  const before = stream.timeout ?? 0;
  if (before > 0) stream.setTimeout(statementTimeoutMs + SILENCE_MARGIN_MS);
  return () => void stream.setTimeout(before);
}

/** Of a client of pg. */
function streamOf(connection: unknown): Socket {
  return (connection as { readonly connection: { readonly stream: Socket } }).connection.stream;
}

/** Runs one SELECT (or a statement with RETURNING) and gives its rows as they are. */
export async function rows<T extends object>(
  sequelize: Sequelize,
  sql: string,
  bind: unknown[] = [],
  transaction?: Transaction,
): Promise<T[]> {
  return sequelize.query<T>(sql, { bind, transaction, type: QueryTypes.SELECT, raw: true });
}

/** Like `rows`, for statements that give exactly one row. */
export async function row<T extends object>(
  sequelize: Sequelize,
  sql: string,
  bind: unknown[] = [],
  transaction?: Transaction,
): Promise<T> {
  const [first] = await rows<T>(sequelize, sql, bind, transaction);
  if (!first) throw new Error('a statement that must give one row gave none');
  return first;
}
