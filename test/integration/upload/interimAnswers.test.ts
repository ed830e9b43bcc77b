import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';

import { selfSigned } from '../servers/certificate.ts';
import { answerOf, startScriptedServer } from '../servers/scriptedServer.ts';
import { startTlsFront } from '../servers/tlsFront.ts';
import { destinationOf, isTransferError, listen, plannedBytes, quiet, type Surroundings } from './given.ts';

const interim = 'HTTP/1.1 100 Continue\r\n\r\n';
const answer = answerOf(201, { location: '/stored' });

/** RFC 9110 §15.2: a client must be able to take interim answers that it did not ask for. */
describe('interim answers that nobody asked for', () => {
  let url: string;
  let closing: (() => Promise<unknown>)[];
  beforeEach(() => (closing = []));
  afterEach(async () => {
    for (const close of closing) await close();
  });

  /**
   * A server that answers each request with these pieces, each in a turn of its own, and how many connections it got.
   */
  async function serve(...pieces: readonly string[]): Promise<Set<Socket>> {
    const sockets = new Set<Socket>();
    const server = await startScriptedServer((_request, socket) => {
      sockets.add(socket.setNoDelay());
      void (async () => {
        for (const piece of pieces) {
          await new Promise((written) => socket.write(piece, written));
          await setImmediate();
        }
      })();
      return undefined;
    });
    closing.push(server.close);
    url = server.url;
    return sockets;
  }

  const upload = (to = url, tls = {}, surroundings?: Surroundings) =>
    destinationOf({ kind: 'raw', url: to, ...tls, link: { header: 'location' } }, surroundings);

  const send = async (destination = upload()) => {
    const uploaded = await destination.send([plannedBytes('some bytes')], quiet);
    assert.match(uploaded[0]?.url ?? '', /\/stored$/);
  };

  for (const [what, ...pieces] of [
    ['come before the answer', interim, answer],
    ['come together with the answer', interim + answer],
    ['come one after the other', interim + interim, interim, answer],
    ['come in pieces', ...Array.from(interim + answer)],
    ['carry fields', `HTTP/1.1 100 Continue\r\nx-note: HTTP/1.1 100\r\n\r\n${answer}`],
    ['are of several kinds', 'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\nHTTP/1.1 102 x\r\n\r\n', interim + answer],
  ] as const) {
    it(`are read past when they ${what}`, async () => {
      const sockets = await serve(...pieces);
      const destination = upload();
      await send(destination);
      await send(destination);
      assert.equal(sockets.size, 1, 'the connection is kept');
    });
  }

  it('are not kept in memory, however long their head is', async () => {
    // More than a socket gives at once, so that its end comes later than its start.
    await serve(`HTTP/1.1 103 Early Hints\r\nlink: ${'x'.repeat(1024 * 1024)}`, `\r\n\r\n${answer}`);
    await assert.rejects(send(), isTransferError('answerInvalid'));
  });

  it('are what the answer says when they stand in its body', async () => {
    await serve('HTTP/1.1 200 OK\r\ncontent-length: 50\r\n\r\n', interim + interim);
    const destination = destinationOf({ kind: 'raw', url, link: { regex: '^HTTP/1.1 100 (Continue)' } });
    const uploaded = await destination.send([plannedBytes('some bytes')], quiet);
    assert.match(uploaded[0]?.url ?? '', /Continue$/);
  });

  it('are read past over TLS and through a tunnel', async () => {
    await serve(interim, answer);
    const folder = await mkdtemp(join(tmpdir(), 'porter-'));
    closing.push(() => rm(folder, { recursive: true }));
    const certificate = selfSigned(folder);
    const front = await startTlsFront(Number(new URL(url).port), certificate);
    closing.unshift(front.close);
    const trusting = { tls: { ca: certificate.certificate } };
    await send(upload(front.url, trusting));

    const proxy = await listen((socket) => {
      socket.once('data', () => {
        const upstream = connect(Number(new URL(front.url).port), '127.0.0.1');
        socket.write(`${interim}HTTP/1.1 200 Connection established\r\n\r\n`);
        upstream.on('error', () => undefined).pipe(socket);
        socket.pipe(upstream);
      });
    });
    closing.unshift(proxy.close);
    const port = new URL(front.url).port;
    await send(upload(`https://files.test:${port}/`, trusting, { env: { HTTPS_PROXY: proxy.url } }));
  });
});
