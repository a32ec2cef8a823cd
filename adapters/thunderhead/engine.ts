/** The engine's calls. */
import { EngineCallFailed, EngineRenderFailed, type DocumentEngine, type EngineJob } from '../../services/ports/document-engine';
import type { z } from 'zod';
import { applianceSchema, generatedSchema, jobListSchema, jobSchema, readAnswer } from './answers';
import { authorizationOf } from './authorization';
import { exchange, failureOf, type Exchange, type HttpAnswer } from './http';
import type { ThunderheadSettings } from './settings';
import { applianceAvailable, errorText, jobState, saysInputNotFound } from './states';
import { transactionText } from './transaction-file';

const BULK = '/one/oauth2/bulkServices/api/v9';
const GENERATE = '/one/oauth2/api/v11/job/generateDocument?includeDocumentData=true';

/** The engine at the configured address. Holds connections open between calls and nothing else. */
export function createThunderheadEngine(settings: ThunderheadSettings): DocumentEngine {
  const authorization = authorizationOf(settings);
  const prefix = normalPrefix(settings.pathPrefix);
  const base = settings.url.replace(/\/+$/, '') + prefix;

  const call = async (
    name: string,
    path: string,
    request: Pick<Exchange, 'method'> & { json?: object; timeoutMs?: number },
  ): Promise<HttpAnswer> => {
    const once = async (value: string | null): Promise<HttpAnswer> =>
      exchange(name, {
        url: base + path,
        method: request.method,
        headers: {
          accept: 'application/json',
          ...(value === null ? {} : { authorization: value }),
          ...(request.json ? { 'content-type': 'application/json' } : {}),
        },
        ...(request.json ? { body: JSON.stringify(request.json) } : {}),
        timeoutMs: request.timeoutMs ?? settings.timeoutMs,
      });
    const value = await authorization.value();
    const answer = await once(value);
    // 401 means that nothing was done: the one case in which the same call may be made again.
    return answer.status === 401 && authorization.refused(value) ? once(await authorization.value()) : answer;
  };

  return {
    async submitJob({ name, configuration, input }) {
      const json = { name, queue: settings.queue, type: 'TRANSACTION_FILE', input, config: configuration };
      const answer = await call('submit job', `${BULK}/jobs`, { method: 'POST', json });
      if (answer.status !== 201) throw failureOf('submit job', answer);
      const location = answer.headers.get('location');
      if (!location) throw new EngineCallFailed('protocol', 'submit job: 201 without a Location');
      return referenceOf(location, prefix);
    },

    async getJob(reference) {
      const answer = await call('get job', reference, { method: 'GET' });
      if (answer.status === 404) {
        return { reference, name: '', state: 'LOST', engineStatus: '404', inputNotFound: false, message: 'The engine does not know the job.' };
      }
      if (answer.status !== 200) throw failureOf('get job', answer);
      return jobOf('get job', reference, readAnswer('get job', jobSchema, answer.body));
    },

    async findJobs(name) {
      const answer = await call('list jobs', `${BULK}/jobs?name=${encodeURIComponent(name)}`, { method: 'GET' });
      if (answer.status !== 200) throw failureOf('list jobs', answer);
      const jobs = readAnswer('list jobs', jobListSchema, answer.body);
      // An engine that does not filter, or filters by prefix, must not lead us to another batch's job.
      return jobs.filter((job) => job.name === name).map((job) => jobOf('list jobs', `${BULK}/jobs/${encodeURIComponent(job.id)}`, job));
    },

    async cancelJob(reference) {
      const answer = await call('cancel job', reference, { method: 'DELETE' });
      // 404, 409 and 410: unknown or ended, there is nothing left to cancel.
      const fine = (answer.status >= 200 && answer.status < 300) || [404, 409, 410].includes(answer.status);
      if (!fine) throw failureOf('cancel job', answer);
    },

    async isAvailable() {
      const path = `${BULK}/appliances/${encodeURIComponent(settings.appliance)}/status`;
      const answer = await call('appliance status', path, { method: 'GET' });
      if (answer.status !== 200) throw failureOf('appliance status', answer);
      const { status } = readAnswer('appliance status', applianceSchema, answer.body);
      const available = applianceAvailable(status);
      if (available === null) throw unknownWord('appliance status', status);
      return available;
    },

    async generateDocument(document, configuration) {
      const json = {
        batchConfigResId: configuration,
        transactionData: Buffer.from(transactionText([document])).toString('base64'),
        transactionDataType: 'application/json',
        transactionRange: '1',
        properties: [
          { name: 'requestId', value: document.requestId },
          { name: 'attempt', value: String(document.attempt) },
        ],
      };
      const answer = await call('generate document', GENERATE, { method: 'POST', json, timeoutMs: settings.renderTimeoutMs });
      if (answer.status !== 200) throw failureOf('generate document', answer);
      const { envelopes, exceptions, jobMessages } = readAnswer('generate document', generatedSchema, answer.body);
      const exception = exceptions.map(({ className, msg }) => `${className}: ${msg}`).join('; ');
      const failure = exception || errorText(jobMessages);
      if (failure) throw new EngineRenderFailed(failure);
      const channel = envelopes[0]?.primaryChannel;
      const bytes = Buffer.from(channel?.data ?? '', 'base64');
      if (!channel || bytes.length === 0) throw new EngineCallFailed('protocol', 'generate document: the answer holds no document');
      return { bytes, contentType: channel.mimeType, pages: channel.pageCount ?? null };
    },
  };
}

/** '' or a path that begins with a slash and does not end with one. */
function normalPrefix(configured: string): string {
  const path = configured.replace(/^\/+|\/+$/g, '');
  return path ? `/${path}` : '';
}

/**
 * The path of a Location below address and path prefix. Never another host's address, so that credentials go only where they were configured
 * for, and a reference outlives a change of address.
 */
function referenceOf(location: string, prefix: string): string {
  if (!URL.canParse(location, 'http://engine')) throw new EngineCallFailed('protocol', 'submit job: the Location is not an address');
  const { pathname, search } = new URL(location, 'http://engine');
  return (prefix && pathname.startsWith(`${prefix}/`) ? pathname.slice(prefix.length) : pathname) + search;
}

function jobOf(call: string, reference: string, { name, status, messages }: z.infer<typeof jobSchema>): EngineJob {
  const state = jobState(status);
  if (state === null) throw unknownWord(call, status);
  const failed = state === 'FAILED';
  const message = failed ? (errorText(messages) ?? 'The engine gave no reason.') : null;
  return { reference, name, state, engineStatus: status, inputNotFound: failed && saysInputNotFound(messages), message };
}

function unknownWord(call: string, status: string): EngineCallFailed {
  return new EngineCallFailed('protocol', `${call}: the state "${status.slice(0, 50)}" is none that we know`);
}
