/** tests/faults/world: what a run stands on. This file: a TCP proxy that cuts, refuses, delays, holds, and swallows answers. */
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

interface Link {
  readonly near: Socket;
  readonly far: Socket;
  /** Answers are swallowed, and the first of them ends the link. */
  mute: boolean;
  /** Nothing passes any more, for ever. */
  vanished: boolean;
}

/** Stands between the system and one address. Everything it did to traffic is counted. */
export class FaultProxy {
  /** Connections that a fault touched since the count was last taken. */
  private touched = 0;
  private readonly links = new Set<Link>();
  private refusing = false;
  private holding = false;
  private delayMs = 0;
  private elsewhere: number | null = null;
  private swallowing: { readonly wanted: (sent: Buffer) => boolean; left: number } | null = null;

  private constructor(
    private readonly server: Server,
    private readonly target: () => number,
  ) {
    server.on('connection', (near) => this.link(near));
  }

  /** @param target the port behind it, asked for at each connection. @param port to listen on; 0 takes a free one. */
  static async start(target: number | (() => number), port = 0): Promise<FaultProxy> {
    const server = createServer({ pauseOnConnect: true });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', resolve);
    });
    return new FaultProxy(server, typeof target === 'number' ? () => target : target);
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Connections under way that something may still pass through. */
  get open(): number {
    return [...this.links].filter(({ vanished }) => !vanished).length;
  }

  /** @returns how many connections faults have touched since the last call */
  takeTouched(): number {
    const { touched } = this;
    this.touched = 0;
    return touched;
  }

  /** Breaks every connection now under way. */
  cut(): void {
    this.touched += this.links.size;
    for (const link of this.links) end(link);
  }

  /** Breaks what there is and whatever comes, until `heal()`. */
  refuse(): void {
    this.refusing = true;
    this.cut();
  }

  /** Lets nothing through in either direction, and breaks nothing, until `heal()`. */
  hold(): void {
    this.holding = true;
    this.touched += this.links.size;
    for (const { near, far } of this.links) [near, far].forEach((socket) => socket.pause());
  }

  /** The host behind every connection now under way vanishes: nothing is refused and nothing ends, and only new connections are answered. */
  vanish(): void {
    for (const link of this.links) {
      if (!link.vanished) this.touched += 1;
      link.vanished = true;
      [link.near, link.far].forEach((socket) => socket.pause());
    }
  }

  /** Every piece of traffic arrives so much later, until `heal()`. */
  delay(ms: number): void {
    this.delayMs = ms;
    this.touched += this.links.size;
  }

  /** New connections go to that port instead, and the present ones are broken, until `heal()`. */
  redirect(port: number): void {
    this.elsewhere = port;
    this.cut();
  }

  /** The next `count` pieces sent that `wanted` names are passed on, but their answer is swallowed and the connection broken. */
  swallowAnswers(wanted: (sent: Buffer) => boolean, count: number): void {
    this.swallowing = { wanted, left: count };
  }

  /** Ends every fault. */
  heal(): void {
    if (this.elsewhere !== null) {
      this.elsewhere = null;
      this.cut();
    }
    this.refusing = false;
    this.delayMs = 0;
    this.swallowing = null;
    if (!this.holding) return;
    this.holding = false;
    for (const { near, far, vanished } of this.links) if (!vanished) [near, far].forEach((socket) => socket.resume());
  }

  async close(): Promise<void> {
    for (const link of this.links) end(link);
    await new Promise((resolve) => this.server.close(resolve));
  }

  private link(near: Socket): void {
    near.on('error', () => near.destroy());
    if (this.refusing) {
      this.touched += 1;
      near.destroy();
      return;
    }
    near.setNoDelay(true);
    const link: Link = { near, far: connect({ port: this.elsewhere ?? this.target(), host: '127.0.0.1', noDelay: true }), mute: false, vanished: false };
    this.links.add(link);
    if (this.holding || this.delayMs > 0) this.touched += 1;
    this.pass(link, link.near, link.far, (sent) => this.watch(link, sent));
    this.pass(link, link.far, link.near, () => this.answer(link));
    if (this.holding) link.far.pause();
    else near.resume();
  }

  private pass(link: Link, from: Socket, to: Socket, look: (piece: Buffer) => boolean): void {
    from.on('data', (piece: Buffer) => {
      if (!look(piece)) return;
      if (this.delayMs > 0) setTimeout(() => to.write(piece), this.delayMs);
      else if (!to.write(piece)) {
        from.pause();
        to.once('drain', () => this.holding || link.vanished || from.resume());
      }
    });
    from.on('error', () => end(link));
    from.on('close', () => {
      this.links.delete(link);
      if (this.delayMs > 0) setTimeout(() => end(link), this.delayMs);
      else end(link);
    });
  }

  /** @returns whether it is passed on: always. */
  private watch(link: Link, sent: Buffer): boolean {
    if (this.swallowing && this.swallowing.left > 0 && this.swallowing.wanted(sent)) {
      this.swallowing.left -= 1;
      this.touched += 1;
      link.mute = true;
    }
    return true;
  }

  private answer(link: Link): boolean {
    if (link.mute) end(link);
    return !link.mute;
  }
}

function end({ near, far }: Link): void {
  near.destroy();
  far.destroy();
}
