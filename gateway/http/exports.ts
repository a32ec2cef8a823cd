/** GET /exports/document-requests.csv: the list that documentRequests pages through, as one file. It is read and sent a page at a time. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { stringify } from 'csv-stringify';
import { Router } from 'express';
import { coerceInputValue, isInputType, type GraphQLSchema } from 'graphql';
import { mayRead, readScope } from '../../domain/caller';
import { DocumentRequestOrder } from '../../domain/orders';
import { CodedError } from '../../domain/user-errors';
import type { TokenVerifier } from '../../platform/identity';
import type { Logger } from '../../platform/logging';
import type { DocumentRequestFilter } from '../../schema';
import type { RequestPage, RequestReader } from '../../services/reading';
import { requireIdentity, type Identity } from './identity';

const COLUMNS = [
  'id', 'createdAt', 'updatedAt', 'documentType', 'documentTypeVersion', 'source', 'clientReference', 'submissionId', 'status', 'attempt', 'priority',
  'format', 'lastErrorCode',
];

export interface ExportOptions {
  readonly reader: Pick<RequestReader, 'page' | 'errors'>;
  readonly schema: GraphQLSchema;
  readonly verifyToken: TokenVerifier;
  readonly logger: Logger;
  /** Requests read at a time. */
  readonly pageSize: number;
}

export function exportRoutes({ reader, schema, verifyToken, logger, pageSize }: ExportOptions): Router {
  const router = Router();
  router.get('/exports/document-requests.csv', requireIdentity(verifyToken), async (req, res) => {
    const { caller } = res.locals.identity as Identity;
    if (!mayRead(caller)) throw new CodedError('FORBIDDEN', 'this token may not read requests: client, viewer, admin or operator may');
    const unknown = Object.keys(req.query).filter((name) => name !== 'filter' && name !== 'orderBy');
    if (unknown.length > 0) throw new CodedError('BAD_USER_INPUT', `there is no query parameter ${unknown.join(', ')}: give filter and orderBy`);
    const filter = inputOf<DocumentRequestFilter>(schema, 'DocumentRequestFilter', 'filter', json(req.query.filter)) ?? {};
    const orderBy = inputOf<DocumentRequestOrder>(schema, 'DocumentRequestOrder', 'orderBy', req.query.orderBy) ?? DocumentRequestOrder.CREATED_DESC;
    const page = (after: string | null) => reader.page(readScope(caller), filter, orderBy, pageSize, after);

    // Before the answer begins, so that what is wrong or away has a status of its own.
    const first = await page(null);
    res.setHeader('content-type', 'text/csv; charset=utf-8');
    res.setHeader('content-disposition', `attachment; filename="document-requests-${new Date().toISOString().slice(0, 10)}.csv"`);
    res.setHeader('cache-control', 'no-store');
    // What a spreadsheet would take for a formula is text.
    const csv = stringify({ header: true, columns: COLUMNS, escape_formulas: true, record_delimiter: 'windows' });
    await pipeline(Readable.from(lines(reader, first, page), { highWaterMark: 1 }), csv, res).catch((error: unknown) => {
      // A file that lacks its end must not look whole.
      res.destroy();
      logger.debug({ err: error }, 'an export broke off');
    });
  });
  return router;
}

/** Every request from the first page on; the next page is read when this one has been sent. */
async function* lines(reader: Pick<RequestReader, 'errors'>, first: RequestPage, page: (after: string) => Promise<RequestPage>) {
  for (let current = first; ; ) {
    const errors = await reader.errors(current.rows.map(({ id }) => id));
    for (const row of current.rows) {
      yield { ...row, createdAt: row.createdAt.toISOString(), updatedAt: row.updatedAt.toISOString(), lastErrorCode: errors.get(row.id)?.at(-1)?.code ?? '' };
    }
    const after = current.cursors.at(-1);
    if (!current.hasNextPage || after === undefined) return;
    current = await page(after);
  }
}

function json(text: unknown): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(String(text));
  } catch {
    throw new CodedError('BAD_USER_INPUT', 'filter is not JSON: give a DocumentRequestFilter as GraphQL takes it in variables');
  }
}

/** Checked as GraphQL checks a variable of this type; undefined where it is absent. */
function inputOf<T>(schema: GraphQLSchema, typeName: string, name: string, value: unknown): T | undefined {
  if (value === undefined) return undefined;
  const type = schema.getType(typeName);
  if (!isInputType(type)) throw new Error(`the schema has no input type ${typeName}`);
  return coerceInputValue(value, type, (path, _invalid, error) => {
    throw new CodedError('BAD_USER_INPUT', `${[name, ...path].join('.')}: ${error.message}`);
  }) as T;
}
