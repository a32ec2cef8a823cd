/** Commands that run to their end. */
import { execFile } from 'node:child_process';

export interface RunResult {
  /** Null when the command does not exist or was ended by a signal. */
  readonly code: number | null;
  readonly missing: boolean;
  readonly output: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly timeoutMs?: number;
  readonly uid?: number;
  readonly gid?: number;
  /** Ends the command when aborted. */
  readonly signal?: AbortSignal;
}

/** Never rejects: how it went is in the result, with everything that the command wrote. */
export async function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  const { timeoutMs, ...rest } = options;
  return new Promise((resolve) => {
    execFile(command, [...args], { ...rest, timeout: timeoutMs ?? 0, maxBuffer: 16 * 1024 * 1024, encoding: 'utf8' }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : null;
      resolve({ code, missing: (error as NodeJS.ErrnoException | null)?.code === 'ENOENT', output: `${stdout}${stderr}` });
    });
  });
}

/** The last lines of a command's or a log's text, for a message to a person. */
export function tail(text: string, lines = 5): string {
  return text
    .split('\n')
    .map((line) => line.trimEnd())
    .filter(Boolean)
    .slice(-lines)
    .map((line) => `    ${line.slice(0, 300)}`)
    .join('\n');
}
