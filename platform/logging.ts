/** Structured logs: one JSON line each, on standard output. */
import pino, { type Logger } from 'pino';

export type { Logger };

export interface LoggingOptions {
  readonly role: string;
  readonly level: string;
}

/** The process's root logger. Never give it `data`, tokens or documents. */
export function createLogger(options: LoggingOptions): Logger {
  return pino({
    level: options.level,
    base: { role: options.role, pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: ['token', 'authorization', '*.token', '*.authorization', '*.data'], censor: '[hidden]' },
  });
}
