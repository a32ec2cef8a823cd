/** The transitions that the design allows, written down here once more: the checker takes nobody's word for them. */

const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  ACCEPTED: ['PROCESSING', 'GENERATING', 'FAILED', 'CANCELLED'],
  PROCESSING: ['GENERATING', 'RETRY_SCHEDULED', 'FAILED', 'CANCELLED'],
  GENERATING: ['COMPLETED', 'RETRY_SCHEDULED', 'FAILED', 'CANCELLED'],
  RETRY_SCHEDULED: ['PROCESSING', 'GENERATING', 'FAILED', 'CANCELLED'],
  FAILED: ['PROCESSING', 'GENERATING'],
  COMPLETED: [],
  CANCELLED: [],
};
const FINAL = new Set(['COMPLETED', 'FAILED', 'CANCELLED']);

export interface Step {
  readonly sequence: number;
  readonly status: string;
  readonly final: boolean;
  readonly attempt: number;
}

/** Every rule that this timeline breaks, as sentences; `gaps` are those about its numbers. */
export function faultsOfTimeline(steps: readonly Step[]): { gaps: string[]; violations: string[] } {
  const gaps: string[] = [];
  const violations: string[] = [];
  const numbers = steps.map(({ sequence }) => sequence);
  if (numbers.some((number, index) => number !== index + 1)) gaps.push(`its sequences are ${numbers.join(',')}`);
  if (steps[0]?.status !== 'ACCEPTED') violations.push(`its timeline begins with ${steps[0]?.status ?? 'nothing'}`);
  for (const [index, step] of steps.entries()) {
    const before = steps[index - 1];
    if (step.final !== FINAL.has(step.status)) violations.push(`${step.status} is called ${step.final ? '' : 'not '}final`);
    if (!before) continue;
    if (!ALLOWED[before.status]?.includes(step.status)) violations.push(`it went from ${before.status} to ${step.status}`);
    const retried = before.status === 'RETRY_SCHEDULED' || before.status === 'FAILED';
    const again = retried && (step.status === 'PROCESSING' || step.status === 'GENERATING');
    if (step.attempt !== before.attempt + (again ? 1 : 0)) violations.push(`attempt ${before.attempt} ${before.status} was followed by attempt ${step.attempt} ${step.status}`);
  }
  return { gaps, violations };
}
