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

export class Faults {
  private rules: FaultRule[] = [];
  private made = 0;
  private onClear = Promise.withResolvers ? undefined : undefined;

  constructor(private readonly random: Random) {}
}
