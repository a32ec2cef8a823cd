/** Bulk jobs: submit, ask, list, cancel. */
import { resolve, sep } from 'node:path';
import { Router, type Request } from 'express';
import { z } from 'zod';
import type { Hit } from '../faults';
import type { Job, JobBook } from '../jobs/job-book';
import type { JobRunner } from '../jobs/job-runner';
import { Refused, handlerOf, type Answer, type CallContext } from './call';

export const BULK_PATH = '/one/oauth2/bulkServices/api/v9';
const LATE_MS = 1_000;
const LATE_LISTING_MS = 5_000;
const LISTED_AT_MOST = 1_000;

const jobSchema = z.object({
  name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$/, 'must be 1 to 200 letters, digits, dots, dashes or underscores'),
  queue: z.string().max(200).optional(),
  type: z.literal('TRANSACTION_FILE'),
  input: z.string().min(1).max(4_000),
  config: z.string().min(1).max(200),
});

export interface BulkParts extends CallContext {
  readonly book: JobBook;
  readonly runner: JobRunner;
  readonly transferDir: string;
  readonly listingLagMs: number;
}

function describe(job: Job, endShownAfterMs = 0): object {
  const ended = job.endedAt !== null && job.endedAt + endShownAfterMs <= Date.now();
  const errored = job.errored;
  const completed = job.documents.length - errored;
  return {
    id: String(job.id),
    name: job.name,
    status: job.endedAt === null || ended ? job.status : 'RUNNING',
    config: job.config,
    counts: { total: job.total, completed, errored, stopped: ended ? job.total - completed - errored : 0 },
    ...(ended ? { messages: job.messages } : {}),
  };
}

export function bulkJobs(parts: BulkParts): Router {
  const { book, runner } = parts;

  const known = (request: Request, hit: Hit | null): Job => {
    const id = String(request.params['id']);
    const job = /^\d{1,15}$/.test(id) ? book.job(Number(id)) : undefined;
    if (job && hit?.fault === 'lostJob') book.end(job, 'FORGOTTEN');
    if (!job || job.status === 'FORGOTTEN') throw new Refused(404, `there is no job ${id.slice(0, 50)}`);
    return job;
  };

  const submit = (request: Request, hit: Hit | null): Answer => {
    const parsed = jobSchema.safeParse(request.body);
    if (!parsed.success) {
      const first = parsed.error.issues[0];
      throw new Refused(400, `the job is not usable at ${first?.path.join('.') || 'its top'}: ${first?.message ?? 'unknown'}`);
    }
    const { name, config } = parsed.data;
    const input = resolve(parts.transferDir, parsed.data.input);
    if (!input.startsWith(parts.transferDir + sep) || input.includes('\0')) throw new Refused(400, 'input is outside the transfer folder');
    const job = book.createJob({ name, input, config, doomed: hit?.fault === 'errored' });
    if (hit?.fault === 'lostJob') book.end(job, 'FORGOTTEN');
    else runner.enqueue(job, hit?.fault === 'late' ? (hit.ms ?? LATE_MS) : 0);
    return { status: 201, headers: { Location: `${BULK_PATH}/jobs/${job.id}` }, body: { id: String(job.id), name } };
  };

  const get = (request: Request, hit: Hit | null): Answer => {
    const job = known(request, hit);
    if (hit?.fault === 'errored') book.end(job, 'FAILED', [{ msgType: 'E', msgID: 'JOB_ERRORED', msgText: 'The job failed as a whole.' }]);
    return { status: 200, guarded: true, body: describe(job, hit?.fault === 'late' ? (hit.ms ?? LATE_MS) : 0) };
  };

  const list = (request: Request, hit: Hit | null): Answer => {
    if (hit?.fault === 'errored') return { status: 500, body: { message: 'the list could not be made' } };
    const { name } = request.query;
    if (name !== undefined && typeof name !== 'string') throw new Refused(400, 'name may be given once');
    const lag = hit?.fault === 'late' ? (hit.ms ?? LATE_LISTING_MS) : parts.listingLagMs;
    const shownBefore = Date.now() - lag;
    const candidates = name === undefined ? [...book.jobs()] : book.named(name);
    const found = candidates.filter((job) => job.createdAt <= shownBefore && job.status !== 'FORGOTTEN').slice(-LISTED_AT_MOST);
    if (hit?.fault !== 'lostJob') return { status: 200, body: { jobs: found.map((job) => describe(job)) } };
    for (const job of found) book.end(job, 'FORGOTTEN');
    return { status: 200, body: { jobs: [] } };
  };

  const cancel = (request: Request, hit: Hit | null): Answer => {
    const job = known(request, hit);
    if (hit?.fault === 'errored') return { status: 500, body: { message: 'the job could not be cancelled' } };
    if (hit?.fault === 'late') setTimeout(() => book.end(job, 'CANCELLED'), hit.ms ?? LATE_MS).unref();
    else book.end(job, 'CANCELLED');
    return { status: 200, body: { id: String(job.id), status: job.status } };
  };

  return Router()
    .post('/jobs', handlerOf('submitJob', parts, submit))
    .get('/jobs', handlerOf('listJobs', parts, list))
    .get('/jobs/:id', handlerOf('getJob', parts, get))
    .delete('/jobs/:id', handlerOf('cancelJob', parts, cancel));
}
