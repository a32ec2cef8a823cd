/** One system with every connection behind a proxy: the infrastructure, the processes, and everything that a fault may have left to mend. */
import { resolve } from 'node:path';
import { freePort } from '../../../local/process/ports';
import { publish } from '../../support/addresses';
import type { ProcessName, RoleName } from '../../support/role-processes';
import { startSystem, type System } from '../../support/system';
import { startWorldInfrastructure, type WorldInfrastructure } from './infrastructure';
import { FaultProxy } from './proxy';

const ROOT = resolve(__dirname, '../../..');

export interface WorldOptions {
  readonly brokers?: number;
  readonly gateways?: number;
  readonly relays?: number;
  /** Where Postgres keeps its data, if not in the world's own folder. */
  readonly postgresFolder?: string;
  /** The first process of the role dies when it first gets to the point. */
  readonly armed?: { readonly role: RoleName; readonly point: string };
  /** For every process of the system. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Short times, so that a run shows in seconds what takes minutes in production. */
const IMPATIENT = {
  CLAIM_LEASE_MS: '1500',
  KAFKA_SESSION_TIMEOUT_MS: '3000',
  KAFKA_REQUEST_TIMEOUT_MS: '3000',
  // A consumer that the client has let go deaf is given up while the scenario still waits.
  KAFKA_STALL_MS: '20000',
  DATABASE_STATEMENT_TIMEOUT_MS: '5000',
  DATABASE_IDLE_IN_TRANSACTION_MS: '2000',
  THUNDERHEAD_TIMEOUT_MS: '1500',
  REFERENCE_DATA_TIMEOUT_MS: '800',
  REFERENCE_DATA_MAX_AGE_MS: '60000',
  SUBMIT_TRIES: '3',
  SUBMIT_BACKOFF_MS: '50',
  SUBMIT_BACKOFF_MAX_MS: '400',
  ADOPT_DEADLINE_MS: '3000',
  POLL_FIRST_MS: '50',
  POLL_MAX_MS: '400',
  POLL_GUARD_MS: '2000',
  RETRY_BASE_MS: '200',
  RETRY_CAP_MS: '1500',
  MAX_ATTEMPTS: '8',
  RECOVERY_MS: '300',
  BREAKER_OPEN_MS: '300',
  BREAKER_OPEN_MAX_MS: '1000',
  HOUSEKEEPING_MS: '1000',
  // Taken by the run itself, at its end.
  LEDGER_MS: '0',
  BATCH_SIZE: '20',
  LOG_LEVEL: 'warn',
};
const SIMULATOR = { SIMULATOR_RENDERER: 'load', SIMULATOR_RENDER_MS: '120', SIMULATOR_LISTING_LAG_MS: '100' };
const ROLES: readonly RoleName[] = ['reference-data', 'processing', 'processing', 'monitoring', 'monitoring', 'jobs'];

export class World {
  private constructor(
    readonly infrastructure: WorldInfrastructure,
    readonly system: System,
    readonly engine: FaultProxy,
    readonly referenceData: FaultProxy,
    /** Of the gateways alone, so that a fault can hit a submission and nothing else. */
    readonly gatewayDatabase: FaultProxy,
    /** How many processes of each role there are. */
    private readonly counts: ReadonlyMap<ProcessName, number>,
    /** Which process was to die where. */
    readonly armed: WorldOptions['armed'],
  ) {}

  static async start({ brokers = 1, gateways = 2, relays = 2, postgresFolder, armed, env = {} }: WorldOptions = {}): Promise<World> {
    const home = resolve(ROOT, '.oms', `faults-${process.pid}-${Date.now().toString(36)}`);
    const infrastructure = await startWorldInfrastructure({ home, brokers, postgresFolder, env: process.env });
    try {
      const { postgres, redis, kafka } = infrastructure;
      const [enginePort, referenceDataPort] = [await freePort(), await freePort()];
      const [engine, referenceData, gatewayDatabase] = await Promise.all([
        FaultProxy.start(enginePort),
        FaultProxy.start(referenceDataPort),
        FaultProxy.start(() => postgres.port),
      ]);
      publish({
        databaseUrl: withPort(postgres.address, postgres.proxy.port),
        kafkaBrokers: kafka.map(({ proxy }) => `127.0.0.1:${proxy.port}`).join(','),
        redisUrl: withPort(redis.address, redis.proxy.port),
        home,
      });
      const system = await startSystem({
        roles: {},
        simulator: SIMULATOR,
        env: {
          ...IMPATIENT,
          THUNDERHEAD_PORT: String(enginePort),
          THUNDERHEAD_URL: `http://127.0.0.1:${engine.port}`,
          REFERENCE_DATA_PORT: String(referenceDataPort),
          REFERENCE_DATA_URL: `http://127.0.0.1:${referenceData.port}`,
          KAFKA_REPLICATION: String(Math.min(3, brokers)),
          ...env,
        },
      });
      const counts = new Map<ProcessName, number>([['simulator', 1]]);
      const world = new World(infrastructure, system, engine, referenceData, gatewayDatabase, counts, armed);
      const many = (role: RoleName, length: number) => Array.from({ length }, () => role);
      const roles = [...ROLES, ...many('relay', relays), ...many('gateway', gateways)];
      const started: [RoleName, number][] = [];
      for (const role of roles) {
        const once = armed?.role === role && !started.some(([other]) => other === role) ? { CRASH_AT: armed.point } : {};
        started.push([role, await system.spawnRole(role, world.ownVariables(role), false, once)]);
      }
      await Promise.all(started.map(([role, index]) => system.processes.ready(role, index)));
      for (const [role, index] of started) counts.set(role, index + 1);
      return world;
    } catch (error) {
      await infrastructure.stop();
      throw error;
    }
  }

