/** Bodies: read as JSON up to a bound, parsed by schema, answered with every fault. */
import express, { type RequestHandler } from 'express';
import type { z } from 'zod';
import { itemInvalid, Problem, type Fault } from './problems';

const MAX_BODY = '2mb';
const MAX_FAULTS = 100;

const readJson = express.json({ limit: MAX_BODY, type: ['application/json', 'application/*+json'] });

/** Parses JSON bodies; another type where a body is needed is 415. */
export const jsonBody: RequestHandler = (request, response, next) => {
  if (request.method !== 'GET' && request.method !== 'HEAD' && request.method !== 'DELETE' && !request.is(['application/json', 'application/*+json'])) {
    throw new Problem('UNSUPPORTED_MEDIA_TYPE', 'send a body of the type application/json');
  }
  readJson(request, response, next);
};

/** The body as the schema gives it. Ends the call with 422 and at most 100 faults. */
export function parseBody<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw itemInvalid(faultsOf(parsed.error));
  return parsed.data;
}

/** The faults of a body, as JSON Pointers into it. */
export function faultsOf(error: z.ZodError): Fault[] {
  return error.issues.flatMap(faultsOfIssue).slice(0, MAX_FAULTS);
}

function faultsOfIssue(issue: z.core.$ZodIssue): Fault[] {
  const pointer = pointerOf(issue.path);
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => ({ pointer: pointer + pointerOf([key]), message: 'is not a field of it' }));
  if (issue.code === 'invalid_type' && issue.message.endsWith('received undefined')) return [{ pointer, message: 'is missing' }];
  return [{ pointer, message: issue.message }];
}

function pointerOf(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
