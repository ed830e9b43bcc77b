import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { bytesOf, listen, type Listening } from '../upload/given.ts';
import { FaultProxy } from './faultProxy.ts';
import { randomToxics } from './randomToxics.ts';
import type { Toxic } from './toxics.ts';

const content = bytesOf(300_000);

/** How a connection ended that sent `content` and its end to a server that echoes. */
interface Ending {
  readonly received: Buffer;
  readonly code: string;
  readonly chunks: number;
  readonly ms: number;
}

describe('the fault proxy', () => {
  let server: Listening;
  const serverSaw = { bytes: 0 };
  before(async () => {
    server = await listen((socket) => {
      socket.on('data', (chunk) => (serverSaw.bytes += chunk.length));
      socket.on('end', () => socket.end());
      socket.pipe(socket);
    });
  });
  beforeEach(() => (serverSaw.bytes = 0));
  after(() => server.close());

  function proxyWith(...toxics: Toxic[]): Promise<FaultProxy> {
    return FaultProxy.start(() => Number(new URL(server.url).port), { toxicsOf: () => toxics });
  }

  /** @param ends whether the client ends when all is sent: else it is for the proxy to end it. */
  async function exchange(proxy: FaultProxy, bytes = content, ends = true): Promise<Ending> {
    const start = performance.now();
    const socket: Socket = connect({ port: proxy.port, host: '127.0.0.1' });
    let code = '';
    const chunks: Buffer[] = [];
    socket.on('error', (error: NodeJS.ErrnoException) => (code = error.code ?? ''));
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.write(bytes);
    if (ends) socket.end();
    await new Promise((resolve) => socket.once('close', resolve));
    return { received: Buffer.concat(chunks), code, chunks: chunks.length, ms: performance.now() - start };
  }

  it('passes every byte both ways, and the end, and counts them', async () => {
    await using proxy = await proxyWith();
    const { received, code } = await exchange(proxy);
    assert.ok(received.equals(content));
    assert.equal(code, '');
    assert.deepEqual(proxy.counts, { connections: 1, upstream: 300_000, downstream: 300_000, effects: new Map() });
  });

  it('delays by latency', async () => {
    await using proxy = await proxyWith({ type: 'latency', stream: 'downstream', latency: 120, jitter: 0 });
    const { received, ms } = await exchange(proxy, content.subarray(0, 10));
    assert.equal(received.length, 10);
    assert.ok(ms >= 115, `${ms} ms`);
    assert.equal(proxy.faults, 1);
  });

  it('holds to a bandwidth', async () => {
    await using proxy = await proxyWith({ type: 'bandwidth', stream: 'upstream', rate: 1000 });
    const { received, ms } = await exchange(proxy);
    assert.ok(received.equals(content));
    assert.ok(ms >= 290, `${ms} ms`);
  });

  it('closes slowly', async () => {
    await using proxy = await proxyWith({ type: 'slow_close', stream: 'downstream', delay: 120 });
    const { received, ms } = await exchange(proxy);
    assert.ok(received.equals(content));
    assert.ok(ms >= 115, `${ms} ms`);
  });

  it('lets nothing through, then closes, by timeout', async () => {
    await using proxy = await proxyWith({ type: 'timeout', stream: 'downstream', timeout: 80 });
    const { received, ms } = await exchange(proxy);
    assert.equal(received.length, 0);
    assert.ok(ms >= 75, `${ms} ms`);
  });

  it('resets', async () => {
    await using proxy = await proxyWith({ type: 'reset_peer', stream: 'upstream', timeout: 0 });
    assert.equal((await exchange(proxy, content, false)).code, 'ECONNRESET');
  });

  it('slices into small pieces of differing size', async () => {
    await using proxy = await proxyWith({
      type: 'slicer',
      stream: 'downstream',
      average_size: 1000,
      size_variation: 500,
      delay: 1000,
    });
    const { received, chunks } = await exchange(proxy, content.subarray(0, 20_000));
    assert.ok(received.equals(content.subarray(0, 20_000)));
    assert.ok(chunks >= 10, `${chunks} chunks`);
  });

  it('closes after exactly so many bytes, either way', async () => {
    await using upstream = await proxyWith({ type: 'limit_data', stream: 'upstream', bytes: 100_001 });
    await exchange(upstream);
    assert.equal(serverSaw.bytes, 100_001);
    await using downstream = await proxyWith({ type: 'limit_data', stream: 'downstream', bytes: 7 });
    assert.equal((await exchange(downstream, content.subarray(0, 10))).received.length, 7);
    assert.equal(downstream.faults, 1);
  });

  it('goes down for a while, with all connections, and comes back at the same port', async () => {
    await using proxy = await proxyWith();
    const open = connect({ port: proxy.port, host: '127.0.0.1' });
    await once(open, 'connect');
    open.write('x');
    await once(open, 'data');
    open.on('error', () => undefined);
    const lost = new Promise((resolve) => open.once('close', resolve));
    await proxy.down();
    await lost;
    assert.equal((await exchange(proxy)).code, 'ECONNREFUSED');
    await proxy.up();
    assert.ok((await exchange(proxy)).received.equals(content));
  });

  it('goes down when a connection has that fault', async () => {
    await using proxy = await proxyWith({ type: 'down', stream: 'upstream', timeout: 60_000 });
    assert.equal((await exchange(proxy)).code, 'ECONNRESET');
    assert.equal((await exchange(proxy)).code, 'ECONNREFUSED');
  });

  it('has the same random faults for the same seed, others for another, of every type', () => {
    const toxics = (seed: number) => {
      const of = randomToxics({ seed, rate: 0.5, bytes: 10_000, idleTimeout: 500 });
      return Array.from({ length: 400 }, (_, connection) => of(connection));
    };
    assert.deepEqual(toxics(1), toxics(1));
    assert.notDeepEqual(toxics(1), toxics(2));
    const types = new Set(toxics(1).flatMap((some) => some.map(({ type }) => type)));
    assert.equal(types.size, 8, [...types].join());
    const share = toxics(1).filter((some) => some.length > 0).length / 400;
    assert.ok(Math.abs(share - 0.5) < 0.1, String(share));
  });
});
