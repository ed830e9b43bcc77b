import assert from 'node:assert/strict';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { answeringServers, send } from './answeringServers.ts';
import { isTransferError } from './given.ts';

const mebibyte = 1024 * 1024;

describe('an answer', () => {
  const serve = answeringServers();

  it('is read by its content-encoding and charset', async () => {
    const url = await serve((request, response) => {
      request.resume();
      response.writeHead(200, { 'content-type': 'text/plain; charset=iso-8859-1', 'content-encoding': 'gzip' });
      response.end(gzipSync(Buffer.from('http://host.test/\xe4', 'latin1')));
    });
    assert.deepEqual(await send(url), [{ url: 'http://host.test/%C3%A4' }]);
  });

  for (const [encoding, encoded] of [
    ['zstd', zstdCompressSync('http://host.test/a')],
    ['gzip, GZIP', gzipSync(gzipSync('http://host.test/a'))],
    ['gzip, identity', gzipSync('http://host.test/a')],
    ['', 'http://host.test/a'],
    ['UTF-8', 'http://host.test/a'],
    ['aws-chunked', '{\r\n\t"url": "http://host.test/a"\n}'],
    ['utf-8, gzip', gzipSync('http://host.test/a')],
  ] as const) {
    it(`is read where its content-encoding is ${encoding}`, async () => {
      const url = await serve((request, response) => {
        request.resume();
        response.writeHead(200, { 'content-encoding': encoding }).end(encoded);
      });
      assert.deepEqual(await send(url), [{ url: 'http://host.test/a' }]);
    });
  }

  for (const [encoding, encoded] of [
    // Of compress(1).
    ['compress', Buffer.from('1f9d90688e', 'hex')],
    ['utf-8', Buffer.from('http://host.test/\xe4', 'latin1')],
    ['none', 'http://host.test/\0'],
    ['gzip, gzip, gzip, gzip, gzip, gzip', 'http://host.test/a'],
  ] as const) {
    it(`cannot be used where its content-encoding is ${encoding} and it is no text`, async () => {
      const url = await serve((request, response) => {
        request.resume();
        response.writeHead(200, { 'content-encoding': encoding }).end(encoded);
      });
      await assert.rejects(send(url), isTransferError('answerInvalid', {}, { reason: 'it cannot be decoded' }));
    });
  }

  it('may be in pieces', async () => {
    const url = await serve((request, response) => {
      request.resume();
      response.write('{"url": "http://ho');
      setImmediate(() => response.end('st.test/x"}'));
    });
    assert.deepEqual(await send(url), [{ url: 'http://host.test/x' }]);
  });

  it('longer than 1 MiB cannot be used', async () => {
    const url = await serve((request, response) => {
      request.resume();
      response.end(Buffer.alloc(mebibyte + 1));
    });
    await assert.rejects(send(url), isTransferError('answerInvalid', {}, { reason: 'it is longer than 1 MiB' }));
  });

  it('that unpacks to more than 1 MiB cannot be used', async () => {
    const url = await serve((request, response) => {
      request.resume();
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(5 * mebibyte)));
    });
    await assert.rejects(send(url), isTransferError('answerInvalid', {}, { reason: 'it cannot be decoded' }));
  });

  it('without an end cannot be used, and its connection goes', async () => {
    const closed = Promise.withResolvers<unknown>();
    let sent = 0;
    const url = await serve((request, response) => {
      const more = () => {
        do sent += mebibyte;
        while (!response.destroyed && response.write(Buffer.alloc(mebibyte)));
      };
      request.resume();
      response.on('drain', more).on('close', closed.resolve);
      more();
    });
    await assert.rejects(send(url), isTransferError('answerInvalid', {}, { reason: 'it is longer than 1 MiB' }));
    await closed.promise;
    assert.ok(sent < 64 * mebibyte, `${sent} bytes`);
  });

  it('that refuses without an end is the refusal', async () => {
    const url = await serve((request, response) => {
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(mebibyte)));
      };
      request.resume();
      response.writeHead(400).on('drain', more);
      more();
    });
    await assert.rejects(send(url), isTransferError('refusedByServer', { status: 400 }));
  });
});
