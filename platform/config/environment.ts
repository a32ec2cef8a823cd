/** The schema of every environment variable that the system reads. docs/configuration.md lists them for people. */
import { z } from 'zod';
import { cronPattern } from './cron';
import { retryPolicies } from './retry-policies';

const integer = (fallback: number, min = 0, max = Number.MAX_SAFE_INTEGER) =>
  z.coerce.number({ error: 'must be a whole number' }).int().min(min).max(max).default(fallback);
const flag = (fallback: boolean) =>
  z
    .enum(['true', 'false', '1', '0'])
    .default(fallback ? 'true' : 'false')
    .transform((value) => value === 'true' || value === '1');
const optional = z.string().min(1).optional();
const traceUrlTemplate = z
  .string()
  .regex(/^https?:\/\/.*\{traceId\}/, 'must be an http address that has {traceId} in it')
  .optional();

export const environmentSchema = z.object({
  OMS_HOME: z.string().min(1).default('.oms'),
  /** local: example data, the landing page with GraphiQL, keys from OMS_HOME. */
  OMS_MODE: z.enum(['local', 'production']).default('local'),
  /** Which roles the all-in-one process plays, separated by commas; absent: all. */
  ROLES: optional,
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
  /** This process's name among others of its role; made up when absent. */
  INSTANCE: optional,
  HOST: z.string().default('127.0.0.1'),
  PORT: integer(4000, 0, 65535),
  /** Health and metrics of roles without a public port; 0 takes a free one. */
  OPS_PORT: integer(0, 0, 65535),
  PUBLIC_URL: optional,
  /** Address of a request's trace in the tracing backend; {traceId} stands for its id. */
  TRACE_URL_TEMPLATE: traceUrlTemplate,

  DATABASE_URL: optional,
  DATABASE_POOL: integer(10, 2, 200),
  DATABASE_STATEMENT_TIMEOUT_MS: integer(30_000, 100),
  DATABASE_IDLE_IN_TRANSACTION_MS: integer(5_000, 100),

  KAFKA_BROKERS: optional,
  KAFKA_CLIENT_ID: z.string().default('oms'),
  /** Put before every topic and group name, so that several systems can share one cluster. */
  KAFKA_PREFIX: z.string().default(''),
  KAFKA_TOPICS: z.enum(['create', 'check']).default('create'),
  KAFKA_PARTITIONS: integer(3, 1, 1000),
  KAFKA_REPLICATION: integer(1, 1, 10),
  KAFKA_SESSION_TIMEOUT_MS: integer(6_000, 1_000),
  KAFKA_REQUEST_TIMEOUT_MS: integer(30_000, 1_000),
  /** A handler that takes longer loses its partitions: the consumer is built anew. */
  KAFKA_HANDLER_DEADLINE_MS: integer(60_000, 100),
  /** Unread records that do not move for so long end the process, for its supervisor to start it again. */
  KAFKA_STALL_MS: integer(60_000, 500),
  KAFKA_TLS: flag(false),
  KAFKA_SASL_MECHANISM: z.enum(['plain', 'scram-sha-256', 'scram-sha-512']).optional(),
  KAFKA_SASL_USERNAME: optional,
  KAFKA_SASL_PASSWORD: optional,

  REDIS_URL: optional,
  REDIS_CACHE_URL: optional,
  REDIS_PREFIX: z.string().default('oms'),

  THUNDERHEAD_URL: optional,
  THUNDERHEAD_PORT: integer(4100, 0, 65535),
  /** Put before the engine's own paths by the API gateway in front of it. */
  THUNDERHEAD_PATH_PREFIX: z.string().default(''),
  THUNDERHEAD_QUEUE: z.string().default('oms'),
  THUNDERHEAD_APPLIANCE: z.string().default('1'),
  THUNDERHEAD_AUTHORIZATION: optional,
  THUNDERHEAD_TOKEN_URL: optional,
  THUNDERHEAD_CLIENT_ID: optional,
  THUNDERHEAD_CLIENT_SECRET: optional,
  THUNDERHEAD_TIMEOUT_MS: integer(10_000, 100),
  /** Whether the engine renames its input when it begins on it; false falls back to a look-up by name, which is less sure. */
  THUNDERHEAD_TAKES_INPUT: flag(true),
  /** With THUNDERHEAD_TAKES_INPUT=false: how long after an unclear answer a job may be absent from the listing. */
  THUNDERHEAD_LOOKUP_GRACE_MS: integer(10_000, 0),
  THUNDERHEAD_RENDER_TIMEOUT_MS: integer(60_000, 100),
  THUNDERHEAD_CONCURRENCY: integer(32, 1, 10_000),
  THUNDERHEAD_CALLS_PER_SECOND: integer(500, 1, 100_000),
  /** The transfer folder as we reach it, and as the engine does. */
  TRANSFER_DIR: optional,
  TRANSFER_DIR_AT_ENGINE: optional,
  OUTPUT_DIR: optional,

  REFERENCE_DATA_URL: optional,
  REFERENCE_DATA_PORT: integer(4200, 0, 65535),
  REFERENCE_DATA_TIMEOUT_MS: integer(3_000, 50),
  REFERENCE_DATA_CONCURRENCY: integer(64, 1, 10_000),
  REFERENCE_DATA_CALLS_PER_SECOND: integer(1_000, 1, 100_000),
  /** A copy older than this is not used even when the service is away. */
  REFERENCE_DATA_MAX_AGE_MS: integer(3_600_000, 0),
  REFERENCE_DATA_CACHE_TTL_MS: integer(300_000, 100),

  /** Failures in a row after which an outside API is left alone. */
  BREAKER_FAILURES: integer(5, 1, 1000),
  /** From then to the first try whether it is back; doubles up to the bound. */
  BREAKER_OPEN_MS: integer(1_000, 10),
  BREAKER_OPEN_MAX_MS: integer(5_000, 10),

  /** The built admin UI; absent: admin/dist beside the code. */
  ADMIN_DIR: optional,
  /** Where people sign in to the admin UI; absent: in local mode by picking a role. */
  OIDC_ISSUER_URL: z.url({ protocol: /^https?$/ }).optional(),
  OIDC_CLIENT_ID: z.string().default('oms-admin'),
  OIDC_SCOPE: z.string().default('openid profile'),
  OIDC_RESOURCE: optional,
  /** Local mode: who gives tokens to the sign-in page; the launcher sets it. */
  LOCAL_ISSUER_URL: optional,

  AUTH_JWKS_FILE: optional,
  AUTH_ISSUER: z.string().default('oms-local'),
  AUTH_AUDIENCE: z.string().default('oms'),
  SERVICE_TOKEN_FILE: optional,
  /** 32 bytes in base64, the same for all gateways. */
  CURSOR_KEY: optional,
  CURSOR_KEY_FILE: optional,

  LIMIT_DATA_BYTES: integer(256 * 1024, 1),
  LIMIT_BODY_BYTES: integer(32 * 1024 * 1024, 1),
  LIMIT_BATCH: integer(10_000, 1),
  LIMIT_PAGE: integer(500, 1),
  /** Errors that one call may retrigger, dismiss or reopen. */
  LIMIT_ERRORS: integer(100_000, 1),
  OUTBOX_MAX_PENDING: integer(100_000, 1),

  BATCH_SIZE: integer(100, 1, 10_000),
  GATHER_MS: integer(5),
  GATHER_MAX_MS: integer(100, 1),
  /** How long a batch belongs to a process that shows no life. */
  CLAIM_LEASE_MS: integer(10_000, 200),
  /** Documents claimed and not yet at the engine, per process, above which it reads no more. */
  IN_FLIGHT_MAX: integer(5_000, 1),
  SUBMIT_TRIES: integer(6, 1, 100),
  SUBMIT_BACKOFF_MS: integer(200, 1),
  SUBMIT_BACKOFF_MAX_MS: integer(5_000, 1),
  /** How long a job whose input was taken may be absent from the engine's listing. */
  ADOPT_DEADLINE_MS: integer(60_000, 100),
  ON_DEMAND_CONCURRENCY: integer(8, 1, 1000),
  MAX_ATTEMPTS: integer(5, 1, 1000),
  RETRY_BASE_MS: integer(2_000, 1),
  RETRY_CAP_MS: integer(300_000, 1),
  RETRY_POLICIES: retryPolicies,
  RECOVERY_MS: integer(1_000, 100),
  RECOVERY_CRON: cronPattern,
  RECOVERY_PAGE: integer(500, 1, 5_000),
  /** Events that wait for Kafka, above which recovery releases no more for now. */
  RECOVERY_OUTBOX_MAX: integer(10_000, 1),

  /** Errors that all retrigger runs together release per second. */
  RETRIGGER_PER_SECOND: integer(200, 1, 100_000),

  POLL_FIRST_MS: integer(100, 1),
  POLL_MAX_MS: integer(5_000, 10),
  POLL_CONCURRENCY: integer(16, 1, 1000),
  /** How long a poll whose process died keeps others from polling the batch. */
  POLL_GUARD_MS: integer(30_000, 100),
  MONITORING_DEADLINE_MS: integer(1_800_000, 100),

  FEED_RETENTION_MS: integer(7 * 24 * 3_600_000, 1_000),
  FEED_RING: integer(20_000, 10),
  SUBSCRIBER_BUFFER: integer(2_000, 1),
  HOUSEKEEPING_MS: integer(10_000, 100),
  /** Between two comparisons of Postgres, topics and engine; 0: none by itself. */
  LEDGER_MS: integer(3_600_000, 0),
  /** How long the transfer folder's files of a closed batch are kept. */
  TRANSFER_RETENTION_MS: integer(3_600_000, 0),
  /** How long dead letters are listed and can be replayed. */
  DEAD_LETTER_RETENTION_MS: integer(30 * 24 * 3_600_000, 1_000),
  /** Test switch: the process dies (or, with stop@ in front, stalls) when it reaches the named point; see platform/crash-points.ts. */
  CRASH_AT: optional,
});

export type Environment = z.infer<typeof environmentSchema>;

/** Parses, or throws an Error whose message lists every fault, one a line. */
export function parseEnvironment(raw: Record<string, string | undefined>): Environment {
  // An empty variable counts as absent: compose files and shells pass those on.
  const given = Object.fromEntries(Object.entries(raw).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = environmentSchema.safeParse(given);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`the environment is not usable:\n${faults.join('\n')}`);
}
