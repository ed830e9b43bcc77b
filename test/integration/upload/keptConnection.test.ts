import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { bufferBody } from '../../../src/node/http/body.ts';
import { HttpClient, type HttpRequest } from '../../../src/node/http/httpClient.ts';
import { FakeClock } from '../../unit/core/fakeClock.ts';
import { listen, signal, type Listening } from './given.ts';

const created = 'HTTP/1.1 201 Created\r\ncontent-length: 0\r\n\r\n';

/** What a server does with the second request on its first connection: stores it, thinks, and resets the connection. */
interface Fall {
  readonly thinksMs: number;
}

describe('a request over a connection that was kept open', () => {
  let server: Listening;
  let clock: FakeClock;
  let client: HttpClient;
  let stored: string[];
  let sockets: Socket[];
  let fall: Fall | undefined;
  beforeEach(async () => {
    stored = [];
    sockets = [];
    fall = undefined;
    clock = new FakeClock();
    client = new HttpClient({ idleTimeoutMs: 60_000 }, clock);
    server = await listen((socket) => {
      const isFirst = sockets.push(socket) === 1;
      let requests = 0;
      socket.on('data', (chunk) => {
        stored.push(chunk.toString().split('\r\n\r\n')[1] ?? '');
        if (++requests === 1 || !isFirst || fall === undefined) {
          socket.write(created);
          return;
        }
        clock.time += fall.thinksMs;
        socket.resetAndDestroy();
      });
    });
  });
  afterEach(async () => {
    if (server.server.listening) await server.close();
  });

  async function send(method: string, body: string, more: Partial<HttpRequest> = {}): Promise<number> {
    const request: HttpRequest = {
      ...more,
      method,
      url: new URL(server.url),
      headers: {},
      body: () => Promise.resolve(bufferBody('text/plain', Buffer.from(body))),
    };
    return (await client.request(request, signal)).status;
  }

  for (const method of ['POST', 'PATCH']) {
    it(`does not go twice as ${method}: the server may have stored it before it closed the connection`, async () => {
      fall = { thinksMs: 0 };
      await send(method, 'first');
      await assert.rejects(send(method, 'second'), { name: 'ExchangeFailed', sent: 'something' });
      assert.deepEqual(stored, ['first', 'second']);
    });
  }

  it('goes once more as PUT, which may go twice', async () => {
    fall = { thinksMs: 0 };
    assert.deepEqual([await send('PUT', 'first'), await send('PUT', 'second')], [201, 201]);
    assert.deepEqual(stored, ['first', 'second', 'second']);
  });

  it('goes once more as POST that is said to be safe', async () => {
    fall = { thinksMs: 0 };
    await send('POST', 'first');
    assert.equal(await send('POST', 'second', { idempotent: true }), 201);
    assert.deepEqual(stored, ['first', 'second', 'second']);
  });

  it('is a failure as any other when the server took its time before it fell over', async () => {
    fall = { thinksMs: 1000 };
    await send('PUT', 'first');
    await assert.rejects(send('PUT', 'second'), { name: 'ExchangeFailed', sent: 'something' });
    assert.deepEqual(stored, ['first', 'second']);
  });

  it('goes over a new one when the server has closed that before', async () => {
    await send('POST', 'first');
    const [socket] = sockets;
    assert.ok(socket);
    socket.end();
    await once(socket, 'close');
    assert.equal(await send('POST', 'second'), 201);
    assert.deepEqual([stored, sockets.length], [['first', 'second'], 2]);
  });

  it('is known as unsent when the server is gone', async () => {
    await send('POST', 'first');
    for (const socket of sockets) socket.destroy();
    server.server.close();
    await once(server.server, 'close');
    await assert.rejects(send('POST', 'second'), { name: 'ExchangeFailed', sent: 'nothing' });
  });
});
