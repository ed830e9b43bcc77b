import assert from 'node:assert/strict';
import type { IncomingMessage, RequestListener } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { FormProfile } from '../../../src/core/profile/profile.ts';
import { answeringServers, send } from './answeringServers.ts';
import { bytesOf, isTransferError, plannedBytes } from './given.ts';

const mebibyte = 1024 * 1024;

describe('an answer that redirects', () => {
  const serve = answeringServers();

  it('with 303 is a success', async () => {
    const url = await serve((request, response) => {
      request.resume();
      response.writeHead(303, { location: '/files/1' }).end();
    });
    assert.deepEqual(await send(url, { link: { header: 'location' } }), [{ url: new URL('files/1', url).href }]);
  });

  it('with 302 is none: it tells where it leads, without the query', async () => {
    const url = await serve((request, response) => {
      request.resume();
      response.writeHead(302, { location: '/login?token=x' }).end();
    });
    await assert.rejects(
      send(url),
      isTransferError('refusedByServer', { status: 302 }, { reason: `: it redirects to ${url}login` }),
    );
  });

  for (const [location, place] of [
    ['file:///etc/passwd?x', 'file:///etc/passwd'],
    ['javascript:alert(1)', 'javascript:alert(1)'],
  ] as const) {
    it(`with 302 tells that it leads to ${place}`, async () => {
      const url = await serve((request, response) => {
        request.resume();
        response.writeHead(302, { location }).end();
      });
      await assert.rejects(
        send(url),
        isTransferError('refusedByServer', { status: 302 }, { reason: `: it redirects to ${place}` }),
      );
    });
  }

  interface Seen {
    readonly method: string | undefined;
    readonly headers: IncomingMessage['headers'];
    readonly body: string;
  }
  const seen: Seen[] = [];
  beforeEach(() => seen.splice(0));

  const record: RequestListener = (request, response) => {
    void buffer(request).then((body) => {
      seen.push({ method: request.method, headers: request.headers, body: body.toString('latin1') });
      response.end();
    });
  };

  const withSecrets: Partial<FormProfile> = {
    auth: { type: 'bearer', token: '${secret:key}' },
    headers: { 'X-Api-Key': '${secret:key}' },
    fields: { album: 'mine', token: 'typed', what: 'k=${secret:key}' },
  };

  for (const status of [307, 308]) {
    it(`with ${status} gets the body again`, async () => {
      const url = await serve((request, response) => {
        if (request.url !== '/') record(request, response);
        else response.writeHead(status, { location: '/there' }).end();
      });
      for (const size of [10, 3 * mebibyte]) {
        seen.splice(0);
        await send(url, withSecrets, [plannedBytes(bytesOf(size))]);
        const [{ headers, body } = { headers: {}, body: '' }] = seen;
        assert.equal(headers.authorization, 'Bearer hidden');
        assert.ok(body.includes('k=hidden') && body.includes(bytesOf(size).toString('latin1')));
      }
    });
  }

  it('to another origin gets the file without any secret', async () => {
    const elsewhere = await serve(record);
    const url = await serve((request, response) => {
      request.resume();
      response.writeHead(307, { location: elsewhere }).end();
    });
    await send(url, withSecrets);
    const [{ method, headers, body } = { headers: {}, body: '' }] = seen;
    assert.equal(method, 'POST');
    assert.ok(body.includes('hello') && body.includes('mine'));
    assert.ok(!body.includes('hidden') && !body.includes('typed'), body);
    assert.deepEqual(Object.keys(headers).toSorted(), [
      'accept',
      'connection',
      'content-length',
      'content-type',
      'host',
      'user-agent',
    ]);
  });

  it('for ever is not followed for ever', async () => {
    let requests = 0;
    const url = await serve((request, response) => {
      request.resume();
      requests++;
      response.writeHead(307, { location: '/' }).end();
    });
    await assert.rejects(send(url), isTransferError('refusedByServer', { status: 307 }));
    assert.equal(requests, 6);
  });
});
