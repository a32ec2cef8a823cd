/** The local issuer for the gateway: gives tokens over loopback to whoever knows the address, which holds a secret. */
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { mintToken } from './mint';
import { tokenAskedFor } from './request';

export interface LocalIssuer {
  /** For LOCAL_ISSUER_URL. */
  readonly url: string;
  stop(): Promise<void>;
}

const TTL_SECONDS = 12 * 3_600;
const BODY_MAX = 10_000;

/** Listens on a free port of this machine alone. */
export async function startLocalIssuer(home: string): Promise<LocalIssuer> {
  const path = `/${randomBytes(24).toString('base64url')}`;
  const server = createServer((request, response) => {
    if (request.method !== 'POST' || request.url !== path) return void answer(response, 404, { message: 'there is nothing at this address' });
    give(home, request).then(
      ([status, body]) => answer(response, status, body),
      () => answer(response, 500, { message: 'no token could be made; are the keys of this home in order?' }),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  // It alone keeps no process.
  server.unref();
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function give(home: string, request: IncomingMessage): Promise<[number, object]> {
  if (Number(request.headers['content-length'] ?? Infinity) > BODY_MAX) return [400, { message: 'say what the token is for, with its length' }];
  const asked = tokenAskedFor.safeParse(parsed(await text(request)));
  if (!asked.success) return [400, { message: asked.error.issues.map(({ path, message }) => `${path.join('.') || 'the body'}: ${message}`).join('; ') }];
  const { roles, ...rest } = asked.data;
  const token = await mintToken({ home, role: roles, ...rest, ttlSeconds: TTL_SECONDS });
  return [200, { token, expiresAt: new Date(Date.now() + TTL_SECONDS * 1000).toISOString() }];
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' }).end(JSON.stringify(body));
}
