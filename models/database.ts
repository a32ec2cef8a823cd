/** The connection to Postgres and the one way to open a transaction. */
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

/** Opens a pool. Connections are made when first used; `close()` ends it. */
export function openDatabase(options: DatabaseOptions): Sequelize {
  return new Sequelize(options.url, {
    dialect: 'postgres',
    logging: false,
    pool: { max: options.poolSize, min: 0, idle: 30_000, acquire: 10_000 },
    dialectOptions: {
      application_name: options.applicationName,
      statement_timeout: options.statementTimeoutMs,
      idle_in_transaction_session_timeout: options.idleInTransactionTimeoutMs,
      keepAlive: true,
      // An unanalysed database ran our statements 12 times slower with jit on.
      options: '-c jit=off',
    },
  });
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
