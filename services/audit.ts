/** What administrators did: who, when, what, why, and how much came of it; in the transaction that did it. */
import type { Sequelize, Transaction } from 'sequelize';
import { newId } from '../domain/ids';

export interface AuditEntry {
  readonly tenant: string;
  /** A token's subject, or a process's role where a run stopped itself. */
  readonly actor: string;
  readonly action: 'RETRIGGER' | 'STOP_RUN' | 'RESUME_RUN' | 'DISMISS' | 'REOPEN';
  readonly runId?: string;
  readonly note?: string | null;
  /** What was asked for. */
  readonly filter?: object;
  readonly counts: Readonly<Record<string, number>>;
}

/** Lists that are longer are told by their length. */
const LIST_KEPT = 100;

function shortened(filter: object): string {
  return JSON.stringify(filter, (_, value: unknown) => (Array.isArray(value) && value.length > LIST_KEPT ? { count: value.length } : value));
}

export async function writeAudit(db: Sequelize, transaction: Transaction, entry: AuditEntry): Promise<void> {
  const { tenant, actor, action, runId = null, note = null, filter, counts } = entry;
  await db.query(
    `INSERT INTO audit_log (id, tenant, actor, action, run_id, note, filter, counts) VALUES ($1, $2, $3, $4, $5, $6, $7::jsonb, $8::jsonb)`,
    { bind: [newId(), tenant, actor, action, runId, note, filter ? shortened(filter) : null, JSON.stringify(counts)], transaction },
  );
}
