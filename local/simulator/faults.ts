/**
 * Faults that a test, or a curious person, switches on: rules of which each hits `share` of the calls it names, at most `count` times. Per call
 * the first rule that hits counts. Rules are gone after a restart.
 *
 * Of the calls submitJob, getJob, listJobs, cancelJob and generateDocument:
 * - status: answers `status` (503), nothing done; with `ms` a Retry-After of as many seconds, rounded up.
 * - delay: waits `ms` (1000), then works.           - hang: never answers and does nothing; with `ms` breaks off after it.
 * - cut: breaks the connection, nothing done.       - workThenCut: works, then breaks the connection.
 * - garbage: works, then answers 200 with a page that is not of this API.
 * - truncated: works, then the answer stops half-way; a 201 has no Location.
 * - lostJob: forgets the job for good, no more work on it, 404 from now on. At submitJob after answering 201, at listJobs all that were
 *   found; generateDocument, which has no job, answers 404.
 * - errored: submitJob: the job takes its input and fails as a whole. getJob: a job under way fails as a whole now. listJobs, cancelJob:
 *   500. generateDocument: 200 with an exception, every second time with a message of type E instead.
 * - paused: the appliance pauses first; until it is resumed, the faults are cleared, or `ms` have passed.
 * - late: submitJob: the job begins `ms` (1000) later. getJob: an end is shown only `ms` after it. listJobs: the lag is `ms` (5000) this
 *   time. cancelJob: answers at once, cancels after `ms`. generateDocument: as delay.
 *
 * Of render, one document of a job:
 * - errored, status: the document fails with a message of type E.    - delay, late: takes `ms` (1000) longer.
 * - hang: is stuck until the faults are cleared or `ms` have passed. - cut, workThenCut: the render is lost (after its file was written) and
 *   made again; the ledger has it once.                              - garbage: its file holds bytes that are no document.
 * - truncated: half of its file is missing.                          - lostJob, paused: as above, at this document.
 *
 * Of manifest, the end of a job:
 * - errored, status: all is rendered, yet the job fails as a whole.  - delay: `ms` (1000) later.    - hang: as for render.
 * - cut: FINISHED, no manifest.  - late: FINISHED, the manifest `ms` (1000) later.
 * - garbage, truncated: it is not JSON, or stops half-way, for `ms` (1000), then it is whole; 0: for ever.
 * - workThenCut: it is there, the job is FINISHED `ms` (1000) later. - lostJob, paused: as above, before it is written.
 */
import { EventEmitter } from 'node:events';
import { z } from 'zod';
import type { Random } from './random';

const CALLS = ['submitJob', 'getJob', 'listJobs', 'cancelJob', 'generateDocument', 'render', 'manifest'] as const;
const FAULTS = ['status', 'delay', 'hang', 'cut', 'workThenCut', 'garbage', 'lostJob', 'errored', 'paused', 'late', 'truncated'] as const;

export type Call = (typeof CALLS)[number];
export type Fault = (typeof FAULTS)[number];

export const faultRuleSchema = z.object({
  call: z.enum(CALLS),
  fault: z.enum(FAULTS),
  status: z.number().int().min(300).max(599).default(503),
  ms: z.number().int().min(0).optional(),
  share: z.number().gt(0).max(1).default(1),
  count: z.number().int().min(1).optional(),
});

export interface FaultRule extends z.infer<typeof faultRuleSchema> {
  readonly id: number;
  hits: number;
}

/** A rule that hit one call: what to do to it now. */
export interface Hit {
  readonly fault: Fault;
  readonly status: number;
  readonly ms: number | undefined;
  /** How often the rule has hit, this time included. */
  readonly hits: number;
}

export class Faults {
  private rules: FaultRule[] = [];
  private made = 0;
  private readonly clearing = new EventEmitter().setMaxListeners(0);

  constructor(private readonly random: Random) {}

  add(rule: z.infer<typeof faultRuleSchema>): FaultRule {
    this.made += 1;
    const added = { ...rule, id: this.made, hits: 0 };
    this.rules.push(added);
    return added;
  }

  list(): readonly FaultRule[] {
    return this.rules;
  }

  /** Removes all rules and lets go of what hangs by one. */
  clear(): void {
    this.rules = [];
    this.clearing.emit('clear');
  }

  /** Calls `listener` once, at the next clearing. @returns a function that takes it back. */
  onceCleared(listener: () => void): () => void {
    this.clearing.once('clear', listener);
    return () => this.clearing.off('clear', listener);
  }

  /** What is to go wrong with this call, if anything. */
  draw(call: Call): Hit | null {
    for (const rule of this.rules) {
      if (rule.call !== call || rule.hits >= (rule.count ?? Infinity) || this.random.next() >= rule.share) continue;
      rule.hits += 1;
      return { fault: rule.fault, status: rule.status, ms: rule.ms, hits: rule.hits };
    }
    return null;
  }
}
