/** HIGH priority: one document, rendered by a call that brings it back. A render has no effect but its answer, so repeating it is safe. */
import { CONTENT_TYPES } from '../../domain/document';
import { backoffMs } from '../../domain/retry-policy';
import type { EnrichedParties } from '../../domain/enriched-data';
import type { ErrorCode } from '../../domain/error-codes';
import { closeBatch, lockClaim } from '../batch-rows';
import type { Failure } from '../failing';
import { EngineCallFailed, EngineRenderFailed, type EngineDocument, type RenderedDocument } from '../ports/document-engine';
import type { OutputStore } from '../ports/output-store';
import { settle, type FinishedDocument } from '../settling';
import { readMembers } from './batches';
import { CODE_BY_KIND, type SubmitDeps } from './submit';
import type { HeldBatch } from './submit-outcomes';

export interface OnDemandDeps extends SubmitDeps {
  readonly outputs: OutputStore;
}

const ACTOR = 'processing';

/** Renders, stores and settles the one member of the batch. Rejects only when database or store are away: the lease then runs out. */
export async function renderOnDemand(deps: OnDemandDeps, batch: HeldBatch): Promise<void> {
  const [member] = await readMembers(deps.database, batch.id, 'GENERATING');
  if (!member) return settleOne(deps, batch, { finished: [], failed: [], parties: null });
  const { documents, refused, parties } = await deps.enricher.enrich([member]);
  const failed = (code: ErrorCode, message: string): Failure => ({
    requestId: member.requestId,
    from: { status: 'GENERATING', attempt: member.attempt, engineBatchId: batch.id },
    stage: 'PROCESSING',
    code,
    message,
  });
  const [refusal] = refused;
  if (refusal) return settleOne(deps, batch, { finished: [], failed: [failed(refusal.code, refusal.message)], parties });
  const rendered = await render(deps, batch, documents[0] as EngineDocument);
  if ('code' in rendered) return settleOne(deps, batch, { finished: [], failed: [failed(rendered.code, rendered.message)], parties });
  const output = await deps.outputs.putBytes(member.requestId, rendered.bytes);
  const { requestId, attempt, format } = member;
  const contentType = rendered.contentType || CONTENT_TYPES[format];
  return settleOne(deps, batch, { finished: [{ requestId, attempt, output, contentType, pages: rendered.pages }], failed: [], parties });
}

async function render(
  deps: OnDemandDeps,
  batch: HeldBatch,
  document: EngineDocument,
): Promise<RenderedDocument | { code: ErrorCode; message: string }> {
  const { submitTries, submitBackoffMs, submitBackoffMaxMs } = deps.settings;
  for (let tries = 1; ; tries += 1) {
    await deps.engineCircuit.untilClosed();
    try {
      return await deps.engine.generateDocument(document, batch.kind.engineConfiguration);
    } catch (error) {
      if (error instanceof EngineRenderFailed) return { code: 'ENGINE_RENDER_FAILED', message: error.message };
      if (!(error instanceof EngineCallFailed)) throw error;
      const triedEnough = tries >= submitTries && deps.engineCircuit.state === 'closed';
      if (error.kind === 'rejected' || triedEnough) return { code: CODE_BY_KIND[error.kind], message: error.message };
      const delay = backoffMs({ maxAttempts: 0, baseMs: submitBackoffMs, capMs: submitBackoffMaxMs }, tries);
      await new Promise((resolve) => setTimeout(resolve, (error.retryAfterMs ?? 0) + delay));
    }
  }
}

interface Settled {
  readonly finished: FinishedDocument[];
  readonly failed: Failure[];
  readonly parties: EnrichedParties | null;
}

async function settleOne(deps: OnDemandDeps, batch: HeldBatch, { finished, failed, parties }: Settled): Promise<void> {
  const { database, retryPolicies } = deps;
  await database.transaction(async (transaction) => {
    if (!(await lockClaim(database, transaction, batch.id, batch.claim))) return;
    await settle(database, transaction, { batchId: batch.id, stage: 'PROCESSING', actor: ACTOR, retryPolicies, finished, failed });
    await closeBatch(database, transaction, batch.id, parties);
  });
}
