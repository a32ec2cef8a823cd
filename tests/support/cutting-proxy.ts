/** A TCP proxy before the gateway whose connections can be cut at any moment. */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export interface CuttingProxy {
  readonly url: string;
  /** Ends every connection now under way. @returns how many */
  cut(): number;
  close(): Promise<void>;
}

/** @param target http://host:port, or a function that is asked for it at each connection */
export async function startCuttingProxy(target: string | (() => string)): Promise<CuttingProxy> {
  const open = new Set<Socket>();
  const server = createServer((near) => {
    const { hostname, port } = new URL(typeof target === 'string' ? target : target());
    const far = connect(Number(port), hostname);
    for (const [socket, other] of [[near, far], [far, near]] as const) {
      socket.on('error', () => other.destroy());
      socket.on('close', () => other.destroy());
    }
    open.add(near);
    near.on('close', () => open.delete(near));
    near.pipe(far).pipe(near);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cut = () => {
    const count = open.size;
    for (const socket of open) socket.destroy();
    return count;
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut,
    async close() {
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
