import { setTimeout as wait } from 'node:timers/promises';
import WebSocket from 'ws';
import type { System } from '../../support/system';
import { ask, follow } from './client';
import { startGateway, submitted } from './fixture';

const STATUS = 'subscription ($id: ID!) { documentRequestStatus(id: $id) { sequence status } }';

/** A socket of the protocol, by hand: what a client library would hide. */
class Raw {
  readonly messages: { type: string; id?: string }[] = [];
  readonly closed: Promise<{ code: number; reason: string }>;
  private readonly socket: WebSocket;

  constructor(url: string, headers: Record<string, string> = {}) {
    this.socket = new WebSocket(`${url.replace(/^http/, 'ws')}/graphql`, 'graphql-transport-ws', { headers });
    this.closed = new Promise((resolve, reject) => {
      this.socket.once('close', (code, reason) => resolve({ code, reason: String(reason) }));
      this.socket.once('error', reject);
    });
    this.socket.on('message', (text) => this.messages.push(JSON.parse(String(text)) as { type: string }));
  }

  async opened(): Promise<this> {
    await new Promise((resolve) => this.socket.once('open', resolve));
    return this;
  }

  send(message: object): void {
    this.socket.send(JSON.stringify(message));
  }

  async until(type: string): Promise<void> {
    for (let tries = 0; tries < 200; tries += 1) {
      if (this.messages.some((message) => message.type === type)) return;
      await wait(25);
    }
    throw new Error(`no ${type} came: ${JSON.stringify(this.messages)}`);
  }

  end(): void {
    this.socket.close();
  }
}

describe('sockets', () => {
  let system: System;
  let url: string;
  let token: string;
  let id: string;

  beforeAll(async () => {
    system = await startGateway();
    url = system.gatewayUrl();
    token = await system.token();
    ({ id } = await submitted(system, token));
  });
  afterAll(() => system.stop());

  test('the token of the upgrade request will do where the connection parameters bring none', async () => {
    const raw = await new Raw(url, { authorization: `Bearer ${token}` }).opened();
    raw.send({ type: 'connection_init' });
    await raw.until('connection_ack');
    raw.end();
    expect((await raw.closed).code).toBe(1005);
  });

  test('a connection ends with 4403 when its token does, though its subscription still runs', async () => {
    const short = await system.token({ ttlSeconds: 3 });
    const followed = await follow(url, short, STATUS, { id });
    expect(followed.events).toEqual([{ documentRequestStatus: { sequence: 1, status: 'ACCEPTED' } }]);
    expect(followed.closed).toEqual({ code: 4403, reason: expect.stringMatching(/expired/) });
  });

  test('who breaks the protocol is closed with its codes', async () => {
    const early = await new Raw(url).opened();
    early.send({ type: 'subscribe', id: '1', payload: { query: '{ __typename }' } });
    expect((await early.closed).code).toBe(4401);
    const garbled = await new Raw(url).opened();
    garbled.send({ hello: 1 });
    expect((await garbled.closed).code).toBe(4400);
    const silent = await new Raw(url).opened();
    expect((await silent.closed).code).toBe(4408);
  });

  test('an upgrade at any other address is refused', async () => {
    const raw = new WebSocket(`${url.replace(/^http/, 'ws')}/elsewhere`, 'graphql-transport-ws');
    await expect(new Promise((resolve, reject) => raw.once('open', resolve).once('error', reject))).rejects.toThrow(/404/);
  });

  test('a cancelled request completes its subscription with the reason and the actor', async () => {
    const other = await submitted(system, token);
    const following = follow(url, token, 'subscription ($id: ID!) { documentRequestStatus(id: $id) { sequence status final message actor request { status } } }', { id: other.id });
    await wait(200);
    await ask(url, token, 'mutation ($id: ID!) { cancelDocumentRequest(id: $id, reason: "sent twice") { userErrors { code } } }', { id: other.id });
    await system.spawnRole('relay');
    const { events, closed } = await following;
    expect(closed).toBeNull();
    expect(events).toMatchObject([
      { documentRequestStatus: { sequence: 1, status: 'ACCEPTED', final: false } },
      { documentRequestStatus: { sequence: 2, status: 'CANCELLED', final: true, message: 'sent twice', actor: 'client@demo', request: { status: 'CANCELLED' } } },
    ]);
  });

  test('a gateway that is told to stop closes subscriptions with 1001 and is gone within seconds', async () => {
    const following = follow(url, token, STATUS, { id });
    await wait(300);
    const begun = Date.now();
    await system.kill('gateway', 'SIGTERM');
    expect(Date.now() - begun).toBeLessThan(8_000);
    expect((await following).closed?.code).toBe(1001);
  });
});
