/** What the demo verifies beside the statuses: the engine's ledger, the sweeps' counters, and one finished document. */
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { OmsClient } from '..';

interface Ledger {
  readonly jobs: readonly {
    readonly documents: readonly { readonly requestId: string; readonly attempt: number; readonly outcome: string }[];
  }[];
}

/** Documents that bulk jobs rendered more than once for the same request and attempt. */
export async function countDuplicates(engineUrl: string, requestIds: ReadonlySet<string>): Promise<number> {
  const ledger = JSON.parse(await textOf(new URL('/_simulator/ledger', engineUrl))) as Ledger;
  const rendered = ledger.jobs
    .flatMap((job) => job.documents)
    .filter((document) => document.outcome === 'rendered' && requestIds.has(document.requestId))
    .map((document) => `${document.requestId} ${document.attempt}`);
  return rendered.length - new Set(rendered).size;
}

/** What all sweeps together have repaired so far. */
export async function countRepairs(gatewayUrl: string): Promise<number> {
  const metrics = await textOf(new URL('/metrics', gatewayUrl));
  return [...metrics.matchAll(/^oms_sweep_repairs_total(?:\{[^}]*\})? (\S+)/gm)].reduce((sum, match) => sum + Number(match[1]), 0);
}

/** Fetches one finished PDF through the gateway and keeps it. @returns a sentence with its path. Rejects where it is not what was promised. */
export async function checkOneDocument(client: OmsClient, completedIds: readonly string[], home: string): Promise<string> {
  for (const id of completedIds) {
    const request = await client.documentRequest(id);
    if (request?.format !== 'PDF' || !request.output) continue;
    const bytes = await client.download(request);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    if (sha256 !== request.output.sha256) throw new Error(`the document of request ${id} has the digest ${sha256}, not ${request.output.sha256}`);
    if (!bytes.subarray(0, 5).equals(Buffer.from('%PDF-'))) throw new Error(`the document of request ${id} is not a PDF`);
    const folder = join(home, 'demo');
    await mkdir(folder, { recursive: true });
    const path = join(folder, `${request.documentType.toLowerCase()}-${id}.pdf`);
    await writeFile(path, bytes);
    return `One of them, checked (${bytes.length} bytes, sha256 ${sha256.slice(0, 12)}…): ${path}`;
  }
  return 'No PDF was completed, so none could be checked';
}

async function textOf(url: URL): Promise<string> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(60_000) });
  if (!answer.ok) throw new Error(`${url.href} answered ${answer.status}`);
  return answer.text();
}
