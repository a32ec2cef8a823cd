/** Changes in an administrator's name. The version that was expected is turned into the ETag that the API wants. */
import type { z } from 'zod';
import { CodedError } from '../../domain/user-errors';
import { ReferenceDataUnavailable, type SaveRefusal, type SaveResult } from '../../services/ports/reference-data';
import type { Problem } from './answers';
import type { ReferenceDataHttp } from './http';

export interface Save<T> {
  readonly token: string;
  /** Of the item, below /reference-data/v1. */
  readonly path: string;
  readonly body: unknown;
  /** 0 creates. */
  readonly expectedVersion: number;
  readonly schema: z.ZodType<T>;
}

/** Rejects with CodedError where the token does not allow it, and with ReferenceDataUnavailable where the outcome is not known. */
export async function save<T extends { version: number }>(http: ReferenceDataHttp, request: Save<T>): Promise<SaveResult<T>> {
  const authorization = `Bearer ${request.token}`;
  const precondition = await preconditionOf(http, request, authorization);
  if ('refused' in precondition) return precondition;
  const headers = { authorization, ...precondition.headers };
  const { path, body, schema } = request;
  const answer = await http.call({ method: 'PUT', path, body, schema, headers, repeatable: false });
  if (answer.kind === 'item') return { saved: answer.value };
  if (answer.kind === 'problem') return refusal(answer.problem, request.expectedVersion);
  throw new ReferenceDataUnavailable('the Reference Data API answered a change as unchanged');
}

async function preconditionOf<T extends { version: number }>(
  http: ReferenceDataHttp,
  request: Save<T>,
  authorization: string,
): Promise<{ headers: Record<string, string> } | { refused: SaveRefusal }> {
  const { path, schema, expectedVersion } = request;
  if (expectedVersion === 0) return { headers: { 'if-none-match': '*' } };
  const current = await http.call({ method: 'GET', path, schema, headers: { authorization }, repeatable: true });
  if (current.kind === 'item' && current.etag !== null) {
    if (current.value.version === expectedVersion) return { headers: { 'if-match': current.etag } };
    return conflict(`version ${current.value.version} is in force, not ${expectedVersion}; read it and try again`);
  }
  if (current.kind === 'problem' && current.problem.code === 'NOT_FOUND') return conflict('there is no such item; expect version 0 to create it');
  if (current.kind === 'problem') return refusal(current.problem, expectedVersion);
  throw new ReferenceDataUnavailable('the Reference Data API answered an item without an ETag');
}

function conflict(message: string): { refused: SaveRefusal } {
  return { refused: { kind: 'conflict', message } };
}

function refusal(problem: Problem, expectedVersion: number): { refused: SaveRefusal } {
  switch (problem.code) {
    case 'UNAUTHENTICATED':
    case 'FORBIDDEN':
      throw new CodedError(problem.code, problem.detail);
    case 'VERSION_CONFLICT':
    case 'PRECONDITION_REQUIRED':
      return conflict(expectedVersion === 0 ? 'it exists already; expect the version in force to change it' : 'it has changed meanwhile; read it and try again');
    default:
      return { refused: { kind: 'invalid', faults: problem.faults ?? [{ pointer: '', message: problem.detail }] } };
  }
}