  get proxies(): readonly FaultProxy[] {
    const { kafka, postgres, redis } = this.infrastructure;
    return [...kafka, postgres, redis].map((part) => part.proxy).concat(this.engine, this.referenceData, this.gatewayDatabase);
  }

  /** How many processes of the role the world began with. */
  count(name: ProcessName): number {
    return this.counts.get(name) ?? 0;
  }

  /** The engine, past its proxy. */
  get engineUrl(): string {
    return `http://127.0.0.1:${this.system.env.THUNDERHEAD_PORT}`;
  }

  /** Adds a fault rule to the engine. */
  async addEngineFault(rule: object): Promise<void> {
    const body = JSON.stringify(rule);
    const answer = await fetch(`${this.engineUrl}/_simulator/faults`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    if (!answer.ok) throw new Error(`the engine refused the fault: ${await answer.text()}`);
  }

  /** How often the engine's fault rules hit so far. */
  async engineFaultHits(): Promise<number> {
    const { faults } = (await (await fetch(`${this.engineUrl}/_simulator/faults`)).json()) as { faults: { hits: number }[] };
    return faults.reduce((sum, { hits }) => sum + hits, 0);
  }

  /** Takes the engine's fault rules away, and the count of their hits with them. */
  async endEngineFaults(): Promise<void> {
    await fetch(`${this.engineUrl}/_simulator/faults`, { method: 'DELETE' });
  }

  /** Runs the ledger's own command. @returns what it found wrong; empty where everything agrees */
  async takeLedger(): Promise<string[]> {
    const { processes } = this.system;
    const index = await processes.add('ledger', { LOG_LEVEL: 'silent' }, false);
    const { code } = await processes.exited('ledger', index);
    if (code === 0) return [];
    const said = processes.log('ledger', index).trimEnd().split('\n');
    // Its sentences are set in from the accounts above them.
    return code === 1 ? said.filter((line) => line.startsWith('  ')).map((line) => line.trim()) : [`could not be taken: ${said.at(-1)}`];
  }

  /** Ends every fault: proxies pass, the engine's rules are gone, whatever is dead or stalled lives. */
  async heal(): Promise<void> {
    for (const proxy of this.proxies) proxy.heal();
    await this.infrastructure.revive();
    const { processes } = this.system;
    const every = [...this.counts].flatMap(([name, count]) => Array.from({ length: count }, (_, index) => ({ name, index })));
    for (const { name, index } of every) await this.system.kill(name, 'SIGCONT', index);
    const dead = every.filter(({ name, index }) => processes.hasExited(name, index));
    await Promise.all(dead.map(({ name, index }) => this.system.restart(name, index)));
    await this.endEngineFaults();
  }

  /** Starts again what ended by itself, as whoever runs containers would. */
  async supervise(): Promise<void> {
    for (const [name, count] of this.counts) {
      for (let index = 0; index < count; index += 1) if (this.system.processes.hasExited(name, index)) await this.system.restart(name, index);
    }
  }

  async stop(): Promise<void> {
    for (const proxy of this.proxies) proxy.heal();
    await this.infrastructure.revive().catch(() => undefined);
    await this.system.stop().catch(() => undefined);
    await Promise.all([this.engine, this.referenceData, this.gatewayDatabase].map((proxy) => proxy.close()));
    await this.infrastructure.stop();
  }

  private ownVariables(role: RoleName): Record<string, string> {
    if (role !== 'gateway') return {};
    return { DATABASE_URL: withPort(this.system.env.DATABASE_URL ?? '', this.gatewayDatabase.port) };
  }
}

function withPort(url: string, port: number): string {
  const changed = new URL(url);
  changed.port = String(port);
  return changed.href;
}
