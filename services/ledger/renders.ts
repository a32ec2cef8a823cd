/** Postgres against the engine's own ledger. */
import type { Sequelize } from 'sequelize';
import { row, rows } from '../../models/database';
import type { Render, RenderLedger } from '../ports/render-ledger';
import type { Disagreements } from './disagreements';

const PAGE = 1_000;
const NO_ID = '00000000-0000-0000-0000-000000000000';

/**
 * Each completed request's stored document is one of its own renders; no job rendered one (request, attempt) twice; nothing was rendered
 * without a request. Right while the system works. @returns how many renders there are; null where the engine keeps no ledger
 */
export async function compareRenders(db: Sequelize, ledger: RenderLedger, disagreements: Disagreements): Promise<number | null> {
  // What is stored before this moment was rendered before the ledger is read.
  const { now } = await row<{ now: Date }>(db, 'SELECT clock_timestamp() AS now');
  const renders = await ledger.read();
  if (renders === null) return null;
  const byRequest = new Map<string, Set<string>>();
  for (const { requestId, sha256 } of renders) byRequest.set(requestId, (byRequest.get(requestId) ?? new Set()).add(sha256));
  findRepeats(renders, disagreements);
  await compareOutputs(db, now, byRequest, disagreements);
  await findStrangers(db, [...byRequest.keys()], disagreements);
  return renders.length;
}

function findRepeats(renders: readonly Render[], disagreements: Disagreements): void {
  const seen = new Set<string>();
  for (const { requestId, attempt, bulk } of renders) {
    const key = `${requestId} attempt ${attempt}`;
    if (bulk && seen.has(key)) disagreements.add(`${key} was rendered more than once`);
    if (bulk) seen.add(key);
  }
}

async function compareOutputs(db: Sequelize, before: Date, byRequest: ReadonlyMap<string, ReadonlySet<string>>, disagreements: Disagreements): Promise<void> {
  for (let after: string | undefined = NO_ID; after; ) {
    const page: { id: string; sha256: string | null }[] = await rows(
      db,
      `SELECT r.id, o.sha256 FROM document_requests r LEFT JOIN document_outputs o ON o.request_id = r.id
        WHERE r.status = 'COMPLETED' AND r.id > $1 AND coalesce(o.created_at, r.updated_at) < $2 ORDER BY r.id LIMIT $3`,
      [after, before, PAGE],
    );
    for (const { id, sha256 } of page) {
      if (sha256 === null) disagreements.add(`${id}: COMPLETED without a stored document`);
      else if (!byRequest.get(id)?.has(sha256)) disagreements.add(`${id}: its stored document is none of its own renders`);
    }
    after = page.length < PAGE ? undefined : page.at(-1)?.id;
  }
}

async function findStrangers(db: Sequelize, ids: readonly string[], disagreements: Disagreements): Promise<void> {
  for (let from = 0; from < ids.length; from += PAGE) {
    const page = ids.slice(from, from + PAGE);
    const unknown = await rows<{ id: string }>(
      db,
      'SELECT t.id FROM unnest($1::text[]) AS t(id) WHERE NOT EXISTS (SELECT FROM document_requests r WHERE r.id::text = t.id)',
      [page],
    );
    for (const { id } of unknown) disagreements.add(`${id} was rendered and is no request`);
  }
}
