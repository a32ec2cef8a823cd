/** What must hold whatever happened: read from Postgres and from the engine's ledger, apart from the code that is on trial. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { createOutputStore } from '../../adapters/output-store';
import type { DocumentStatus } from '../../domain/document';
import { rows } from '../../models/database';
import type { System } from './system';

export interface LedgerDocument {
  readonly transactionNo: number;
  readonly requestId: string;
  readonly attempt: number;
  readonly outcome: 'rendered' | 'errored';
  readonly sha256: string | null;
}

export interface Ledger {
  readonly jobs: readonly { readonly id: string; readonly name: string; readonly status: string; readonly documents: readonly LedgerDocument[] }[];
  readonly onDemand: readonly { readonly requestId: string; readonly attempt: number; readonly sha256: string }[];
}

/** All that the engine ever rendered. */
export async function ledgerOf(system: System): Promise<Ledger> {
  const answer = await fetch(`${system.simulatorUrl}/_simulator/ledger`);
  return (await answer.json()) as Ledger;
}

/** Adds a fault rule to the simulator; see the engine's API. */
export async function addFault(system: Pick<System, 'simulatorUrl'>, rule: object): Promise<void> {
  const answer = await fetch(`${system.simulatorUrl}/_simulator/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(rule),
  });
  if (!answer.ok) throw new Error(`the simulator refused the fault: ${await answer.text()}`);
}

/** How many requests there are in each status. */
export async function countByStatus(system: System): Promise<Partial<Record<DocumentStatus, number>>> {
  const found = await rows<{ status: DocumentStatus; n: number }>(system.db, 'SELECT status, count(*) AS n FROM document_requests GROUP BY status');
  return Object.fromEntries(found.map(({ status, n }) => [status, n]));
}

interface Found {
  id: string;
  status: DocumentStatus;
  attempt: number;
  sequence: number;
  sequences: number[];
  statuses: DocumentStatus[];
  sha256: string | null;
  storeKey: string | null;
}

/** Every violation found, as one sentence each; empty when all is well. */
export async function violations(system: System): Promise<string[]> {
  const ledger = await ledgerOf(system);
  const requests = await rows<Found>(
    system.db,
    `SELECT r.id, r.status, r.attempt, r.sequence, o.sha256, o.store_key AS "storeKey",
            array_agg(e.sequence ORDER BY e.sequence) AS sequences, array_agg(e.status ORDER BY e.sequence) AS statuses
       FROM document_requests r JOIN status_events e ON e.request_id = r.id LEFT JOIN document_outputs o ON o.request_id = r.id
      GROUP BY r.id, o.sha256, o.store_key`,
  );
  const found = await Promise.all(requests.map((request) => ofOne(system, request, ledger)));
  return [...found.flat(), ...ofLedger(ledger, new Set(requests.map(({ id }) => id)))];
}

async function ofOne(system: System, request: Found, ledger: Ledger): Promise<string[]> {
  const found: string[] = [];
  const { id, sequences, statuses } = request;
  if (sequences.some((sequence, index) => sequence !== index + 1)) found.push(`${id}: its sequences are ${sequences.join(',')}`);
  if (request.sequence !== sequences.length) found.push(`${id}: row and timeline differ: ${request.sequence}, ${sequences.length}`);
  if (statuses.at(-1) !== request.status) found.push(`${id}: row and timeline differ: ${request.status}, ${statuses.at(-1)}`);
  if (new Set(statuses).size !== statuses.length && request.attempt === 1) found.push(`${id}: a status came twice: ${statuses.join(' → ')}`);
  if ((request.status === 'COMPLETED') !== (request.sha256 !== null)) found.push(`${id}: ${request.status} with output ${request.sha256}`);
  if (request.sha256 && request.storeKey) {
    const own = [
      ...ledger.jobs.flatMap((job) => job.documents),
      ...ledger.onDemand,
    ].filter((document) => document.requestId === id);
    if (!own.some((document) => document.sha256 === request.sha256)) found.push(`${id}: its output is none of its own renders`);
    if ((await storedHash(system, request.storeKey)) !== request.sha256) found.push(`${id}: what is stored is not what was recorded`);
  }
  return found;
}

async function storedHash(system: System, key: string): Promise<string | null> {
  try {
    const hash = createHash('sha256');
    for await (const chunk of (await createOutputStore(join(system.home, 'outputs')).open(key)).stream) hash.update(chunk as Buffer);
    return hash.digest('hex');
  } catch {
    return null;
  }
}

function ofLedger(ledger: Ledger, known: ReadonlySet<string>): string[] {
  const found: string[] = [];
  const renders = new Map<string, number>();
  for (const document of ledger.jobs.flatMap((job) => job.documents)) {
    const key = `${document.requestId} attempt ${document.attempt}`;
    renders.set(key, (renders.get(key) ?? 0) + 1);
    if (!known.has(document.requestId)) found.push(`${document.requestId}: rendered and not known`);
  }
  for (const [key, times] of renders) if (times > 1) found.push(`${key}: made ${times} times by bulk jobs`);
  return found;
}
