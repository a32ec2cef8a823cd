/** One database, one Redis that may be killed, stalled and started again on its data, and instances of the Reference Data API on them. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import type { Sequelize } from 'sequelize';
import { redisServer } from '../../../local/infrastructure/packages';
import { AUDIENCE, ISSUER, mintToken, prepareKeys, type TokenRequest } from '../../../local/issuer';
import { answers, freePort } from '../../../local/process/ports';
import { openDatabase } from '../../../models/database';
import { migrateUp } from '../../../models/migrations';
import { createTokenVerifier } from '../../../platform/identity';
import { createLogger } from '../../../platform/logging';
import { createReferenceDataService, type ReferenceDataService } from '../../../reference-data';
import { createDatabase, dropDatabase } from '../../support/database';
import { eventually } from '../../support/eventually';

export const silent = createLogger({ role: 'test', level: 'silent' });

export class Bench {
  private readonly services: ReferenceDataService[] = [];
  private redis: ChildProcess | null = null;
  private readonly databases: Sequelize[] = [];

  private constructor(
    private readonly name: string,
    readonly home: string,
    private readonly databaseUrl: string,
    private readonly redisCommand: string,
    private readonly redisPort: number,
    readonly db: Sequelize,
  ) {}

  static async start(): Promise<Bench> {
    const name = `reference_data_${randomBytes(4).toString('hex')}`;
    const home = mkdtempSync(join(tmpdir(), 'oms-reference-data-'));
    const [databaseUrl, command, port] = await Promise.all([
      createDatabase(name),
      redisServer({ env: process.env, signal: new AbortController().signal, note: () => undefined }),
      freePort(),
      prepareKeys(home),
    ]);
    const bench = new Bench(name, home, databaseUrl, command, port, open(databaseUrl));
    bench.databases.push(bench.db);
    await migrateUp(bench.db);
    await bench.startRedis();
    return bench;
  }

  get redisUrl(): string {
    return `redis://127.0.0.1:${this.redisPort}`;
  }

  /** On the data that it left. */
  async startRedis(): Promise<void> {
    const settings = ['--port', String(this.redisPort), '--bind', '127.0.0.1', '--dir', this.home, '--appendonly', 'yes', '--appendfsync', 'always'];
    this.redis = spawn(this.redisCommand, settings, { stdio: 'ignore' });
    await eventually('Redis answers', () => answers(this.redisPort));
  }

  async killRedis(): Promise<void> {
    const redis = this.redis;
    this.redis = null;
    if (!redis) return;
    const exited = once(redis, 'exit');
    redis.kill('SIGKILL');
    await exited;
  }

  /** Keeps its connections and answers nothing. */
  stallRedis(): void {
    this.redis?.kill('SIGSTOP');
  }

  resumeRedis(): void {
    this.redis?.kill('SIGCONT');
  }

  /** One more instance, with a pool of its own as a process has. */
  async service(redisUrl = this.redisUrl): Promise<ReferenceDataService> {
    const database = open(this.databaseUrl);
    const service = createReferenceDataService(
      { host: '127.0.0.1', port: 0, redisUrl, redisPrefix: this.name, cacheTtlMs: 60_000 },
      { database, logger: silent, verifyToken: createTokenVerifier({ jwksFile: join(this.home, 'keys/jwks.json'), issuer: ISSUER, audience: AUDIENCE }) },
    );
    this.databases.push(database);
    this.services.push(service);
    await service.start();
    return service;
  }

  token(request: Pick<TokenRequest, 'role' | 'tenant'>): Promise<string> {
    return mintToken({ home: this.home, ...request });
  }

  get serviceTokenFile(): string {
    return join(this.home, 'keys/service.token');
  }

  async stop(): Promise<void> {
    this.resumeRedis();
    await Promise.all(this.services.map((service) => service.stop()));
    await Promise.all(this.databases.map((database) => database.close()));
    await this.killRedis();
    await dropDatabase(this.name);
    rmSync(this.home, { recursive: true, force: true });
  }
}

function open(url: string): Sequelize {
  return openDatabase({ url, poolSize: 5, applicationName: 'test', statementTimeoutMs: 10_000, idleInTransactionTimeoutMs: 10_000 });
}
