/** What goes into one engine batch together, and how its files and jobs are called. */
import { groupBy } from './group-by';
import type { DocumentFormat, Priority } from './document';

/** Documents of one kind may share an engine batch. */
export interface BatchKind {
  readonly tenant: string;
  readonly engineConfiguration: string;
  readonly format: DocumentFormat;
}

/** A kind as a map key. */
export function kindKey(kind: BatchKind): string {
  return JSON.stringify([kind.tenant, kind.engineConfiguration, kind.format]);
}

/** The engine's job and the transaction file of a batch under one of its numbers. No two processes ever write one name. */
export function jobName(batchId: string, number: number): string {
  return `${batchId}-${number}`;
}

/** The largest batch that a member of a job of this size may be in next, after that job failed as a whole. */
export function halfOf(size: number): number {
  return Math.max(1, Math.ceil(size / 2));
}

export interface Candidate {
  readonly kind: BatchKind;
  readonly priority: Priority;
  /** The largest batch that this document may be in, after jobs with it failed whole; null: no limit. */
  readonly batchLimit: number | null;
}

/**
 * Splits candidates into batches: one kind each, NORMAL before LOW, at most `maxSize` and at most the smallest limit among the members.
 * Those with a limit stand together, so that they do not make everybody's batches small.
 */
export function formBatches<T extends Candidate>(candidates: readonly T[], maxSize: number): T[][] {
  const batches: T[][] = [];
  for (const sameKind of groupBy(candidates, (each) => kindKey(each.kind)).values()) {
    const ordered = [...sameKind].sort(
      (a, b) => (b.batchLimit ?? Infinity) - (a.batchLimit ?? Infinity) || Number(a.priority === 'LOW') - Number(b.priority === 'LOW'),
    );
    let batch: T[] = [];
    for (const candidate of ordered) {
      const room = Math.min(maxSize, candidate.batchLimit ?? maxSize);
      if (batch.length > 0 && batch.length + 1 > room) {
        batches.push(batch);
        batch = [];
      }
      batch.push(candidate);
    }
    if (batch.length > 0) batches.push(batch);
  }
  return batches;
}
