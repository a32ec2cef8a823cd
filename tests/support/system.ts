/** A whole system for one test file: its own database, topics, keys, simulator and processes, on the infrastructure of the run. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Sequelize } from 'sequelize';
import { mintToken, prepareKeys, startLocalIssuer, type LocalIssuer, type TokenRequest } from '../../local/issuer';
import { freePort } from '../../local/process/ports';
import { openDatabase } from '../../models/database';
import { testInfrastructure } from './addresses';
import { createDatabase, dropDatabase } from './database';
import { RoleProcesses, type ProcessName, type RoleName, type Variables } from './role-processes';

export interface SystemOptions {
  /** How many of each; by default one process that plays all. An empty object starts none. */
  readonly roles?: Partial<Record<RoleName, number>>;
  /** For every process of the system. */
  readonly env?: Variables;
  /** The simulator's own variables; false where the test needs no engine. */
  readonly simulator?: Variables | false;
}

export class System {
  private stopping: Promise<void> | null = null;

  private constructor(
    readonly id: string,
    /** Its OMS_HOME. */
    readonly home: string,
    /** What its processes see; also for `configFrom` of platform/config. */
    readonly env: Variables,
    readonly db: Sequelize,
    readonly processes: RoleProcesses,
    private readonly issuer: LocalIssuer,
  ) {
    registered().add(this);
  }

  static async start(options: SystemOptions): Promise<System> {
    const infrastructure = testInfrastructure();
    const id = `t${Date.now().toString(36)}${randomBytes(3).toString('hex')}`;
    const home = join(infrastructure.home, 'systems', id);
    mkdirSync(home, { recursive: true });
    const [databaseUrl, port, thunderheadPort, referenceDataPort] = await Promise.all([createDatabase(id), freePort(), freePort(), freePort()]);
    const issuer = await startLocalIssuer(home);
    const env: Variables = {
      ...process.env,
      OMS_HOME: home,
      DATABASE_URL: databaseUrl,
      KAFKA_BROKERS: infrastructure.kafkaBrokers,
      KAFKA_PREFIX: `${id}.`,
      REDIS_URL: infrastructure.redisUrl,
      REDIS_PREFIX: id,
      PORT: String(port),
      THUNDERHEAD_PORT: String(thunderheadPort),
      THUNDERHEAD_URL: `http://127.0.0.1:${thunderheadPort}`,
      REFERENCE_DATA_PORT: String(referenceDataPort),
      REFERENCE_DATA_URL: `http://127.0.0.1:${referenceDataPort}`,
      TRANSFER_DIR: join(home, 'transfer'),
      SIMULATOR_DIR: join(home, 'simulator'),
      LOCAL_ISSUER_URL: issuer.url,
      ...options.env,
    };
    const db = openDatabase({ url: databaseUrl, poolSize: 5, applicationName: 'test', statementTimeoutMs: 30_000, idleInTransactionTimeoutMs: 30_000 });
    const system = new System(id, home, env, db, new RoleProcesses(id, home, env), issuer);
    try {
      await system.bring(options);
    } catch (error) {
      await system.stop();
      throw error;
    }
    return system;
  }

  private async bring({ roles = { 'all-in-one': 1 }, simulator = {} }: SystemOptions): Promise<void> {
    await Promise.all([this.migrate(), prepareKeys(this.home), simulator === false ? null : this.processes.add('simulator', simulator)]);
    const wanted = Object.entries(roles).flatMap(([role, count]) => Array.from({ length: count }, () => role as RoleName));
    // One after the other to be numbered, all at once to become ready.
    const started: [RoleName, number][] = [];
    for (const role of wanted) started.push([role, await this.processes.add(role, {}, false)]);
    await Promise.all(started.map(([role, index]) => this.processes.ready(role, index)));
  }

  private async migrate(): Promise<void> {
    await this.processes.add('migrate', {}, false);
    const { code } = await this.processes.exited('migrate');
    if (code !== 0) throw new Error(`the migration failed:\n${this.processes.log('migrate')}`);
  }

  /** One more process of the role, with variables of its own. @returns its number, once it is ready unless `wait` is false. */
  spawnRole(role: RoleName, variables: Variables = {}, wait = true, once: Variables = {}): Promise<number> {
    return this.processes.add(role, variables, wait, once);
  }

  /** See `RoleProcesses.kill`. */
  kill(name: ProcessName, signal: NodeJS.Signals = 'SIGKILL', index = 0): Promise<void> {
    return this.processes.kill(name, signal, index);
  }

  /** See `RoleProcesses.restart`. */
  restart(name: ProcessName, index = 0, variables: Variables = {}): Promise<void> {
    return this.processes.restart(name, index, variables);
  }

  token(request: Partial<Omit<TokenRequest, 'home'>> = {}): Promise<string> {
    return mintToken({ home: this.home, role: 'client', tenant: 'demo', ...request });
  }

  /** http://host:port. */
  gatewayUrl(index = 0): string {
    const role = this.processes.has('gateway') ? 'gateway' : 'all-in-one';
    const url = this.processes.readied(role, index)?.urls.gateway;
    return url ?? `http://127.0.0.1:${this.env.PORT}`;
  }

  get referenceDataUrl(): string {
    return this.env.REFERENCE_DATA_URL ?? '';
  }

  get simulatorUrl(): string {
    return this.env.THUNDERHEAD_URL ?? '';
  }

  /** Health and metrics of that process. */
  opsUrl(role: RoleName, index = 0): string {
    const url = this.processes.readied(role, index)?.opsUrl;
    if (!url) throw new Error(`${role} number ${index} told no address of its health and metrics`);
    return url;
  }

  /** Ends every process, drops the database, removes the home (kept, with its logs, where OMS_TEST_KEEP is set). Safe to call twice. */
  stop(): Promise<void> {
    this.stopping ??= this.end();
    return this.stopping;
  }

  private async end(): Promise<void> {
    registered().delete(this);
    await this.processes.stopAll();
    await this.issuer.stop();
    await this.db.close();
    if (process.env.OMS_TEST_KEEP) return;
    await dropDatabase(this.id);
    rmSync(this.home, { recursive: true, force: true });
  }
}

/** Starts a system. What a test does not stop is stopped at the end of its file. */
export function startSystem(options: SystemOptions = {}): Promise<System> {
  return System.start(options);
}

declare global {
  var omsTestSystems: Set<System> | undefined;
}

function registered(): Set<System> {
  globalThis.omsTestSystems ??= new Set();
  return globalThis.omsTestSystems;
}
