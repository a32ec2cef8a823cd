/** The simulator's ledger. The real engine shows none. */
import { z } from 'zod';
import type { Render, RenderLedger } from '../../services/ports/render-ledger';
import { exchange } from './http';

const document = z.object({ requestId: z.string(), attempt: z.number(), outcome: z.string(), sha256: z.string().nullable() });
const answerSchema = z.object({
  jobs: z.array(z.object({ documents: z.array(document) })),
  onDemand: z.array(z.object({ requestId: z.string(), attempt: z.number(), sha256: z.string() })),
});

/** It may be long: reading it takes its time. */
const TIMEOUT_MS = 120_000;

/** @param url where the engine is, without its path prefix */
export function createRenderLedger(url: string): RenderLedger {
  return {
    async read() {
      const answer = await exchange('ledger', { url: `${url}/_simulator/ledger`, method: 'GET', headers: {}, timeoutMs: TIMEOUT_MS });
      if (answer.status === 404) return null;
      if (answer.status !== 200) throw new Error(`the engine's ledger could not be read: it answered ${answer.status}`);
      const { jobs, onDemand } = answerSchema.parse(JSON.parse(answer.body));
      const bulk = jobs.flatMap(({ documents }) => documents).flatMap(({ requestId, attempt, outcome, sha256 }): Render[] => {
        return outcome === 'rendered' && sha256 ? [{ requestId, attempt, sha256, bulk: true }] : [];
      });
      return [...bulk, ...onDemand.map((each) => ({ ...each, bulk: false }))];
    },
  };
}
