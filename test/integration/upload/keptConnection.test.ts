import assert from 'node:assert/strict';
import { bufferBody } from '../../../src/node/http/body.ts';
import { HttpClient, type HttpRequest } from '../../../src/node/http/httpClient.ts';
import { FakeClock } from '../../unit/core/fakeClock.ts';
import { listen, signal, type Listening } from './given.ts';

const created = 'HTTP/1.1 201 Created\r\ncontent-length: 0\r\n\r\n';

describe('a request over a connection that was kept open', () => {
  let server: Listening;
  let connections: number;
  let clock: FakeClock;
  /** How long the server thinks about the second request on its first connection before it resets that. */
  let thinksMs: number;
  beforeEach(async () => {
    connections = 0;
    clock = new FakeClock();
    server = await listen((socket) => {
      const isFirst = ++connections === 1;
      let requests = 0;
      socket.on('data', () => {
        if (!isFirst || ++requests === 1) {
          socket.write(created);
          return;
        }
        clock.time += thinksMs;
        socket.resetAndDestroy();
      });
    });
  });
  afterEach(() => server.close());

  async function post(client: HttpClient, more: Partial<HttpRequest> = {}): Promise<number> {
    const request: HttpRequest = {
      ...more,
      method: 'POST',
      url: new URL(server.url),
      headers: {},
      body: () => Promise.resolve(bufferBody('text/plain', Buffer.from('once'))),
    };
    return (await client.request(request, signal)).status;
  }

  it('goes once more when the server had just closed it', async () => {
    thinksMs = 0;
    const client = new HttpClient({ idleTimeoutMs: 60_000 }, clock);
    assert.deepEqual([await post(client), await post(client), connections], [201, 201, 2]);
  });

  it('does not go twice when the server took it and fell over later', async () => {
    thinksMs = 1000;
    const client = new HttpClient({ idleTimeoutMs: 60_000 }, clock);
    await post(client);
    await assert.rejects(post(client), { name: 'ExchangeFailed', sent: 'something' });
    assert.equal(connections, 1);
  });

  it('does not go once more where it must not', async () => {
    thinksMs = 0;
    const client = new HttpClient({ idleTimeoutMs: 60_000 }, clock);
    await post(client);
    await assert.rejects(post(client, { goesOnceMore: false }), { name: 'ExchangeFailed', sent: 'something' });
    assert.equal(connections, 1);
  });

  it('counts as sent when the server is gone where it goes once more', async () => {
    thinksMs = 0;
    const client = new HttpClient({ idleTimeoutMs: 60_000 }, clock);
    await post(client);
    server.server.close();
    await assert.rejects(post(client), { name: 'ExchangeFailed', sent: 'something' });
  });
});
