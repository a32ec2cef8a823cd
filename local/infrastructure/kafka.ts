/** Kafka as one process: broker and controller in one, its data under the home. */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import { leftOver, startDaemon } from '../process/daemon';
import { LaunchError } from '../process/launch-error';
import { run, tail } from '../process/run';
import { java, kafkaJars } from './packages';
import { localPart, type PartContext, type StartedPart } from './part';

/** A way in through somebody between: the broker listens on one port and tells its clients another. */
export interface RelayedListener {
  readonly port: number;
  readonly advertisedPort: number;
}

/** One broker of a cluster. By default the only one. */
export interface BrokerOptions {
  /** Names its process, its folder and its ports in the home. */
  readonly name: string;
  /** 1, 2 … */
  readonly node: number;
  /** Names of all brokers, in the order of their nodes: each is a controller too. */
  readonly cluster: readonly string[];
  readonly relayed?: RelayedListener;
  /** Further broker settings. */
  readonly settings?: Readonly<Record<string, string>>;
}

const ALONE: BrokerOptions = { name: 'kafka', node: 1, cluster: ['kafka'] };

interface Ports {
  readonly broker: number;
  readonly controllers: readonly number[];
}

function properties(folder: string, { broker, controllers }: Ports, options: BrokerOptions): string {
  const { node, relayed } = options;
  const replication = controllers.length;
  const listeners = [`PLAINTEXT://127.0.0.1:${broker}`, `CONTROLLER://127.0.0.1:${controllers[node - 1]}`];
  const advertised = [`PLAINTEXT://127.0.0.1:${broker}`];
  if (relayed) {
    listeners.push(`RELAYED://127.0.0.1:${relayed.port}`);
    advertised.push(`RELAYED://127.0.0.1:${relayed.advertisedPort}`);
  }
  const settings = {
    'process.roles': 'broker,controller',
    'node.id': node,
    'controller.quorum.voters': controllers.map((port, index) => `${index + 1}@127.0.0.1:${port}`).join(','),
    'controller.listener.names': 'CONTROLLER',
    listeners: listeners.join(','),
    'advertised.listeners': advertised.join(','),
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,RELAYED:PLAINTEXT',
    'inter.broker.listener.name': 'PLAINTEXT',
    'log.dirs': join(folder, 'data'),
    'auto.create.topics.enable': false,
    'group.initial.rebalance.delay.ms': 0,
    'offsets.topic.replication.factor': replication,
    'offsets.topic.num.partitions': 10,
    'transaction.state.log.replication.factor': replication,
    'transaction.state.log.min.isr': Math.max(1, replication - 1),
    'share.coordinator.state.topic.replication.factor': replication,
    'share.coordinator.state.topic.min.isr': Math.max(1, replication - 1),
    ...options.settings,
  };
  return Object.entries(settings).map(([name, value]) => `${name}=${value}\n`).join('');
}

const LOGGING = `status=error
appender.out.type=Console
appender.out.name=out
appender.out.layout.type=PatternLayout
appender.out.layout.pattern=%d{ISO8601} %p %c: %m%n
rootLogger.level=warn
rootLogger.appenderRef.out.ref=out
`;

/** Starts it, formatting its folder the first time. */
export async function startKafka(context: PartContext): Promise<StartedPart> {
  return startBroker(context, ALONE);
}

/** Starts one broker of a cluster, formatting its folder the first time. Ready when it serves; a cluster then still waits for its majority. */
export async function startBroker(context: PartContext, options: BrokerOptions): Promise<StartedPart> {
  const { home, env, ports, signal } = context;
  const { name } = options;
  const fetching = { env, signal, note: (detail: string) => context.note('kafka', detail) };
  const command = await java(fetching);
  const jars = await kafkaJars(command, fetching);
  const ours = leftOver(home, name) !== null;
  const port = await ports.port(name, ours);
  const controllers: number[] = [];
  // Those of the others may be in use, by the very processes that they were chosen for.
  for (const each of options.cluster) controllers.push(await ports.port(`${each}-controller`, each === name ? ours : true));

  const folder = join(home, name);
  mkdirSync(folder, { recursive: true });
  const configuration = join(folder, 'server.properties');
  const logging = join(folder, 'log4j2.properties');
  writeFileSync(configuration, properties(folder, { broker: port, controllers }, options));
  writeFileSync(logging, LOGGING);
  // Of this heap the serial collector takes the least; compiling no further halves the CPU of a start and costs throughput later.
  const quick = ['-XX:TieredStopAtLevel=1'];
  const memory = ['-Xms128m', '-Xmx512m', '-XX:+UseSerialGC'];
  const jvm = [...memory, ...(context.shortLived ? quick : []), '-Djava.awt.headless=true', `-Dlog4j2.configurationFile=${logging}`, '-cp', jars];
  const idFile = join(home, options.cluster[0] ?? name, 'cluster.id');
  if (!existsSync(join(folder, 'data/meta.properties'))) await format(command, [...quick, ...jvm], { folder, idFile, configuration });

  const daemon = await startDaemon({
    name,
    home,
    command,
    args: [...jvm, 'kafka.Kafka', configuration],
    cwd: folder,
    env,
    ready: () => speaksKafka(port),
    readyWithinMs: 60_000,
    stopSignal: 'SIGTERM',
    stopWithinMs: 3_500,
    signal,
  });
  return localPart(`127.0.0.1:${port}`, 'a process of its own', daemon);
}

interface Formatting {
  readonly folder: string;
  /** Holds the cluster's id, made by its first broker. */
  readonly idFile: string;
  readonly configuration: string;
}

async function format(command: string, jvm: readonly string[], { folder, idFile, configuration }: Formatting): Promise<void> {
  mkdirSync(dirname(idFile), { recursive: true });
  // A leading dash would be read as an option.
  if (!existsSync(idFile)) writeFileSync(idFile, `A${randomBytes(16).toString('base64url').slice(1)}`);
  const args = [...jvm, 'kafka.tools.StorageTool', 'format', '--ignore-formatted', '-t', readFileSync(idFile, 'utf8'), '-c', configuration];
  const result = await run(command, args, { timeoutMs: 60_000 });
  if (result.code !== 0) throw new LaunchError(`Kafka could not prepare its folder ${folder}; is the disk full, or the folder another user's?\n${tail(result.output)}`);
}

/** An ApiVersions request (key 18, version 0, no client id): whoever answers it is a broker that serves. */
const API_VERSIONS = Buffer.from([0, 0, 0, 10, 0, 18, 0, 0, 0, 0, 0, 1, 0xff, 0xff]);

async function speaksKafka(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' }, () => socket.write(API_VERSIONS));
    const finish = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(2_000, () => finish(false));
    socket.once('data', (data) => finish(data.length > 8 && data.readInt32BE(4) === 1));
    socket.once('error', () => finish(false));
    socket.once('close', () => resolve(false));
  });
}
