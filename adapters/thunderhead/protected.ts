/** The engine behind the protection of every outside API. */
import { GuardedApi, type ProtectionSettings } from '../../platform/protection/guarded-api';
import type { Circuit } from '../../services/ports/circuit';
import { EngineCallFailed, type DocumentEngine } from '../../services/ports/document-engine';

/**
 * Guards the calls of `engine`. Submits and renders are never repeated here: what a lost answer means is their caller's to find out. Rejections
 * of one call (4xx, a failed render) say nothing about the engine's health.
 */
export function protectEngine(engine: DocumentEngine, settings: ProtectionSettings): { engine: DocumentEngine; circuit: Circuit } {
  const counts = (error: unknown): error is EngineCallFailed => error instanceof EngineCallFailed && error.kind !== 'rejected';
  const guard = new GuardedApi({
    settings,
    counts,
    retryAfterMs: (error) => (counts(error) ? (error.retryAfterMs ?? 0) : 0),
    isBlip: (error) => counts(error) && error.kind === 'unavailable' && error.retryAfterMs === undefined,
    refusal: (cause) => new EngineCallFailed('unavailable', 'the engine does not answer; no call is made until it does', undefined, { cause }),
    probe: () => engine.isAvailable(),
  });
  const once = <T>(work: () => Promise<T>) => guard.call(work, { repeatable: false });
  const repeatable = <T>(work: () => Promise<T>) => guard.call(work, { repeatable: true });
  return {
    circuit: guard.circuit,
    engine: {
      submitJob: (job) => once(() => engine.submitJob(job)),
      generateDocument: (document, configuration) => once(() => engine.generateDocument(document, configuration)),
      getJob: (reference) => repeatable(() => engine.getJob(reference)),
      findJobs: (name) => repeatable(() => engine.findJobs(name)),
      cancelJob: (reference) => repeatable(() => engine.cancelJob(reference)),
      isAvailable: () => repeatable(() => engine.isAvailable()),
    },
  };
}
