/** Gathers single calls into common work: one piece of work at a time, and the next takes all that came meanwhile. */

interface Waiting<In, Out> {
  readonly item: In;
  readonly resolve: (out: Out) => void;
  readonly reject: (error: unknown) => void;
}

export interface GathererOptions<In, Out> {
  /** Does the work for all of them. @returns an answer for each, in order. A rejection means that nothing of it was done. */
  readonly work: (items: readonly In[]) => Promise<readonly Out[]>;
  /** Items taken at once, at most. */
  readonly max: number;
  /** True for failures that say nothing of the items: all of them get it. After any other, each is tried alone. */
  readonly failsAll: (error: unknown) => boolean;
}

export class Gatherer<In, Out> {
  private waiting: Waiting<In, Out>[] = [];
  private running = false;

  constructor(private readonly options: GathererOptions<In, Out>) {}

  /** Resolves or rejects with what became of this very item. With no work under way it begins at once. */
  add(item: In): Promise<Out> {
    return new Promise<Out>((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      if (!this.running) void this.run();
    });
  }

  private async run(): Promise<void> {
    this.running = true;
    while (this.waiting.length > 0) {
      const taken = this.waiting.slice(0, this.options.max);
      this.waiting = this.waiting.slice(taken.length);
      await this.serve(taken);
    }
    this.running = false;
  }

  private async serve(taken: readonly Waiting<In, Out>[]): Promise<void> {
    try {
      const answers = await this.options.work(taken.map((each) => each.item));
      taken.forEach((each, index) => each.resolve(answers[index] as Out));
    } catch (error) {
      if (taken.length === 1 || this.options.failsAll(error)) for (const each of taken) each.reject(error);
      else for (const each of taken) await this.serve([each]);
    }
  }
}
