/**
 * Named points at which a test may have a process die as by SIGKILL: CRASH_AT=<point>[:<n>] at the n-th time that it is reached.
 * Costs one comparison where the variable is not set.
 */
export type CrashPoint =
  | 'submission:before-commit'
  | 'submission:after-commit'
  | 'relay:after-publish'
  | 'claim:before-commit'
  | 'claim:after-commit'
  | 'submit:after-file'
  | 'submit:after-freeze'
  | 'submit:after-post'
  | 'submit:after-withdrawal'
  | 'submit:after-commit'
  | 'enrol:after-commit'
  | 'settle:before-commit'
  | 'settle:after-commit';

let armed: { point: string; left: number } | null = null;

/** Arms the process. Called once by its entrypoint with the configured value. */
export function armCrashPoint(setting: string | null): void {
  if (!setting) return;
  const at = setting.lastIndexOf(':');
  const count = at > 0 && /^\d+$/.test(setting.slice(at + 1)) ? Number(setting.slice(at + 1)) : null;
  armed = { point: count === null ? setting : setting.slice(0, at), left: count ?? 1 };
}

/** Dies here when this point is armed and its count is reached. */
export function crashPoint(point: CrashPoint): void {
  if (armed?.point !== point) return;
  armed.left -= 1;
  if (armed.left === 0) process.kill(process.pid, 'SIGKILL');
}
