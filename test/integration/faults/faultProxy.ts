import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { seeded } from './seeded.ts';
import { withToxic, type Link, type Toxic } from './toxics.ts';

interface FaultProxyOptions {
  /** What happens to the connection of this number, from 0. Default: nothing. */
  readonly toxicsOf?: (connection: number) => readonly Toxic[];
  /** Of what the toxics themselves leave to chance. */
  readonly seed?: number;
  /** Called when bytes came from a client. */
  readonly onUpstream?: () => void;
}

/** A TCP proxy on a port of the system's choosing, to a server on this machine, with faults. */
export class FaultProxy implements AsyncDisposable {
  /** So far. */
  readonly counts = {
    connections: 0,
    /** Bytes that came from clients and from the server. */
    upstream: 0,
    downstream: 0,
    /** How many toxics of each type had an effect. */
    effects: new Map<Toxic['type'], number>(),
  };
  readonly #target: () => number;
  readonly #toxicsOf: (connection: number) => readonly Toxic[];
  readonly #random: () => number;
  readonly #onUpstream: () => void;
  readonly #links = new Set<Link>();
  readonly #closing = new AbortController();
  #server: Server;
  #port = 0;

  private constructor(
    target: () => number,
    { toxicsOf = () => [], seed = 0, onUpstream = () => undefined }: FaultProxyOptions,
  ) {
    this.#target = target;
    this.#toxicsOf = toxicsOf;
    this.#random = seeded(seed);
    this.#onUpstream = onUpstream;
    this.#server = this.#newServer();
  }

  /** @param target the port of the server, asked at every connection: it may be started anew elsewhere. */
  static async start(target: () => number, options: FaultProxyOptions = {}): Promise<FaultProxy> {
    const proxy = new FaultProxy(target, options);
    await proxy.#listen();
    return proxy;
  }

  get port(): number {
    return this.#port;
  }

  /** How many toxics had an effect. */
  get faults(): number {
    return [...this.counts.effects.values()].reduce((sum, count) => sum + count, 0);
  }

  /** Resets every connection and refuses new ones. */
  async down(): Promise<void> {
    const server = this.#server;
    if (!server.listening) return;
    server.close();
    for (const link of this.#links) link.reset();
    await once(server, 'close');
  }

  /** Takes connections again, at the same port. */
  async up(): Promise<void> {
    if (this.#server.listening || this.#closing.signal.aborted) return;
    this.#server = this.#newServer();
    await this.#listen();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort();
    await this.down();
  }

  #newServer(): Server {
    return createServer({ allowHalfOpen: true }, (client) => this.#connect(client));
  }

  async #listen(): Promise<void> {
    this.#server.listen(this.#port, '127.0.0.1');
    await once(this.#server, 'listening');
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  #connect(client: Socket): void {
    const toxics = this.#toxicsOf(this.counts.connections++);
    const server = connect({ port: this.#target(), host: '127.0.0.1', allowHalfOpen: true });
    const sockets = [client, server];
    const ended = new AbortController();
    const link: Link = {
      signal: ended.signal,
      random: this.#random,
      close: () => {
        // What has passed already still arrives.
        for (const socket of sockets) socket.destroySoon();
        ended.abort();
      },
      reset: () => {
        // Node leaks a socket that is reset while its end is on the way, and then never exits.
        for (const socket of sockets) socket.writableEnded ? socket.destroy() : socket.resetAndDestroy();
        ended.abort();
      },
      goDown: (ms) => void this.#goDown(ms),
    };
    this.#links.add(link);
    for (const socket of sockets) {
      socket.setNoDelay(true);
      socket.on('error', () => link.close());
      socket.on('close', () => sockets.every((one) => one.destroyed) && this.#links.delete(link));
    }
    const directions = [
      this.#pump(client, server, 'upstream', toxics, link),
      this.#pump(server, client, 'downstream', toxics, link),
    ];
    void Promise.all(directions).then(link.close, link.close);
  }

  async #pump(from: Socket, to: Socket, stream: Toxic['stream'], toxics: readonly Toxic[], link: Link): Promise<void> {
    let chunks = this.#counted(from, stream);
    for (const toxic of toxics.filter((one) => one.stream === stream)) {
      chunks = withToxic(chunks, toxic, link, () => this.#count(toxic.type));
    }
    for await (const chunk of chunks) {
      if (!to.write(chunk)) await once(to, 'drain', link);
    }
    if (!link.signal.aborted) to.end();
  }

  async *#counted(from: Socket, stream: Toxic['stream']): AsyncGenerator<Buffer> {
    for await (const chunk of from.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      this.counts[stream] += chunk.length;
      if (stream === 'upstream') this.#onUpstream();
      yield chunk;
    }
  }

  #count(type: Toxic['type']): void {
    this.counts.effects.set(type, (this.counts.effects.get(type) ?? 0) + 1);
  }

  async #goDown(ms: number): Promise<void> {
    await this.down();
    await wait(ms, undefined, this.#closing).catch(() => undefined);
    await this.up();
  }
}
