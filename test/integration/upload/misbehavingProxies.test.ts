import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ownTime } from '../../setup/ownTime.ts';
import { makeAuthority, selfSigned } from '../servers/certificate.ts';
import { startTlsFront } from '../servers/tlsFront.ts';
import { destinationOf, isTransferError, listen, plannedBytes, quiet, signal, type Listening } from './given.ts';

describe('a proxy that does not behave', () => {
  let proxy: Listening;
  afterEach(() => proxy.close());

  const send = (timeout: number, each = signal) =>
    destinationOf({ kind: 'raw', url: 'https://files.test/', timeout }, { env: { HTTPS_PROXY: proxy.url } }).send(
      [plannedBytes('x')],
      { ...quiet, signal: each },
    );

  const unreachable = (reason: string) =>
    isTransferError('proxyUnreachable', { sent: 'nothing' }, { setting: 'HTTPS_PROXY', reason });

  it('is told from the server when it says nothing', async () => {
    proxy = await listen((socket) => socket.resume());
    await assert.rejects(send(0.2), unreachable('it is silent'));
  });

  it('is told from the server when it hangs up', async () => {
    proxy = await listen((socket) => socket.once('data', () => socket.end()));
    await assert.rejects(send(60), unreachable('the connection broke off'));
  });

  it('is told from the server when it speaks something else', async () => {
    proxy = await listen((socket) => socket.once('data', () => socket.end('220 mail.test ESMTP\r\n')));
    await assert.rejects(send(60), unreachable('it does not speak HTTP/1.1'));
  });

  it('is told from the server when its certificate is not trusted, or is for another name', async () => {
    proxy = await listen((socket) => socket.resume());
    const folder = await mkdtemp(join(tmpdir(), 'porter-'));
    const port = Number(new URL(proxy.url).port);
    const [front, other] = await Promise.all([
      startTlsFront(port, selfSigned(folder)),
      startTlsFront(port, makeAuthority(folder).issue('other', 'DNS:other.test')),
    ]);
    try {
      for (const { url } of [front, other]) {
        const destination = destinationOf({ kind: 'raw', url: 'https://files.test/' }, { env: { HTTPS_PROXY: url } });
        await assert.rejects(
          destination.send([plannedBytes('x')], quiet),
          isTransferError('proxyUntrusted', { sent: 'nothing' }, { proxy: new URL(url).host, setting: 'HTTPS_PROXY' }),
        );
      }
    } finally {
      await front.close();
      await other.close();
      await rm(folder, { recursive: true });
    }
  });

  it('cannot send headers without end', async () => {
    proxy = await listen((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n');
      const more = () => {
        while (!socket.destroyed && socket.write(`x-more: ${'x'.repeat(1000)}\r\n`));
      };
      socket.on('drain', more);
      more();
    });
    await assert.rejects(send(60), unreachable('it does not speak HTTP/1.1'));
  });

  it('that opens a tunnel to nowhere is not waited for longer than the timeout', async () => {
    proxy = await listen((socket) => socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\n\r\n')));
    await assert.rejects(send(0.2), isTransferError('timedOut', { sent: 'nothing' }, { host: 'files.test' }));
  });

  for (const [state, answer] of [
    ['asked for a tunnel', ''],
    ['inside a tunnel', 'HTTP/1.1 200 OK\r\n\r\n'],
  ] as const) {
    it(`is left within 250 ms when the upload is cancelled while it is ${state}`, async () => {
      const asked = Promise.withResolvers<Socket>();
      proxy = await listen((socket) =>
        socket.once('data', () => {
          // The first bytes of TLS tell that the tunnel is in use.
          if (answer === '') asked.resolve(socket);
          else socket.once('data', () => asked.resolve(socket)).write(answer);
        }),
      );
      const controller = new AbortController();
      const sending = assert.rejects(send(60, controller.signal), { name: 'AbortError' });
      const socket = await asked.promise;
      const closed = once(socket.resume(), 'close');
      const took = await ownTime(async () => {
        controller.abort();
        await sending;
        await closed;
      });
      assert.ok(took < 250, `${took} ms`);
    });
  }
});
