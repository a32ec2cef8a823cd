/** What a person sees while something starts: one aligned line for each step, with how long it took. */

export interface Progress {
  /** A step that takes its time has begun something worth knowing, such as a download. */
  note(step: string, detail: string): void;
  /** A step is done; `sinceMs` is the time at which it began. */
  done(step: string, detail: string, sinceMs: number): void;
}

/** Lines on a stream, for a terminal or a file alike. */
export function progressLines(write: (line: string) => void): Progress {
  const line = (step: string, detail: string, time: string) => write(`  ${step.padEnd(16)} ${time.padStart(7)}  ${detail}\n`);
  return {
    note: (step, detail) => line(step, detail, '…'),
    done: (step, detail, sinceMs) => line(step, detail, `${((Date.now() - sinceMs) / 1000).toFixed(1)} s`),
  };
}
