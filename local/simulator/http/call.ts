/** One call of the engine's API: draws its fault, works, answers; and how a call says that it refuses. */
import type { Request, RequestHandler, Response } from 'express';
import type { Appliance } from '../appliance';
import type { Call, Faults, Hit } from '../faults';
import { hang, wait } from '../waiting';

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Begin the body with the guard against being read as a script. */
  readonly guarded?: boolean;
}

export interface CallContext {
  readonly faults: Faults;
  readonly appliance: Appliance;
  readonly signal: AbortSignal;
}

/** The caller's mistake: answered with this status. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

const DEFAULT_DELAY_MS = 1_000;
const GARBAGE = '<!doctype html><html><body><h1>Welcome</h1><p>Please sign in.</p></body></html>';

function send(response: Response, answer: Answer, half = false): void {
  response.status(answer.status).set(answer.headers ?? {});
  if (half) response.removeHeader('Location');
  if (answer.body === undefined) response.end();
  else {
    const text = `${answer.guarded ? 'while(1);' : ''}${JSON.stringify(answer.body)}`;
    response.type('application/json').send(half ? text.slice(0, text.length >> 1) : text);
  }
}

/** Goes wrong before any work. @returns true where the call is over. */
async function failBefore(hit: Hit, { faults, appliance, signal }: CallContext, request: Request, response: Response): Promise<boolean> {
  switch (hit.fault) {
    case 'status': {
      const headers = hit.ms === undefined ? undefined : { 'Retry-After': String(Math.ceil(hit.ms / 1000)) };
      send(response, { status: hit.status, headers, body: { message: `fault: status ${hit.status}` } });
      return true;
    }
    case 'cut':
      request.socket.destroy();
      return true;
    case 'hang':
      await hang(faults, hit.ms, signal);
      request.socket.destroy();
      return true;
    case 'delay':
      await wait(hit.ms ?? DEFAULT_DELAY_MS, signal);
      return false;
    case 'paused':
      appliance.pauseByFault(hit.ms);
      return false;
    default:
      return false;
  }
}

/** The handler of a call. `work` minds the faults lostJob, errored and late itself. */
export function handlerOf(call: Call, context: CallContext, work: (request: Request, hit: Hit | null) => Answer | Promise<Answer>): RequestHandler {
  return async (request, response) => {
    const hit = context.faults.draw(call);
    if (hit && (await failBefore(hit, context, request, response))) return;
    const answer = await work(request, hit);
    if (hit?.fault === 'workThenCut') request.socket.destroy();
    else if (hit?.fault === 'garbage') response.status(200).type('text/html').send(GARBAGE);
    else send(response, answer, hit?.fault === 'truncated');
  };
}
