/** What the tests of recovery look at: errors, timelines, and the engine's ledger. */
import { row, rows } from '../../../models/database';
import { ledgerOf } from '../../support/invariants';
import type { System } from '../../support/system';

export interface ErrorRow {
  readonly id: string;
  readonly code: string;
  readonly stage: string;
  readonly retryStage: string;
  readonly attempt: number;
  readonly recoveryStatus: string;
}

/** The errors of a request, oldest first. */
export function errorsOf(system: System, requestId: string): Promise<ErrorRow[]> {
  return rows(
    system.db,
    `SELECT id, code, stage, retry_stage AS "retryStage", attempt, recovery_status AS "recoveryStatus" FROM processing_errors
      WHERE request_id = $1 ORDER BY attempt`,
    [requestId],
  );
}

/** Its statuses with their attempts, as `STATUS attempt`. */
export async function timelineOf(system: System, requestId: string): Promise<string[]> {
  const events = await rows<{ status: string; attempt: number }>(
    system.db,
    'SELECT status, attempt FROM status_events WHERE request_id = $1 ORDER BY sequence',
    [requestId],
  );
  return events.map(({ status, attempt }) => `${status} ${attempt}`);
}

export async function statusOf(system: System, requestId: string): Promise<string> {
  return (await row<{ status: string }>(system.db, 'SELECT status FROM document_requests WHERE id = $1', [requestId])).status;
}

/** How often the engine's bulk jobs rendered each of these requests. */
export async function rendersOf(system: System, requestIds: readonly string[]): Promise<number[]> {
  const { jobs } = await ledgerOf(system);
  const all = jobs.flatMap((job) => job.documents).filter((document) => document.outcome === 'rendered');
  return requestIds.map((id) => all.filter((document) => document.requestId === id).length);
}

export async function clearFaults(system: System): Promise<void> {
  await fetch(`${system.simulatorUrl}/_simulator/faults`, { method: 'DELETE' });
}
