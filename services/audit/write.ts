/** What people did that others may ask about: who, when, what, why, and how much came of it; in the transaction that did it. */
import type { Sequelize, Transaction } from 'sequelize';
import { newId } from '../../domain/ids';

/** Instead of a tenant's name where what was done belongs to none; no tenant can be called so. */
export const ALL_TENANTS = '*';

export interface AuditEntry {
  readonly tenant: string;
  /** A token's subject, or a process's role where a run stopped itself. */
  readonly actor: string;
  readonly action: 'RETRIGGER' | 'STOP_RUN' | 'RESUME_RUN' | 'DISMISS' | 'REOPEN' | 'CANCEL' | 'SAVE_DOCUMENT_TYPE' | 'SAVE_SOURCE' | 'REPLAY_DEAD_LETTERS';
  /** What it was done to: the id of a run, a request or a dead letter, the code of an item. Absent where that is many. */
  readonly subject?: string;
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

/** Without a transaction where what it tells of happened elsewhere. */
export async function writeAudit(db: Sequelize, transaction: Transaction | undefined, entry: AuditEntry): Promise<void> {
  const { tenant, actor, action, subject = null, note = null, filter, counts } = entry;
  await db.query(
    `INSERT INTO audit_log (id, tenant, actor, action, subject, note, filter, counts) VALUES ($1, $2, $3, $4, $5, $6, $7::jsonb, $8::jsonb)`,
    { bind: [newId(), tenant, actor, action, subject, note, filter ? shortened(filter) : null, JSON.stringify(counts)], transaction },
  );
}
