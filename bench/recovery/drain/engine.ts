/** The engine simulator as a measurement uses it: its faults, and its ledger of what was rendered. */
interface Ledger {
  readonly last: string;
  readonly jobs: readonly { readonly id: string; readonly documents: readonly { requestId: string; attempt: number; outcome: string }[] }[];
}

export interface Rendered {
  readonly jobs: number;
  readonly documents: number;
  /** Documents rendered more than once for one attempt of a request, or for more than one attempt. */
  readonly duplicates: number;
}

export class Engine {
  constructor(private readonly url: string) {}

  /** Every document fails at the engine from now on. */
  async failEveryDocument(): Promise<void> {
    await this.call('faults', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ call: 'render', fault: 'errored' }) });
  }

  async mend(): Promise<void> {
    await this.call('faults', { method: 'DELETE' });
  }

  /** Where its ledger stands. */
  async position(): Promise<string> {
    return ((await (await this.call('ledger')).json()) as Ledger).last;
  }

  /** What was rendered after that position. */
  async renderedSince(position: string): Promise<Rendered> {
    const { jobs } = (await (await this.call(`ledger?since=${position}`)).json()) as Ledger;
    const used = jobs.filter(({ documents }) => documents.length > 0);
    const rendered = used.flatMap(({ documents }) => documents.filter(({ outcome }) => outcome === 'rendered'));
    const distinct = new Set(rendered.map(({ requestId }) => requestId));
    return { jobs: used.length, documents: rendered.length, duplicates: rendered.length - distinct.size };
  }

  private async call(path: string, init: RequestInit = {}): Promise<Response> {
    const answer = await fetch(`${this.url}/_simulator/${path}`, init);
    if (!answer.ok) throw new Error(`the simulator answered ${answer.status} to ${path}`);
    return answer;
  }
}
