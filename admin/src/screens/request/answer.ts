/** Where the document is and why, in a sentence. Pure. */
import { duration } from '../../ui/moment';
import { bytes } from '../../ui/figures';
import type { RequestStory, StoryError } from './documents';

export interface Answer {
  /** Where it is. */
  readonly where: string;
  /** Why it is there, and what happens next. */
  readonly why: string | null;
  /** What is left to a person. */
  readonly whatToDo: string | null;
}

const OPEN: readonly string[] = ['PENDING', 'RETRYING', 'EXHAUSTED'];

/** Whether an error is not done with; a request has one such at most. */
export function isOpen({ recoveryStatus }: Pick<StoryError, 'recoveryStatus'>): boolean {
  return OPEN.includes(recoveryStatus);
}

/** What the engine is asked, and the one who asks, in words for the failing stage. */
const PLACES: Readonly<Record<StoryError['stage'], string>> = {
  PROCESSING: 'before it was with the engine',
  MONITORING: 'at the engine',
};

/** @param now in ms: sentences count. */
export function answerOf(request: RequestStory, now: number): Answer {
  const { status, timeline, attempt, createdAt, updatedAt, engineBatch } = request;
  const last = timeline.at(-1);
  const since = duration(Math.max(0, now - Date.parse(last?.at ?? updatedAt)));
  const tried = attempt > 1 ? `, attempt ${attempt}` : '';
  const error = request.errors.find(isOpen) ?? newest(request.errors);
  switch (status) {
    case 'ACCEPTED':
      return { where: `Accepted ${since} ago`, why: 'It is stored, and its event is on its way to the processing consumers.', whatToDo: null };
    case 'PROCESSING':
      return { where: `Being prepared since ${since}${tried}`, why: 'Its parties are looked up, then it goes to the engine in a batch.', whatToDo: null };
    case 'GENERATING':
      return { where: `Generating at the engine since ${since}${tried}`, why: engineBatch ? withEngine(engineBatch) : null, whatToDo: null };
    case 'RETRY_SCHEDULED':
      return {
        where: error?.nextAttemptAt ? `Tried again ${untilText(error.nextAttemptAt, now)}, as attempt ${attempt + 1}` : `Waiting to be tried again since ${since}`,
        why: error ? `Attempt ${attempt} failed ${PLACES[error.stage]}: ${error.explanation.meaning} ${error.explanation.systemDoes}` : null,
        whatToDo: error?.explanation.whatToDo ?? null,
      };
    case 'COMPLETED':
      return { where: `The document is ready, after ${duration(Date.parse(last?.at ?? updatedAt) - Date.parse(createdAt))}${attempt > 1 ? `, at attempt ${attempt}` : ''}`, why: outputText(request), whatToDo: null };
    case 'FAILED':
      return failed(request, error, since);
    case 'CANCELLED':
      return { where: `Cancelled by ${last?.actor ?? 'somebody'}`, why: last?.message ? `“${last.message}”` : 'No reason was given.', whatToDo: null };
  }
}

function newest(errors: readonly StoryError[]): StoryError | null {
  return [...errors].sort((a, b) => a.occurredAt.localeCompare(b.occurredAt)).at(-1) ?? null;
}

function withEngine({ size, pollCount }: NonNullable<RequestStory['engineBatch']>): string {
  const batch = size === 1 ? 'It is alone in its engine batch' : `It is one of ${size} in its engine batch`;
  return pollCount === 0 ? `${batch}; the engine has not been asked for it yet.` : `${batch}; the engine was asked ${pollCount === 1 ? 'once' : `${pollCount} times`} whether it is done.`;
}

function failed({ attempt, timeline }: RequestStory, error: StoryError | null, since: string): Answer {
  const where = `Failed ${since} ago, at attempt ${attempt}`;
  if (!error) return { where, why: timeline.at(-1)?.message ?? null, whatToDo: null };
  const why = `${error.recoveryStatus === 'DISMISSED' ? 'Its error was dismissed. ' : ''}It failed ${PLACES[error.stage]}: ${error.explanation.meaning}`;
  return { where, why, whatToDo: error.explanation.whatToDo };
}

function outputText({ output, format }: RequestStory): string | null {
  if (!output) return null;
  const pages = typeof output.pages === 'number' ? `${output.pages} ${output.pages === 1 ? 'page' : 'pages'}, ` : '';
  return `${format}, ${pages}${bytes(output.sizeBytes)}.`;
}

/** `in 34 s`, or `now` where the time has come. */
export function untilText(at: string, now: number): string {
  const ms = Date.parse(at) - now;
  return ms <= 0 ? 'now' : `in ${duration(Math.ceil(ms / 1000) * 1000)}`;
}
