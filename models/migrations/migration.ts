/** One step of the database's history, as SQL both ways. */
export interface Migration {
  /** Sorts after its predecessors; never changes once landed. */
  readonly name: string;
  readonly up: string;
  readonly down: string;
}
