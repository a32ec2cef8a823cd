/** What the engine's own ledger shows. */

export interface Render {
  readonly requestId: string;
  readonly attempt: number;
  readonly sha256: string | null;
  readonly rendered: boolean;
}

export interface EngineLedger {
  /** Of bulk jobs, once for each time that a job rendered it. */
  readonly bulk: readonly Render[];
  readonly onDemand: readonly Render[];
  /** Jobs that made nothing, since their input was withdrawn or taken by another. */
  readonly emptyJobs: number;
}

interface Answer {
  readonly jobs: readonly { readonly documents: readonly { requestId: string; attempt: number; outcome: string; sha256: string | null }[] }[];
  readonly onDemand: readonly { requestId: string; attempt: number; sha256: string }[];
}

/** All that was ever rendered. */
export async function readEngineLedger(engineUrl: string): Promise<EngineLedger> {
  const { jobs, onDemand } = (await (await fetch(`${engineUrl}/_simulator/ledger`)).json()) as Answer;
  return {
    bulk: jobs.flatMap(({ documents }) => documents.map((each) => ({ ...each, rendered: each.outcome === 'rendered' }))),
    onDemand: onDemand.map((each) => ({ ...each, rendered: true })),
    emptyJobs: jobs.filter(({ documents }) => documents.length === 0).length,
  };
}
