/** The one place that says which failures mean that something we stand on is away, and what the caller is then told. */
import { ConnectionError, DatabaseError, TimeoutError } from 'sequelize';
import { CodedError } from '../domain/user-errors';
import { ReferenceDataUnavailable } from './ports/reference-data';

/** Seconds after which callers may try again: a fail-over or a restart takes about that long. */
const RETRY_AFTER_SECONDS = 2;

/** SQLSTATE classes and codes of a Postgres that is away, going down, read-only, out of resources, or that gave this statement up. */
const AWAY = /^(08...|53...|57014|57P0[1-5]|25006|25P0[34]|40001|40P01)$/;
const BROKEN_CONNECTION = /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$/;
/** What the driver and the pool say, without a code, of connections that ended under a statement. */
const BROKEN_MESSAGE = /^(Connection terminated|Client has encountered a connection error|ConnectionManager\.getConnection was called after)/;

/** True where the database did not do what was asked because it, or the way to it, is out of order; false for defects of ours. */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (error instanceof ConnectionError || error instanceof TimeoutError) return true;
  const cause: unknown = error instanceof DatabaseError ? error.parent : error;
  if (typeof cause !== 'object' || cause === null) return false;
  const { code, message } = cause as { code?: unknown; message?: unknown };
  if (typeof code === 'string' && (AWAY.test(code) || BROKEN_CONNECTION.test(code))) return true;
  return typeof message === 'string' && BROKEN_MESSAGE.test(message);
}

/**
 * Runs `work`. A database that is away becomes SERVICE_UNAVAILABLE, reference data that are away REFERENCE_DATA_UNAVAILABLE, both with
 * `retryAfterSeconds`; everything else is thrown on as it is.
 */
export async function orUnavailable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw asCoded(error);
  }
}

/** The coded error that tells of what is away; any other error as it is. */
export function asCoded(error: unknown): unknown {
  if (error instanceof ReferenceDataUnavailable) {
    return new CodedError(
      'REFERENCE_DATA_UNAVAILABLE',
      'The reference data that this needs cannot be read at the moment. Nothing was changed; try again later.',
      RETRY_AFTER_SECONDS,
      { cause: error },
    );
  }
  if (isDatabaseUnavailable(error)) {
    return new CodedError(
      'SERVICE_UNAVAILABLE',
      'The database cannot be reached at the moment. Try again later; a submission with an idempotency key can be repeated safely.',
      RETRY_AFTER_SECONDS,
      { cause: error },
    );
  }
  return error;
}
