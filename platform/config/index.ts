/** The configuration of a process: the only place that reads the environment. */
import { existsSync, readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import { parseEnvironment, type Environment } from './environment';
import { readLocalAddresses } from './local-addresses';

export { addressesPath, readLocalAddresses, type LocalAddresses } from './local-addresses';

export type Config = ReturnType<typeof build>;

function fileText(path: string | undefined): string | undefined {
  return path && existsSync(path) ? readFileSync(path, 'utf8').trim() : undefined;
}

function build(env: Environment, role: string) {
  const home = resolve(env.OMS_HOME);
  const addresses = env.OMS_MODE === 'local' ? readLocalAddresses(home) : {};
  const missing: string[] = [];
  const need = (name: keyof Environment & string, value: string | undefined): string => {
    if (!value) missing.push(`  ${name}: is needed (no local system under ${home} offers it either)`);
    return value ?? '';
  };
  const keys = join(home, 'keys');
  const transferDir = resolve(env.TRANSFER_DIR ?? join(home, 'transfer'));
  const breaker = { failuresToOpen: env.BREAKER_FAILURES, openMs: env.BREAKER_OPEN_MS };
  const config = {
    role,
    instance: env.INSTANCE ?? `${role}-${hostname()}-${process.pid}`,
    home,
    /** Of the all-in-one process; null: all. */
    roles: env.ROLES?.split(',').map((name) => name.trim()) ?? null,
    local: env.OMS_MODE === 'local',
    logLevel: env.LOG_LEVEL,
    opsPort: env.OPS_PORT,
    host: env.HOST,
    crashAt: env.CRASH_AT ?? null,
    gateway: {
      port: env.PORT,
      publicUrl: env.PUBLIC_URL ?? null,
      admin: {
        folder: resolve(env.ADMIN_DIR ?? join(__dirname, '../../admin/dist')),
        oidc: env.OIDC_ISSUER_URL ? { issuer: env.OIDC_ISSUER_URL, clientId: env.OIDC_CLIENT_ID, scope: env.OIDC_SCOPE, resource: env.OIDC_RESOURCE ?? null } : null,
      },
      localIssuerUrl: env.LOCAL_ISSUER_URL ?? addresses.LOCAL_ISSUER_URL ?? null,
      traceUrlTemplate: env.TRACE_URL_TEMPLATE ?? null,
      cursorKey: env.CURSOR_KEY ?? fileText(env.CURSOR_KEY_FILE ?? join(keys, 'cursor.key')) ?? null,
      limits: {
        dataBytes: env.LIMIT_DATA_BYTES,
        bodyBytes: env.LIMIT_BODY_BYTES,
        batch: env.LIMIT_BATCH,
        page: env.LIMIT_PAGE,
        errors: env.LIMIT_ERRORS,
      },
      outboxMaxPending: env.OUTBOX_MAX_PENDING,
    },
    database: {
      url: need('DATABASE_URL', env.DATABASE_URL ?? addresses.DATABASE_URL),
      poolSize: env.DATABASE_POOL,
      statementTimeoutMs: env.DATABASE_STATEMENT_TIMEOUT_MS,
      idleInTransactionTimeoutMs: env.DATABASE_IDLE_IN_TRANSACTION_MS,
    },
    kafka: {
      brokers: need('KAFKA_BROKERS', env.KAFKA_BROKERS ?? addresses.KAFKA_BROKERS).split(',').filter(Boolean),
      clientId: env.KAFKA_CLIENT_ID,
      prefix: env.KAFKA_PREFIX,
      topics: env.KAFKA_TOPICS,
      partitions: env.KAFKA_PARTITIONS,
      replication: env.KAFKA_REPLICATION,
      sessionTimeoutMs: env.KAFKA_SESSION_TIMEOUT_MS,
      requestTimeoutMs: env.KAFKA_REQUEST_TIMEOUT_MS,
      handlerDeadlineMs: env.KAFKA_HANDLER_DEADLINE_MS,
      stallMs: env.KAFKA_STALL_MS,
      tls: env.KAFKA_TLS,
      sasl: env.KAFKA_SASL_MECHANISM
        ? { mechanism: env.KAFKA_SASL_MECHANISM, username: env.KAFKA_SASL_USERNAME ?? '', password: env.KAFKA_SASL_PASSWORD ?? '' }
        : null,
    },
    redis: {
      url: need('REDIS_URL', env.REDIS_URL ?? addresses.REDIS_URL),
      cacheUrl: env.REDIS_CACHE_URL ?? env.REDIS_URL ?? addresses.REDIS_URL ?? '',
      prefix: env.REDIS_PREFIX,
    },
    thunderhead: {
      url: need('THUNDERHEAD_URL', env.THUNDERHEAD_URL ?? addresses.THUNDERHEAD_URL),
      pathPrefix: env.THUNDERHEAD_PATH_PREFIX,
      queue: env.THUNDERHEAD_QUEUE,
      appliance: env.THUNDERHEAD_APPLIANCE,
      authorization: env.THUNDERHEAD_AUTHORIZATION ?? null,
      oauth: env.THUNDERHEAD_TOKEN_URL
        ? { tokenUrl: env.THUNDERHEAD_TOKEN_URL, clientId: env.THUNDERHEAD_CLIENT_ID ?? '', clientSecret: env.THUNDERHEAD_CLIENT_SECRET ?? '' }
        : null,
      timeoutMs: env.THUNDERHEAD_TIMEOUT_MS,
      renderTimeoutMs: env.THUNDERHEAD_RENDER_TIMEOUT_MS,
      transferDir,
      transferDirAtEngine: env.TRANSFER_DIR_AT_ENGINE ?? transferDir,
      protection: {
        ...breaker,
        openMaxMs: env.BREAKER_OPEN_MAX_MS,
        concurrency: env.THUNDERHEAD_CONCURRENCY,
        callsPerSecond: env.THUNDERHEAD_CALLS_PER_SECOND,
      },
    },
    outputDir: resolve(env.OUTPUT_DIR ?? join(home, 'outputs')),
    referenceData: {
      url: need('REFERENCE_DATA_URL', env.REFERENCE_DATA_URL ?? addresses.REFERENCE_DATA_URL),
      port: env.REFERENCE_DATA_PORT,
      timeoutMs: env.REFERENCE_DATA_TIMEOUT_MS,
      maxAgeMs: env.REFERENCE_DATA_MAX_AGE_MS,
      cacheTtlMs: env.REFERENCE_DATA_CACHE_TTL_MS,
      protection: {
        ...breaker,
        // Tried evenly: while it is away, what is in force elsewhere may differ from our copies.
        openMaxMs: env.BREAKER_OPEN_MS,
        concurrency: env.REFERENCE_DATA_CONCURRENCY,
        callsPerSecond: env.REFERENCE_DATA_CALLS_PER_SECOND,
      },
    },
    auth: {
      jwksFile: resolve(env.AUTH_JWKS_FILE ?? join(keys, 'jwks.json')),
      issuer: env.AUTH_ISSUER,
      audience: env.AUTH_AUDIENCE,
      serviceTokenFile: resolve(env.SERVICE_TOKEN_FILE ?? join(keys, 'service.token')),
    },
    processing: {
      batchSize: env.BATCH_SIZE,
      gatherMs: env.GATHER_MS,
      gatherMaxMs: env.GATHER_MAX_MS,
      claimLeaseMs: env.CLAIM_LEASE_MS,
      inFlightMax: env.IN_FLIGHT_MAX,
      submitTries: env.SUBMIT_TRIES,
      submitBackoffMs: env.SUBMIT_BACKOFF_MS,
      submitBackoffMaxMs: env.SUBMIT_BACKOFF_MAX_MS,
      adoptDeadlineMs: env.ADOPT_DEADLINE_MS,
      engineTakesInput: env.THUNDERHEAD_TAKES_INPUT,
      lookupGraceMs: env.THUNDERHEAD_LOOKUP_GRACE_MS,
      onDemandConcurrency: env.ON_DEMAND_CONCURRENCY,
    },
    retry: {
      standard: { maxAttempts: env.MAX_ATTEMPTS, baseMs: env.RETRY_BASE_MS, capMs: env.RETRY_CAP_MS },
      byCode: env.RETRY_POLICIES ?? {},
    },
    recovery: {
      schedule: env.RECOVERY_CRON ? { pattern: env.RECOVERY_CRON } : { every: env.RECOVERY_MS },
      pageSize: env.RECOVERY_PAGE,
      outboxMax: env.RECOVERY_OUTBOX_MAX,
    },
    retriggering: { perSecond: env.RETRIGGER_PER_SECOND },
    monitoring: {
      pollFirstMs: env.POLL_FIRST_MS,
      pollMaxMs: env.POLL_MAX_MS,
      pollConcurrency: env.POLL_CONCURRENCY,
      pollGuardMs: env.POLL_GUARD_MS,
      deadlineMs: env.MONITORING_DEADLINE_MS,
    },
    feed: { retentionMs: env.FEED_RETENTION_MS, ring: env.FEED_RING, subscriberBuffer: env.SUBSCRIBER_BUFFER },
    ledger: { everyMs: env.LEDGER_MS },
    housekeeping: { everyMs: env.HOUSEKEEPING_MS, transferRetentionMs: env.TRANSFER_RETENTION_MS, deadLetterRetentionMs: env.DEAD_LETTER_RETENTION_MS },
  };
  if (missing.length > 0) throw new Error(`the environment is not usable:\n${missing.join('\n')}`);
  return config;
}

/** The configuration of a process of this role. On any fault prints all of them and ends the process with 1. */
export function loadConfig(role: string): Config {
  try {
    return build(parseEnvironment(process.env), role);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exit(1);
  }
}

/** The same for tests and tools that bring their own variables. Throws instead of exiting. */
export function configFrom(raw: Record<string, string | undefined>, role: string): Config {
  return build(parseEnvironment(raw), role);
}
