/** Sockets under the GraphQL protocol: upgrades, keep-alive, and an end for those who do not read what they are sent. */
import type { IncomingMessage, Server as HttpServer } from 'node:http';
import type { Duplex } from 'node:stream';
import { handleProtocols, type Server as ProtocolServer } from 'graphql-ws';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Logger } from '../../platform/logging';

/** The subscriber is too slow; it resumes from its own last cursor. */
export const TOO_SLOW = 4413;
const GOING_AWAY = 1001;
const KEEP_ALIVE_MS = 12_000;
/** What was sent must have left for the network within this time, in ms. */
const SEND_DEADLINE_MS = 10_000;
/** Bytes that a close frame has for its reason. */
const REASON_BYTES = 123;

export interface SocketExtra extends Record<PropertyKey, unknown> {
  readonly socket: WebSocket;
  readonly request: IncomingMessage;
}

/** Text cut to what a close frame can carry. */
export function closeReason(text: string): string {
  return Buffer.from(text).subarray(0, REASON_BYTES).toString('utf8').replace(/\uFFFD+$/, '');
}

export interface Sockets {
  /** Takes no upgrades any more, closes every socket with 1001, and gives each at most `graceMs` to answer. */
  close(graceMs: number): Promise<void>;
  count(): number;
}

/** Serves `path` of the HTTP server; other upgrades are refused. */
export function serveSockets(
  http: HttpServer,
  protocol: ProtocolServer<SocketExtra>,
  options: { path: string; maxPayload: number; logger: Logger },
): Sockets {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: options.maxPayload, handleProtocols: (offered) => handleProtocols(offered) });
  let closing = false;

  const onUpgrade = (request: IncomingMessage, duplex: Duplex, head: Buffer) => {
    const path = (request.url ?? '').split('?')[0];
    if (closing || path !== options.path) {
      duplex.end(`HTTP/1.1 ${closing ? '503 Service Unavailable' : '404 Not Found'}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
      return;
    }
    sockets.handleUpgrade(request, duplex, head, (socket) => attach(socket, request, protocol, options.logger));
  };
  http.on('upgrade', onUpgrade);

  return {
    count: () => sockets.clients.size,
    close: async (graceMs) => {
      closing = true;
      const gone = [...sockets.clients].map((socket) => new Promise((resolve) => socket.once('close', resolve)));
      for (const socket of sockets.clients) socket.close(GOING_AWAY, 'this gateway is going away; connect again and resume');
      const late = setTimeout(() => sockets.clients.forEach((socket) => socket.terminate()), graceMs);
      await Promise.all(gone);
      clearTimeout(late);
    },
  };
}

function attach(socket: WebSocket, request: IncomingMessage, protocol: ProtocolServer<SocketExtra>, logger: Logger): void {
  const pending = { sends: 0, movedAt: Date.now() };
  let alive = true;
  // Too large a message, a broken frame: ws closes the socket with the right code by itself.
  socket.on('error', (error) => logger.debug({ err: error }, 'a socket broke'));
  socket.on('pong', () => (alive = true));
  const keepAlive = setInterval(() => {
    if (!alive) return socket.terminate();
    if (pending.sends > 0 && Date.now() - pending.movedAt > SEND_DEADLINE_MS) socket.close(TOO_SLOW, 'too slow: connect again and resume');
    alive = false;
    socket.ping();
  }, KEEP_ALIVE_MS);

  const send = (text: string) =>
    new Promise<void>((resolve) => {
      if (socket.readyState !== socket.OPEN) return resolve();
      if (pending.sends === 0) pending.movedAt = Date.now();
      pending.sends += 1;
      // A failed send is a closed socket: its `close` follows and ends what ran over it.
      socket.send(text, () => {
        pending.sends -= 1;
        pending.movedAt = Date.now();
        resolve();
      });
    });

  const closed = protocol.opened(
    {
      protocol: socket.protocol,
      send,
      close: (code, reason) => socket.close(code, reason),
      onMessage: (handle) =>
        void socket.on('message', (message) => {
          handle(String(message)).catch((error: unknown) => {
            logger.error({ err: error }, 'a message could not be handled');
            socket.close(4500, 'internal error');
          });
        }),
    },
    { socket, request },
  );
  socket.once('close', (code, reason) => {
    clearInterval(keepAlive);
    closed(code, String(reason)).catch((error: unknown) => logger.warn({ err: error }, 'a subscription ended badly'));
  });
}
