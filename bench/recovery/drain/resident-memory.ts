/** Resident memory of other processes, as /proc tells it. */
import { readFileSync } from 'node:fs';

const SAMPLE_EVERY_MS = 50;

/** MiB; 0 where the process is gone. */
export function residentMiB(pid: number): number {
  try {
    const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return Math.round(Number(kilobytes ?? 0) / 1024);
  } catch {
    return 0;
  }
}

/** Samples these processes until told to stop. @returns a function that stops it and gives each one's peak in MiB */
export function watchMemory(pids: Readonly<Record<string, number>>): () => Record<string, number> {
  const peaks = new Map<string, number>();
  const look = () => {
    for (const [name, pid] of Object.entries(pids)) peaks.set(name, Math.max(peaks.get(name) ?? 0, residentMiB(pid)));
  };
  look();
  const timer = setInterval(look, SAMPLE_EVERY_MS);
  return () => {
    clearInterval(timer);
    look();
    return Object.fromEntries(peaks);
  };
}
