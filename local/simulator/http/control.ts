/** The simulator's own side: faults and ledger. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Router } from 'express';
import { faultRuleSchema, type Faults } from '../faults';
import type { Job, JobBook } from '../jobs/job-book';
import { Refused } from './call';

const JOBS_PER_CHUNK = 100;

/** A job with what was rendered of it after `since`. */
function ledgerJob(job: Job, since: number): object {
  const documents = (job.documents[0]?.id ?? 0) > since ? job.documents : job.documents.filter((record) => record.id > since);
  return {
    id: String(job.id),
    name: job.name,
    status: job.status,
    documents: documents.map(({ transactionNo, requestId, attempt, outcome, sha256 }) => ({ transactionNo, requestId, attempt, outcome, sha256 })),
  };
}

export function control(faults: Faults, book: JobBook): Router {
  const router = Router();
  router.post('/faults', (request, response) => {
    const parsed = faultRuleSchema.safeParse(request.body);
    if (!parsed.success) {
      throw new Refused(400, parsed.error.issues.map((issue) => `${issue.path.join('.') || 'rule'}: ${issue.message}`).join('; '));
    }
    response.status(201).json(faults.add(parsed.data));
  });
  router.get('/faults', (_request, response) => {
    response.json({ faults: faults.list() });
  });
  router.delete('/faults', (_request, response) => {
    faults.clear();
    response.status(204).end();
  });

  /** `last` of one answer is the `since` of the next. In pieces, since it may be long. */
  router.get('/ledger', async (request, response) => {
    const given = request.query['since'] ?? '0';
    if (typeof given !== 'string' || !/^\d{1,15}$/.test(given)) throw new Refused(400, 'since is an id of an earlier answer, a whole number');
    const since = Number(given);
    const last = book.lastId;
    const onDemand = book.onDemand.filter((record) => record.id > since).map((record) => ({ ...record, id: String(record.id) }));
    const jobs = [...book.jobs()].filter((job) => job.changedBy > since);
    response.type('application/json').write(`{"last":"${last}","onDemand":${JSON.stringify(onDemand)},"jobs":[`);
    for (let from = 0; from < jobs.length && !response.destroyed; from += JOBS_PER_CHUNK) {
      const chunk = jobs.slice(from, from + JOBS_PER_CHUNK).map((job) => JSON.stringify(ledgerJob(job, since)));
      response.write(`${from > 0 ? ',' : ''}${chunk.join(',')}`);
      await nextTurn();
    }
    response.end(']}');
  });
  return router;
}
