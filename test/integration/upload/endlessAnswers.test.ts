import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { AnswerUnusable } from '../../../src/node/http/answer.ts';
import { bufferBody } from '../../../src/node/http/body.ts';
import { HttpClient } from '../../../src/node/http/httpClient.ts';
import { FakeClock } from '../../unit/core/fakeClock.ts';
import { listen, signal, type Listening } from './given.ts';

/** Each byte comes before the idle timeout, and none is the last: the clock is put forward as they come. */
describe('an answer that never ends', () => {
  let server: Listening;
  let clock: FakeClock;
  let answer: (socket: Socket) => void;
  let closed: Promise<unknown>;
  beforeEach(async () => {
    clock = new FakeClock();
    const closing = Promise.withResolvers<unknown>();
    closed = closing.promise;
    server = await listen((socket) => {
      socket.on('close', closing.resolve).once('data', () => answer(socket));
    });
  });
  afterEach(() => server.close());

  const post = (each = signal) =>
    new HttpClient({ idleTimeoutMs: 60_000 }, clock).request(
      {
        method: 'POST',
        url: new URL(server.url),
        headers: {},
        body: () => Promise.resolve(bufferBody('text/plain', Buffer.from('once'))),
      },
      each,
    );

  /** Sends it again and again, a minute apart. */
  function trickle(socket: Socket, start: string, piece: string): void {
    const next = () => {
      clock.time += 59_000;
      if (!socket.destroyed) socket.write(piece, () => setImmediate(next));
    };
    socket.write(start, next);
  }

  const unusable = (reason: string) => (error: unknown) => {
    assert.ok(error instanceof Error && error.cause instanceof AnswerUnusable);
    assert.equal(error.cause.message, reason);
    return true;
  };

  it('but trickles is given up after minutes', async () => {
    answer = (socket) => trickle(socket, 'HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n', 'x');
    await assert.rejects(post(), unusable('it does not end'));
    await closed;
    assert.ok(clock.time > 5 * 60_000 && clock.time < 15 * 60_000, `${clock.time} ms`);
  });

  it('but trickles its headers is given up after minutes', async () => {
    answer = (socket) => trickle(socket, 'HTTP/1.1 200 OK\r\nx-more: ', 'x');
    await assert.rejects(post(), unusable('it does not end'));
    await closed;
  });

  it('but trickles a refusal is the refusal', async () => {
    answer = (socket) => trickle(socket, 'HTTP/1.1 400 Bad\r\ncontent-length: 100000\r\n\r\n', 'x');
    assert.equal((await post()).status, 400);
    await closed;
  });

  it('but sends header after header is not read to its end', async () => {
    let sent = 0;
    answer = (socket) => {
      const more = () => {
        do sent += 1000;
        while (!socket.destroyed && socket.write(`x-more: ${'x'.repeat(990)}\r\n`));
      };
      socket.write('HTTP/1.1 200 OK\r\n');
      socket.on('drain', more);
      more();
    };
    await assert.rejects(post(), { name: 'ExchangeFailed' });
    await closed;
    assert.ok(sent < 64e6, `${sent} bytes`);
  });

  it('but says again and again that it will come is given up', async () => {
    let sent = 0;
    answer = (socket) => {
      const more = () => {
        while (!socket.destroyed && socket.write('HTTP/1.1 102 Processing\r\n\r\n')) sent++;
      };
      socket.on('drain', more);
      more();
    };
    await assert.rejects(post(), unusable('it does not come'));
    await closed;
    assert.ok(sent > 1000, `${sent} times`);
  });

  it('may say for hours that it will come, when it does', async () => {
    answer = (socket) => {
      let times = 0;
      const next = () => {
        clock.time += 59_000;
        if (++times < 500) socket.write('HTTP/1.1 102 Processing\r\n\r\n', () => setImmediate(next));
        else socket.write('HTTP/1.1 201 Created\r\ncontent-length: 0\r\n\r\n');
      };
      next();
    };
    assert.equal((await post()).status, 201);
  });
});
