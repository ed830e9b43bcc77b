import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import type { Answer } from '../../../src/node/http/answer.ts';
import { bufferBody } from '../../../src/node/http/body.ts';
import { HttpClient, type HttpRequest } from '../../../src/node/http/httpClient.ts';
import { bodies, listen, signal, type Listening } from './given.ts';

const created = 'HTTP/1.1 201 Created\r\ncontent-length: 2\r\n\r\nok';

for (const [way, bodyOf] of Object.entries(bodies)) {
  describe(`a server that gets a body ${way}`, () => {
    let server: Listening;
    let client: HttpClient;
    let sockets: Socket[];
    /** What it does with each request, in their order; the last is done again. */
    let answers: ((socket: Socket) => void)[];
    beforeEach(async () => {
      sockets = [];
      client = new HttpClient({ idleTimeoutMs: 60_000 });
      server = await listen((socket) => {
        sockets.push(socket);
        socket.on('data', (chunk) => {
          if (!chunk.toString().includes('body')) return;
          const answer = answers.length > 1 ? answers.shift() : answers[0];
          answer?.(socket);
        });
      });
    });
    afterEach(() => server.close());

    const send = (more: Partial<HttpRequest> = {}, each = signal): Promise<Answer> =>
      client.request(
        { method: 'POST', url: new URL(server.url), headers: {}, body: () => bodyOf('body'), ...more },
        each,
      );
    const says = (text: string) => (socket: Socket) => void socket.write(text);

    it('is asked over one connection when its answers end as they say', async () => {
      answers = [says(created)];
      for (let times = 0; times < 3; times++) assert.equal((await send()).text, 'ok');
      assert.equal(sockets.length, 1);
    });

    for (const [title, more] of Object.entries({
      'another answer behind it, at once': 'HTTP/1.1 200 OK\r\ncontent-length: 8\r\n\r\nsmuggled',
      'bytes behind it': 'x',
    })) {
      it(`and sends ${title} is asked the next over a new one`, async () => {
        answers = [says(created + more), says(created)];
        assert.equal((await send()).text, 'ok');
        assert.equal((await send()).text, 'ok');
        assert.equal(sockets.length, 2);
      });
    }

    it('and sends another answer while nothing is asked is asked the next over a new one', async () => {
      // So long that it is not closed for that.
      answers = [says('HTTP/1.1 201 Created\r\nkeep-alive: timeout=600\r\ncontent-length: 2\r\n\r\nok')];
      await send();
      const [socket] = sockets;
      assert.ok(socket);
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 8\r\n\r\nsmuggled');
      await once(socket, 'close');
      assert.equal((await send()).text, 'ok');
      assert.equal(sockets.length, 2);
    });

    it('and says that it closes the connection is asked the next over a new one', async () => {
      answers = [says('HTTP/1.1 201 Created\r\nconnection: close\r\ncontent-length: 2\r\n\r\nok'), says(created)];
      await send();
      assert.equal((await send()).text, 'ok');
      assert.equal(sockets.length, 2);
    });

    it('and says that it keeps the connection for too short a time is asked the next over a new one', async () => {
      answers = [says('HTTP/1.1 201 Created\r\nkeep-alive: timeout=1\r\ncontent-length: 2\r\n\r\nok'), says(created)];
      await send();
      assert.equal((await send()).text, 'ok');
      assert.equal(sockets.length, 2);
    });

    it('is sent nothing of a request that is cancelled before it leaves', async () => {
      answers = [says(created)];
      await send();
      let bytes = 0;
      sockets[0]?.on('data', ({ length }) => (bytes += length));
      const controller = new AbortController();
      const sending = assert.rejects(send({ method: 'PUT' }, controller.signal), { name: 'AbortError' });
      controller.abort();
      await sending;
      // The one after it goes over a new connection, and none was opened for that which was cancelled.
      await send();
      assert.deepEqual([bytes, sockets.length], [0, 2]);
    });

    it('and ends its answer with the connection is understood', async () => {
      answers = [(socket) => socket.end('HTTP/1.1 200 OK\r\n\r\nall of it')];
      assert.equal((await send()).text, 'all of it');
    });

    it('and answers with a length that differs from another is not understood', async () => {
      answers = [says('HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nok')];
      await assert.rejects(send(), { name: 'ExchangeFailed', sent: 'something' });
    });

    it('and says 103 before its answer is understood', async () => {
      answers = [says(`HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n${created}`)];
      assert.equal((await send()).text, 'ok');
    });

    for (const [title, headers] of Object.entries({
      'a line break in a value': { 'x-name': 'a\r\nx-more: b' },
      'a line feed in a value': { 'x-name': 'a\nb' },
      'a NUL in a value': { 'x-name': 'a\0b' },
      'a character above Latin-1 in a value': { 'x-name': 'a\u0100' },
      'a line break in a name': { 'x-name\r\nx-more': 'a' },
      'a blank in a name': { 'x name': 'a' },
      'a coding of its own': { 'transfer-encoding': 'chunked' },
      'a change of the protocol': { upgrade: 'h2c' },
    })) {
      it(`is sent nothing of a request with ${title}`, async () => {
        answers = [says(created)];
        let bytes = 0;
        server.server.on('connection', (socket) => socket.on('data', ({ length }) => (bytes += length)));
        await assert.rejects(send({ headers }), { name: 'ExchangeFailed', sent: 'nothing' });
        assert.equal(bytes, 0);
      });
    }
  });
}

describe('A server that takes a body from memory', () => {
  it('is asked over a new connection when it was not asked for as long as it keeps one', async () => {
    const now = performance.now.bind(performance);
    let connections = 0;
    const server = await listen((socket) => {
      connections++;
      socket.on('data', () => socket.write('HTTP/1.1 201 x\r\nkeep-alive: timeout=30\r\ncontent-length: 0\r\n\r\n'));
    });
    try {
      const client = new HttpClient({ idleTimeoutMs: 60_000 });
      const body = () => bufferBody('text/plain', Buffer.from('body'));
      const send = () => client.request({ method: 'POST', url: new URL(server.url), headers: {}, body }, signal);
      await send();
      performance.now = () => now() + 20_000;
      await send();
      assert.equal(connections, 1);
      performance.now = () => now() + 50_000;
      await send();
      assert.equal(connections, 2);
    } finally {
      performance.now = now;
      await server.close();
    }
  });

  it('and resets the connection that ends its answer is not understood', async () => {
    const part = 'HTTP/1.1 200 OK\r\n\r\npart';
    const server = await listen((socket) => {
      socket.once('data', () => socket.write(part, () => socket.resetAndDestroy()));
    });
    try {
      const client = new HttpClient({ idleTimeoutMs: 60_000 });
      const body = () => bufferBody('text/plain', Buffer.from('body'));
      const sending = client.request({ method: 'POST', url: new URL(server.url), headers: {}, body }, signal);
      await assert.rejects(sending, { name: 'ExchangeFailed', sent: 'something' });
    } finally {
      await server.close();
    }
  });

  it('has not taken it when its answer comes before all was sent', async () => {
    const server = await listen((socket) => socket.once('data', () => socket.pause().write(created)));
    try {
      const client = new HttpClient({ idleTimeoutMs: 60_000 });
      // More than all buffers on the way hold.
      const body = () => bufferBody('text/plain', Buffer.alloc(64 * 1024 * 1024));
      const sending = client.request({ method: 'POST', url: new URL(server.url), headers: {}, body }, signal);
      await assert.rejects(sending, (error: Error) => String(error.cause).includes('before everything was sent'));
    } finally {
      await server.close();
    }
  });
});
