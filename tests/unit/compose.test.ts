import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { configFrom } from '../../platform/config';
import { environmentSchema } from '../../platform/config/environment';

const ROOT = join(__dirname, '../..');
const FILE = join(ROOT, 'docker-compose.yml');
const ROLES = ['gateway', 'relay', 'processing', 'monitoring', 'jobs', 'reference-data'];
/** Read by the simulator and by the image's health check, which are no part of the system. */
const OUTSIDE_NAMES = ['SIMULATOR_DIR', 'HEALTH_URL'];

const composeSchema = z.object({
  services: z.record(
    z.string(),
    z.object({
      image: z.string(),
      command: z.array(z.string()).optional(),
      ports: z.array(z.string()).default([]),
      volumes: z.array(z.string()).default([]),
      environment: z.record(z.string(), z.string()).default({}),
      depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
      healthcheck: z.object({ test: z.array(z.string()).optional(), disable: z.boolean().optional() }).optional(),
    }),
  ),
  volumes: z.record(z.string(), z.null()),
});

const { services, volumes } = composeSchema.parse(parse(readFileSync(FILE, 'utf8'), { merge: true }));
const service = (name: string) => {
  const found = services[name];
  if (!found) throw new Error(`docker-compose.yml has no service ${name}`);
  return found;
};
/** As Compose fills in a variable that nobody set. */
const filled = (text: string) => text.replace(/\$\{\w+:-([^}]*)\}/g, '$1');
const ours = Object.entries(services).filter(([, { image }]) => image === 'oms:local');

describe('docker-compose.yml', () => {
  it.each(ROLES)('runs %s from an entrypoint that exists, behind a health check', (role) => {
    const { command, healthcheck } = service(role);
    expect(command).toEqual([`dist/entrypoints/${role}.js`]);
    expect(existsSync(join(ROOT, `entrypoints/${role}.ts`))).toBe(true);
    expect(healthcheck?.test).toEqual(['CMD', 'node', 'healthcheck.mjs']);
  });

  it.each([...ROLES, 'migrate'])('gives %s an environment that its configuration accepts', (role) => {
    const environment = Object.fromEntries(Object.entries(service(role).environment).map(([name, value]) => [name, filled(value)]));
    const config = configFrom(environment, role);
    expect(config.local).toBe(role === 'migrate');
    expect(config.auth.jwksFile).toBe('/var/lib/oms/keys/jwks.json');
  });

  it('sets only variables that somebody reads', () => {
    const known = new Set([...Object.keys(environmentSchema.shape), ...OUTSIDE_NAMES]);
    const unknown = ours.flatMap(([name, { environment }]) => Object.keys(environment).filter((key) => !known.has(key)).map((key) => `${name}: ${key}`));
    expect(unknown).toEqual([]);
  });

  it('publishes on loopback alone, and Kafka, Postgres and Redis on the ports that the launcher chooses', () => {
    const published = Object.values(services).flatMap(({ ports }) => ports);
    expect(published.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
    expect(published).toEqual(
      expect.arrayContaining([
        '127.0.0.1:${OMS_KAFKA_PORT:-9092}:9092',
        '127.0.0.1:${OMS_POSTGRES_PORT:-5432}:5432',
        '127.0.0.1:${OMS_REDIS_PORT:-6379}:6379',
      ]),
    );
    expect(service('kafka').environment.KAFKA_ADVERTISED_LISTENERS).toContain('EXTERNAL://127.0.0.1:${OMS_KAFKA_PORT:-9092}');
  });

  it('refers only to services and volumes that it has', () => {
    const awaited = Object.values(services).flatMap(({ depends_on }) => Object.keys(depends_on));
    expect(awaited.filter((name) => !(name in services))).toEqual([]);
    const mounted = Object.values(services).flatMap((each) => each.volumes.map((volume) => volume.split(':')[0] ?? ''));
    expect([...new Set(mounted)].sort()).toEqual(Object.keys(volumes).sort());
  });

  it('is accepted by Docker Compose, where that is installed', () => {
    if (spawnSync('docker', ['compose', 'version'], { stdio: 'ignore' }).status !== 0) return;
    expect(execFileSync('docker', ['compose', '--file', FILE, 'config', '--services'], { encoding: 'utf8' })).toContain('gateway');
  });
});
