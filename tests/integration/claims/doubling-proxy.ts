/** A proxy in front of the engine that delivers each submit twice and hands back the second answer: a network that repeats. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export async function doublingProxy(target: string): Promise<{ url: string; doubled: () => number; close: () => Promise<void> }> {
  let doubled = 0;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const forward = () =>
        fetch(`${target}${request.url}`, {
          method: request.method,
          headers: { 'content-type': request.headers['content-type'] ?? 'application/json' },
          ...(request.method === 'POST' ? { body: Buffer.concat(chunks) } : {}),
        });
      const twice = request.method === 'POST' && (request.url ?? '').includes('/jobs');
      const answer = twice ? forward().then(() => forward()) : forward();
      if (twice) doubled += 1;
      answer
        .then(async (from) => {
          const location = from.headers.get('location');
          response.writeHead(from.status, {
            'content-type': from.headers.get('content-type') ?? 'application/json',
            ...(location ? { location } : {}),
          });
          response.end(Buffer.from(await from.arrayBuffer()));
        })
        .catch(() => response.destroy());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    doubled: () => doubled,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
