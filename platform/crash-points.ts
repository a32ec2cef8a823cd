/**
 * Named points at which a test may have a process die as by SIGKILL: CRASH_AT=<point>[:<n>] at the n-th time that it is reached. With `stop@`
 * in front it is stalled there (SIGSTOP) instead, until somebody wakes it. Costs one comparison where the variable is not set.
 */
export type CrashPoint =
  | 'submission:before-commit'
  | 'submission:after-commit'
  | 'relay:after-publish'
  | 'consumer:before-offset-commit'
  | 'claim:before-commit'
  | 'claim:after-commit'
  | 'submit:after-file'
  | 'submit:after-freeze'
  | 'submit:after-post'
  | 'submit:after-withdrawal'
  | 'submit:after-commit'
  | 'enrol:after-commit'
  | 'settle:before-commit'
  | 'settle:after-commit'
  | 'recovery:before-commit'
  | 'recovery:after-commit'
  | 'retrigger:before-commit'
  | 'retrigger:after-commit';

let armed: { point: string; left: number; signal: 'SIGKILL' | 'SIGSTOP' } | null = null;

/** Arms the process. Called once by its entrypoint with the configured value. */
export function armCrashPoint(setting: string | null): void {
  if (!setting) return;
  const match = /^(stop@)?(.+?)(?::(\d+))?$/.exec(setting);
  if (!match?.[2]) return;
  armed = { point: match[2], left: Number(match[3] ?? 1), signal: match[1] ? 'SIGSTOP' : 'SIGKILL' };
}

/** Dies or stalls here when this point is armed and its count is reached. */
export function crashPoint(point: CrashPoint): void {
  if (armed?.point !== point) return;
  armed.left -= 1;
  if (armed.left === 0) process.kill(process.pid, armed.signal);
}
