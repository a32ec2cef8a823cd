/** What a part of the infrastructure is to the launcher. */
import type { Daemon } from '../process/daemon';
import { isRunning } from '../process/identity';
import type { PortBook } from '../process/ports';

export const PARTS = ['kafka', 'postgres', 'redis'] as const;
export type PartName = (typeof PARTS)[number];

export interface PartContext {
  readonly home: string;
  readonly env: NodeJS.ProcessEnv;
  readonly ports: PortBook;
  /** Gives the start up when aborted. */
  readonly signal?: AbortSignal;
  /** Will be stopped within minutes: starting fast is worth more than working fast. */
  readonly shortLived: boolean;
  note(part: PartName, detail: string): void;
}

export interface StartedPart {
  /** As the environment variable of this part spells it. */
  readonly address: string;
  /** Null where it is no process of this start. */
  readonly pid: number | null;
  /** Where it comes from, for people. */
  readonly origin: string;
  isRunning(): boolean;
  stop(): Promise<void>;
}

export function localPart(address: string, origin: string, daemon: Daemon): StartedPart {
  return { address, pid: daemon.process.pid, origin, isRunning: () => isRunning(daemon.process), stop: () => daemon.stop() };
}

/** All three, started or found. */
export interface Infrastructure {
  readonly databaseUrl: string;
  /** host:port, several separated by commas. */
  readonly kafkaBrokers: string;
  readonly redisUrl: string;
  /** Process ids of the parts that run as processes of this start. */
  readonly pids: Readonly<Partial<Record<PartName, number>>>;
  /** Starts again what has died since. @returns the names of what it started. */
  revive(): Promise<PartName[]>;
  /** Ends what this start began, within 10 s. Data stays. Safe to call twice. */
  stop(): Promise<void>;
}
