/** Ports on the loopback address: free ones, kept for the next start. */
import { randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { writeWhole } from './pid-file';

/** Below the range from which systems take ports for outgoing connections, so that a kept port is rarely taken at the next start. */
const LOWEST = 18_000;
const HIGHEST = 32_000;

/** Whether nobody listens on the port of 127.0.0.1. */
export async function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(LOWEST, HIGHEST);
    if (await isFree(port)) return port;
  }
}

/** Whether somebody answers on the port within `timeoutMs`. */
export async function answers(port: number, timeoutMs = 500): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    const finish = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(timeoutMs, () => finish(false));
    socket.once('connect', () => finish(true));
    socket.once('error', () => finish(false));
  });
}

/** The ports of one home, by name. A port is chosen once and given again at every later start. */
export class PortBook {
  private readonly path: string;
  private readonly ports: Record<string, number>;

  constructor(home: string) {
    this.path = join(home, 'ports.json');
    this.ports = read(this.path);
  }

  /**
   * The port of that name. A kept one that a stranger has taken meanwhile is replaced; `ours` says that whoever listens there is the
   * very process that it was chosen for.
   */
  async port(name: string, ours = false): Promise<number> {
    const kept = this.ports[name];
    if (kept !== undefined && (ours || (await isFree(kept)))) return kept;
    let chosen = await freePort();
    while (Object.values(this.ports).includes(chosen)) chosen = await freePort();
    this.ports[name] = chosen;
    writeWhole(this.path, `${JSON.stringify(this.ports, null, 2)}\n`);
    return chosen;
  }
}

function read(path: string): Record<string, number> {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Record<string, number>;
  } catch {
    return {};
  }
}
