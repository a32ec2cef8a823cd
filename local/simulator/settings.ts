/** The simulator's settings, read from its environment: it stands for a system of somebody else, so it shares no configuration with ours. */
import { resolve } from 'node:path';
import { z } from 'zod';

const environmentSchema = z.object({
  /** 0 takes a free port. */
  THUNDERHEAD_PORT: z.coerce.number().int().min(0).max(65_535).default(4100),
  HOST: z.string().default('127.0.0.1'),
  /** The folder that engine and OMS share; holds in/ and out/. */
  TRANSFER_DIR: z.string().min(1),
  /** Where jobs and ledger are kept. */
  SIMULATOR_DIR: z.string().min(1),
  /** Mean time of one job, or of one render on demand, on top of the work itself; 0 for none. */
  SIMULATOR_RENDER_MS: z.coerce.number().min(0).default(30),
  /** pdf: letters as they might be printed. load: the smallest valid PDF, for measuring everything but the engine. */
  SIMULATOR_RENDERER: z.enum(['pdf', 'load']).default('pdf'),
  SIMULATOR_SEED: z.coerce.number().int().default(1),
  /** How long a new job is absent from the list by name. */
  SIMULATOR_LISTING_LAG_MS: z.coerce.number().min(0).default(500),
  /** Jobs under way at once. */
  SIMULATOR_CONCURRENCY: z.coerce.number().int().min(1).default(8),
  /** false plays an engine that reads its input and leaves it where it is. */
  SIMULATOR_TAKES_INPUT: z.enum(['true', 'false']).default('true'),
  /** Given both, every call needs a token of /oauth/token. */
  SIMULATOR_CLIENT_ID: z.string().default(''),
  SIMULATOR_CLIENT_SECRET: z.string().default(''),
});

export interface SimulatorSettings {
  readonly host: string;
  readonly port: number;
  readonly transferDir: string;
  readonly stateDir: string;
  readonly renderMs: number;
  readonly renderer: 'pdf' | 'load';
  readonly seed: number;
  readonly listingLagMs: number;
  readonly concurrency: number;
  readonly takesInput: boolean;
  readonly client: { readonly id: string; readonly secret: string } | null;
}

/** Reads the settings, or throws an Error that lists every fault, one a line. */
export function readSettings(raw: Record<string, string | undefined>): SimulatorSettings {
  const given = Object.fromEntries(Object.entries(raw).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = environmentSchema.safeParse(given);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`the simulator's environment is not usable:\n${faults.join('\n')}`);
  }
  const env = parsed.data;
  return {
    host: env.HOST,
    port: env.THUNDERHEAD_PORT,
    transferDir: resolve(env.TRANSFER_DIR),
    stateDir: resolve(env.SIMULATOR_DIR),
    renderMs: env.SIMULATOR_RENDER_MS,
    renderer: env.SIMULATOR_RENDERER,
    seed: env.SIMULATOR_SEED,
    listingLagMs: env.SIMULATOR_LISTING_LAG_MS,
    concurrency: env.SIMULATOR_CONCURRENCY,
    takesInput: env.SIMULATOR_TAKES_INPUT === 'true',
    client:
      env.SIMULATOR_CLIENT_ID && env.SIMULATOR_CLIENT_SECRET
        ? { id: env.SIMULATOR_CLIENT_ID, secret: env.SIMULATOR_CLIENT_SECRET }
        : null,
  };
}
