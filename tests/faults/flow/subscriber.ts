/** A subscriber that is connected, cut and resumed all along: what it saw must be exactly the timelines. */
import { createOmsClient, type OmsClient, type StatusEvent } from '../../../client';
import { FaultProxy } from '../world/proxy';

export interface SubscriberOptions {
  /** Ports of the gateways: each connection goes to the next. */
  readonly gatewayPorts: () => readonly number[];
  readonly token: string;
}

const CUT_EVERY_MS = 900;

export type SeenEvent = Pick<StatusEvent, 'requestId' | 'sequence' | 'status'>;

export class Subscriber {
  /** In the order in which they arrived. */
  readonly seen: SeenEvent[] = [];
  cuts = 0;
  private readonly over = new AbortController();
  private following: Promise<void> = Promise.resolve();
  private failure: Error | null = null;
  private timer: NodeJS.Timeout | null = null;

  private constructor(
    private readonly client: OmsClient,
    private readonly proxy: FaultProxy,
  ) {}

  /** Follows everything of its tenant from now on. */
  static async start({ gatewayPorts, token }: SubscriberOptions): Promise<Subscriber> {
    let connections = 0;
    const proxy = await FaultProxy.start(() => {
      const ports = gatewayPorts();
      connections += 1;
      return ports[connections % ports.length] ?? 0;
    });
    const client = createOmsClient({ url: `http://127.0.0.1:${proxy.port}`, token, timeoutMs: 4_000 });
    const subscriber = new Subscriber(client, proxy);
    const after = await client.feedPosition();
    subscriber.following = subscriber.follow(after).catch((error: Error) => {
      subscriber.failure = error;
    });
    subscriber.timer = setInterval(() => {
      proxy.cut();
      subscriber.cuts += proxy.takeTouched() > 0 ? 1 : 0;
    }, CUT_EVERY_MS);
    return subscriber;
  }

  /** Why it gave up, if it did: a subscription must survive every fault. */
  get gaveUp(): string | null {
    return this.failure?.message ?? null;
  }

  async stop(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    this.over.abort();
    await this.client.close();
    await this.following;
    await this.proxy.close();
  }

  private async follow(after: string): Promise<void> {
    for await (const { requestId, sequence, status } of this.client.statusFeed(undefined, { after, signal: this.over.signal })) {
      this.seen.push({ requestId, sequence, status });
    }
  }
}
