/** What every long-running part of a process offers to whoever wires it. */

export interface Readiness {
  readonly ready: boolean;
  /** Why not, as one short sentence; absent when ready. */
  readonly reason?: string;
}

export interface Service {
  /** Shown in logs, health answers and shutdown messages. */
  readonly name: string;
  /** Resolves when it works. Rejects, with nothing left running, when it cannot. */
  start(): Promise<void>;
  /** Takes no new work, finishes or gives back what is under way, lets go of everything. Safe to call twice. */
  stop(): Promise<void>;
  readiness(): Readiness;
}
