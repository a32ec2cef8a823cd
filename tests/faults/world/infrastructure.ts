/** Kafka, Postgres and Redis of one world, each behind a proxy, each of which can be killed and started again. */
import { rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { startBroker, type BrokerOptions } from '../../../local/infrastructure/kafka';
import type { PartContext, StartedPart } from '../../../local/infrastructure/part';
import { startPostgres } from '../../../local/infrastructure/postgres';
import { startRedis } from '../../../local/infrastructure/redis';
import { takeHome } from '../../../local/process/home-lock';
import { knownProcess } from '../../../local/process/identity';
import { stopLeftOvers } from '../../../local/process/left-overs';
import { freePort, PortBook } from '../../../local/process/ports';
import { stopProcess } from '../../../local/process/stop';
import { FaultProxy } from './proxy';

/** Groups may lose a dead member sooner than Kafka's default allows. */
const BROKER_SETTINGS = { 'group.min.session.timeout.ms': '1000' };
const REPLICATED = { 'min.insync.replicas': '2', 'default.replication.factor': '3' };

/** One server process that a scenario may kill. */
export interface Part {
  /** host:port or URL, past its proxy. */
  readonly address: string;
  readonly port: number;
  /** What the system speaks to. */
  readonly proxy: FaultProxy;
  /** Ends it at once, as a crash would. */
  crash(): Promise<void>;
  /** Asks it to end, and waits. */
  stop(): Promise<void>;
  /** Starts it again where it was. */
  start(): Promise<void>;
}

export interface WorldInfrastructure {
  /** Of its data and logs. */
  readonly home: string;
  readonly kafka: readonly Part[];
  readonly postgres: Part;
  readonly redis: Part;
  /** Starts again whatever a scenario left dead. */
  revive(): Promise<void>;
  stop(): Promise<void>;
}

export interface InfrastructureOptions {
  /** Made, and removed at the end. */
  readonly home: string;
  readonly brokers: number;
  readonly env: NodeJS.ProcessEnv;
  /** Where Postgres keeps its data, if not in the home. */
  readonly postgresFolder?: string;
}

export async function startWorldInfrastructure({ home, brokers, env, postgresFolder }: InfrastructureOptions): Promise<WorldInfrastructure> {
  const lock = takeHome(home);
  if (postgresFolder) symlinkSync(postgresFolder, join(home, 'postgres'));
  await stopLeftOvers(home);
  const context: PartContext = { home, env, ports: new PortBook(home), shortLived: true, note: () => undefined };
  const cluster = Array.from({ length: brokers }, (_, index) => (index === 0 ? 'kafka' : `kafka-${index + 1}`));
  const settings = brokers > 1 ? { ...BROKER_SETTINGS, ...REPLICATED } : BROKER_SETTINGS;
  // Each chooses ports, so none may choose at the same time as another.
  for (const name of [...cluster, ...cluster.map((each) => `${each}-controller`), 'postgres', 'redis']) await context.ports.port(name);
  const parts = new Set<ServerPart>();
  const add = async (begin: () => Promise<StartedPart>, crashSignal: NodeJS.Signals, proxy?: FaultProxy) => {
    const part = new ServerPart(begin, crashSignal);
    parts.add(part);
    await part.start();
    await part.stand(proxy);
    return part;
  };
  const broker = async (name: string, index: number) => {
    const port = await freePort();
    const proxy = await FaultProxy.start(port);
    const options: BrokerOptions = { name, node: index + 1, cluster, relayed: { port, advertisedPort: proxy.port }, settings };
    return add(() => startBroker(context, options), 'SIGKILL', proxy);
  };
  const stop = async () => {
    await Promise.all([...parts].map((part) => part.close()));
    lock.release();
    // With its logs, where somebody wants to read them.
    if (!env.OMS_TEST_KEEP) rmSync(home, { recursive: true, force: true });
  };
  try {
    const [kafka, postgres, redis] = await Promise.all([
      Promise.all(cluster.map(broker)),
      // To Postgres this is the order to leave without a checkpoint: it recovers as from a crash.
      add(() => startPostgres(context), 'SIGQUIT'),
      add(() => startRedis(context), 'SIGKILL'),
    ]);
    const revive = async () => {
      await Promise.all([...parts].map((part) => part.start()));
    };
    return { home, kafka, postgres, redis, revive, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

class ServerPart implements Part {
  private started: StartedPart | null = null;
  private standing: FaultProxy | null = null;

  constructor(
    private readonly begin: () => Promise<StartedPart>,
    private readonly crashSignal: NodeJS.Signals,
  ) {}

  get address(): string {
    return this.started?.address ?? '';
  }

  get port(): number {
    return Number(/:(\d+)(\/|$)/.exec(this.address)?.[1]);
  }

  get proxy(): FaultProxy {
    if (!this.standing) throw new Error('it has no proxy yet');
    return this.standing;
  }

  async stand(proxy?: FaultProxy): Promise<void> {
    this.standing = proxy ?? (await FaultProxy.start(() => this.port));
  }

  async start(): Promise<void> {
    if (!this.started?.isRunning()) this.started = await this.begin();
  }

  async stop(): Promise<void> {
    await this.started?.stop();
  }

  async crash(): Promise<void> {
    const known = this.started?.pid ? knownProcess(this.started.pid) : null;
    if (known) await stopProcess(known, { signal: this.crashSignal, graceMs: 5_000 });
  }

  async close(): Promise<void> {
    await this.stop();
    await this.standing?.close();
  }
}
