/** Reading requests and what belongs to them. `scope` is the tenant to read, null for all of them; ids of others are simply not found. */
import { Op, type Sequelize } from 'sequelize';
import type { JsonObject } from '../../domain/document';
import { withParties, type Parties } from '../../domain/enriched-data';
import { isId } from '../../domain/ids';
import type { DocumentRequestOrder } from '../../domain/orders';
import { modelsOf } from '../../models';
import type { EngineBatch as EngineBatchModel } from '../../models/engine-batch';
import { rows } from '../../models/database';
import { orUnavailable } from '../unavailable';
import { countRequests, readPage, type Counted, type PageCursors, type RequestPage } from './page';
import type { RequestFilter } from './filter';
import {
  ERROR_COLUMNS,
  OUTPUT_ATTRIBUTES,
  REQUEST_ATTRIBUTES,
  STATUS_COUNTS,
  type BatchRow,
  type ErrorRow,
  type OutputRow,
  type RequestRow,
  type StatusCountsRow,
  type SubmissionRow,
} from './rows';

/** Every method throws CodedError SERVICE_UNAVAILABLE while the database is away. Maps lack what was not found; malformed ids are not found. */
export interface RequestReader {
  byIds(scope: string | null, ids: readonly string[]): Promise<Map<string, RequestRow>>;
  /** The clients' data, which no other method reads. */
  dataByIds(scope: string | null, ids: readonly string[]): Promise<Map<string, JsonObject>>;
  /** The data as the engine got them, of those whose batch kept what was looked up for them. */
  enrichedDataByIds(scope: string | null, ids: readonly string[]): Promise<Map<string, JsonObject>>;
  /** `after` is a cursor of an earlier page of this scope and order; another's or a broken one is BAD_USER_INPUT. */
  page(scope: string | null, filter: RequestFilter, orderBy: DocumentRequestOrder, first: number, after: string | null): Promise<RequestPage>;
  /** Exact up to 10,000, the planner's estimate beyond. */
  count(scope: string | null, filter: RequestFilter): Promise<Counted>;
  submission(scope: string | null, id: string): Promise<SubmissionRow | null>;
  /** One for each id asked for, zeros included. One statement, so that the counts always add up to the total. */
  countsBySubmission(ids: readonly string[]): Promise<Map<string, StatusCountsRow>>;
  /** By request id. Scoped by whoever gives the ids, as are the next two. */
  outputs(requestIds: readonly string[]): Promise<Map<string, OutputRow>>;
  /** By request id, oldest first. */
  errors(requestIds: readonly string[]): Promise<Map<string, ErrorRow[]>>;
  /** By batch id; batches that the engine does not have yet are absent. */
  batches(batchIds: readonly string[]): Promise<Map<string, BatchRow>>;
}

const ALL_ZERO: StatusCountsRow = { accepted: 0, processing: 0, generating: 0, retryScheduled: 0, completed: 0, failed: 0, cancelled: 0 };

export function createRequestReader(deps: { readonly database: Sequelize; readonly cursors: PageCursors }): RequestReader {
  const { database } = deps;
  const { DocumentRequest, DocumentOutput, EngineBatch, Submission } = modelsOf(database);
  const read = <T extends object>(sql: string, binds: unknown[]) => orUnavailable(() => rows<T>(database, sql, binds));
  const known = (scope: string | null, ids: readonly string[]) => ({ id: ids.filter(isId), ...(scope === null ? {} : { tenant: scope }) });
  return {
    async byIds(scope, ids) {
      const found = await orUnavailable(() => DocumentRequest.findAll({ where: known(scope, ids), attributes: [...REQUEST_ATTRIBUTES], raw: true }));
      return asked(byKey<RequestRow>(found, (each) => each.id), ids);
    },
    async dataByIds(scope, ids) {
      const found = await orUnavailable(() => DocumentRequest.findAll({ where: known(scope, ids), attributes: ['id', 'data'], raw: true }));
      return asked(new Map(found.map(({ id, data }) => [id, data])), ids);
    },
    async enrichedDataByIds(scope, ids) {
      const sql = `SELECT r.id, r.data, b.enriched -> r.id::text AS parties FROM document_requests r JOIN engine_batches b ON b.id = r.engine_batch_id
        WHERE r.id = ANY ($1::uuid[]) AND ($2::text IS NULL OR r.tenant = $2) AND b.enriched ? r.id::text`;
      const found = await read<{ id: string; data: JsonObject; parties: Parties }>(sql, [ids.filter(isId), scope]);
      return asked(new Map(found.map(({ id, data, parties }) => [id, withParties(data, parties)])), ids);
    },
    page: (scope, filter, orderBy, first, after) => orUnavailable(() => readPage(deps, { scope, filter }, orderBy, first, after)),
    count: (scope, filter) => orUnavailable(() => countRequests(database, { scope, filter })),
    async submission(scope, id) {
      if (!isId(id)) return null;
      return orUnavailable(() => Submission.findOne({ where: known(scope, [id]), attributes: ['id', 'total', 'createdAt'], raw: true }));
    },
    async countsBySubmission(ids) {
      const sql = `SELECT r.submission_id AS id, ${STATUS_COUNTS} FROM document_requests r WHERE r.submission_id = ANY ($1::uuid[]) GROUP BY r.submission_id`;
      const counted = await read<StatusCountsRow & { id: string }>(sql, [ids.filter(isId)]);
      const found = new Map(counted.map(({ id, ...counts }) => [id, counts]));
      return new Map(ids.map((id) => [id, found.get(id.toLowerCase()) ?? ALL_ZERO]));
    },
    async outputs(ids) {
      const where = { requestId: ids.filter(isId) };
      const found = await orUnavailable(() => DocumentOutput.findAll({ where, attributes: [...OUTPUT_ATTRIBUTES], raw: true }));
      return asked(byKey<OutputRow>(found, (each) => each.requestId), ids);
    },
    async errors(ids) {
      const sql = `SELECT ${ERROR_COLUMNS} FROM processing_errors e WHERE e.request_id = ANY ($1::uuid[]) ORDER BY e.occurred_at, e.id`;
      const found = new Map<string, ErrorRow[]>();
      for (const error of await read<ErrorRow>(sql, [ids.filter(isId)])) found.set(error.requestId, [...(found.get(error.requestId) ?? []), error]);
      return asked(found, ids);
    },
    async batches(ids) {
      const where = { id: ids.filter(isId), engineReference: { [Op.not]: null }, submittedAt: { [Op.not]: null } };
      const found = await orUnavailable(() => EngineBatch.findAll({ where, attributes: { exclude: ['members', 'enriched'] }, raw: true }));
      return asked(byKey(found.flatMap(batchRow), (each) => each.id), ids);
    },
  };
}

function batchRow({ id, engineReference, size, engineStatus, state, submittedAt, lastPolledAt, pollCount }: EngineBatchModel): BatchRow[] {
  if (engineReference === null || submittedAt === null) return [];
  return [{ id, engineReference, size, status: engineStatus ?? state, submittedAt, lastPolledAt, pollCount }];
}

function byKey<T>(list: readonly T[], key: (each: T) => string): Map<string, T> {
  return new Map(list.map((each) => [key(each), each]));
}

/** Under the very ids that were asked for: a client may write hex digits in upper case. */
function asked<T>(found: ReadonlyMap<string, T>, ids: readonly string[]): Map<string, T> {
  return new Map(
    ids.flatMap((id) => {
      const value = found.get(id.toLowerCase());
      return value === undefined ? [] : [[id, value] as const];
    }),
  );
}
