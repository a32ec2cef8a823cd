/** What the ledger found wrong: all counted, the first ones told. */

const TOLD_AT_MOST = 50;

export class Disagreements {
  private readonly told: string[] = [];
  private total = 0;

  add(sentence: string): void {
    this.total += 1;
    if (this.told.length < TOLD_AT_MOST) this.told.push(sentence);
  }

  get count(): number {
    return this.total;
  }

  get examples(): readonly string[] {
    return this.told;
  }
}
