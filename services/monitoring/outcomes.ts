/** What a finished job made of each of its documents; what it rendered is put into the output store here, before anything is settled. */
import { bulkhead } from 'cockatiel';
import { jobName } from '../../domain/engine-batch';
import type { ErrorCode } from '../../domain/error-codes';
import { EngineCallFailed, type ManifestEntry, type TransferFolder } from '../ports/document-engine';
import type { OutputStore, StoredOutput } from '../ports/output-store';

export type Outcome =
  | { readonly output: StoredOutput; readonly contentType: string; readonly pages: number | null }
  | { readonly code: ErrorCode; readonly message: string };

/** Files that are stored beside each other. */
const STORE_CONCURRENCY = 8;

/** By request id. Rejects with EngineCallFailed('protocol') where manifest or files are not whole: ask again later. */
export async function readOutcomes(
  deps: { transfer: TransferFolder; outputs: OutputStore },
  batch: { id: string; frozenNumber: number; members: readonly string[] },
): Promise<Map<string, Outcome>> {
  const name = jobName(batch.id, batch.frozenNumber);
  const manifest = await deps.transfer.readManifest(name);
  const pool = bulkhead(STORE_CONCURRENCY, Number.MAX_SAFE_INTEGER);
  const outcomes = new Map<string, Outcome>();
  await Promise.all(
    manifest.map((entry) =>
      pool.execute(async () => {
        const requestId = batch.members[entry.transactionNo - 1];
        if (requestId) outcomes.set(requestId, await outcomeOf(deps, name, requestId, entry));
      }),
    ),
  );
  return outcomes;
}

async function outcomeOf(
  deps: { transfer: TransferFolder; outputs: OutputStore },
  name: string,
  requestId: string,
  entry: ManifestEntry,
): Promise<Outcome> {
  if (!entry.ok) return { code: 'ENGINE_RENDER_FAILED', message: entry.message };
  try {
    const output = await deps.outputs.putFile(requestId, deps.transfer.outputFile(name, entry.file));
    return { output, contentType: entry.contentType, pages: entry.pages };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new EngineCallFailed('protocol', `the manifest of ${name} names a file that is not there`, undefined, { cause: error });
  }
}
