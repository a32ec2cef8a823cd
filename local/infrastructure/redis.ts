/** Redis as a process: nothing is evicted, every second is on disk. */
import { mkdirSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { leftOver, startDaemon } from '../process/daemon';
import { redisServer } from './packages';
import { localPart, type PartContext, type StartedPart } from './part';

export async function startRedis(context: PartContext): Promise<StartedPart> {
  const { home, env, ports, signal } = context;
  const command = await redisServer({ env, signal, note: (detail) => context.note('redis', detail) });
  const port = await ports.port('redis', leftOver(home, 'redis') !== null);
  const folder = join(home, 'redis');
  mkdirSync(folder, { recursive: true });
  const settings = { bind: '127.0.0.1', port, dir: folder, appendonly: 'yes', appendfsync: 'everysec', 'maxmemory-policy': 'noeviction', daemonize: 'no' };
  const daemon = await startDaemon({
    name: 'redis',
    home,
    command,
    args: Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]),
    cwd: folder,
    env,
    ready: () => pongs(port),
    readyWithinMs: 20_000,
    stopSignal: 'SIGTERM',
    stopWithinMs: 3_500,
    signal,
  });
  return localPart(`redis://127.0.0.1:${port}`, 'a process of its own', daemon);
}

/** While it loads its data it answers LOADING: not yet. */
async function pongs(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' }, () => socket.write('PING\r\n'));
    const finish = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(1_000, () => finish(false));
    socket.once('data', (data) => finish(data.toString().startsWith('+PONG')));
    socket.once('error', () => finish(false));
    socket.once('close', () => resolve(false));
  });
}
