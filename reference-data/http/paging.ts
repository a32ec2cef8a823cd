/** Lists, page by page, by key: what is added or removed meanwhile neither repeats nor hides anything else. */
import type { Request, Response } from 'express';
import { z } from 'zod';
import { Problem } from './problems';

const MAX_LIMIT = 200;
const DEFAULT_LIMIT = 50;

const querySchema = z.object({
  active: z.enum(['true', 'false']).optional(),
  limit: z.string().regex(/^\d{1,9}$/).optional(),
  after: z.string().max(200).regex(/^\P{Cc}*$/u).optional(),
});

export interface Page {
  /** Null: active or not. */
  readonly active: boolean | null;
  readonly limit: number;
  /** Key of the last item of the page before; empty for the first page. */
  readonly after: string;
}

/** The page that a call asks for. Ends the call with 400 where it asks for something else. */
export function pageOf(request: Request): Page {
  const query = querySchema.safeParse(request.query);
  if (!query.success) {
    throw new Problem('BAD_USER_INPUT', `the query is wrong at ${query.error.issues[0]?.path.join('.') ?? ''}: active is true or false, limit a number, after the "next" of the page before`);
  }
  const limit = Number(query.data.limit ?? DEFAULT_LIMIT);
  if (limit < 1 || limit > MAX_LIMIT) throw new Problem('BAD_USER_INPUT', `limit is 1 to ${MAX_LIMIT}`);
  return { active: query.data.active === undefined ? null : query.data.active === 'true', limit, after: query.data.after ?? '' };
}

/** Answers up to `limit` of `found`, which holds one more where there is a next page. */
export function sendPage<T>(request: Request, response: Response, name: string, found: readonly T[], limit: number, keyOf: (item: T) => string): void {
  const items = found.slice(0, limit);
  const last = items.at(-1);
  const next = found.length > limit && last !== undefined ? keyOf(last) : null;
  if (next !== null) {
    const query = new URLSearchParams({ ...(request.query as Record<string, string>), after: next });
    response.set('Link', `<${request.baseUrl}?${query.toString()}>; rel="next"`);
  }
  response.set({ 'Cache-Control': 'private, no-store', Vary: 'Authorization, X-Tenant' }).json({ [name]: items, next });
}
