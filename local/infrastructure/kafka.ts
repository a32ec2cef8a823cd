/** Kafka as one process: broker and controller in one, its data under the home. */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { leftOver, startDaemon } from '../process/daemon';
import { LaunchError } from '../process/launch-error';
import { run, tail } from '../process/run';
import { java, kafkaJars } from './packages';
import { localPart, type PartContext, type StartedPart } from './part';

const properties = (folder: string, port: number, controller: number) => `process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:${controller}
controller.listener.names=CONTROLLER
listeners=PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controller}
advertised.listeners=PLAINTEXT://127.0.0.1:${port}
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
log.dirs=${join(folder, 'data')}
auto.create.topics.enable=false
group.initial.rebalance.delay.ms=0
offsets.topic.replication.factor=1
offsets.topic.num.partitions=10
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
`;

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
  const { home, env, ports, signal } = context;
  const fetching = { env, signal, note: (detail: string) => context.note('kafka', detail) };
  const command = await java(fetching);
  const jars = await kafkaJars(command, fetching);
  const ours = leftOver(home, 'kafka') !== null;
  const port = await ports.port('kafka', ours);
  const controller = await ports.port('kafka-controller', ours);

  const folder = join(home, 'kafka');
  mkdirSync(folder, { recursive: true });
  const configuration = join(folder, 'server.properties');
  const logging = join(folder, 'log4j2.properties');
  writeFileSync(configuration, properties(folder, port, controller));
  writeFileSync(logging, LOGGING);
  // Of this heap the serial collector takes the least; compiling no further halves the CPU of a start and costs throughput later.
  const quick = ['-XX:TieredStopAtLevel=1'];
  const memory = ['-Xms128m', '-Xmx512m', '-XX:+UseSerialGC'];
  const jvm = [...memory, ...(context.shortLived ? quick : []), '-Djava.awt.headless=true', `-Dlog4j2.configurationFile=${logging}`, '-cp', jars];
  if (!existsSync(join(folder, 'data/meta.properties'))) await format(command, [...quick, ...jvm], folder, configuration);

  const daemon = await startDaemon({
    name: 'kafka',
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

async function format(command: string, jvm: readonly string[], folder: string, configuration: string): Promise<void> {
  const idFile = join(folder, 'cluster.id');
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
