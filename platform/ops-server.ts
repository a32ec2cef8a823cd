/** Health and metrics over HTTP for roles that have no public port of their own. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { registry } from './metrics';
import type { Readiness, Service } from './service';

/** GET /livez, /readyz and /metrics. `url` is known once it has started. */
export class OpsServer implements Service {
  readonly name = 'ops server';
  private server: Server | null = null;
  url = '';

  constructor(
    private readonly host: string,
    private readonly port: number,
    private readonly state: () => Readiness,
  ) {}

  async start(): Promise<void> {
    const server = createServer((request, response) => {
      const path = (request.url ?? '/').split('?')[0];
      if (path === '/livez') return void response.end('ok\n');
      if (path === '/readyz') {
        const { ready, reason } = this.state();
        response.statusCode = ready ? 200 : 503;
        return void response.end(`${ready ? 'ready' : (reason ?? 'not ready')}\n`);
      }
      if (path === '/metrics') {
        return void registry.metrics().then(
          (text) => response.setHeader('content-type', registry.contentType).end(text),
          () => response.writeHead(500).end('metrics could not be collected\n'),
        );
      }
      response.writeHead(404).end('/livez, /readyz and /metrics are here\n');
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.port, this.host, resolve);
    });
    this.server = server;
    this.url = `http://${this.host}:${(server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    const server = this.server;
    this.server = null;
    if (!server) return;
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }

  readiness(): Readiness {
    return this.server ? { ready: true } : { ready: false, reason: 'the ops server is not listening' };
  }
}
