import assert from 'node:assert/strict';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import type { FormProfile } from '../../../src/core/profile.ts';
import { TransferError } from '../../../src/core/transfer/transferError.ts';
import type { Program } from '../servers/program.ts';
import { startHttpbin } from '../servers/python.ts';
import { answeringServers, file, send } from './answeringServers.ts';
import { bytesOf, destinationOf, isTransferError, plannedBytes, quiet } from './given.ts';

const mebibyte = 1024 * 1024;

describe('an answer of httpbin', () => {
  let server: Program;
  before(async () => {
    server = await startHttpbin();
  });
  after(() => server.stop());

  const statuses: Record<number, string> = {
    400: 'refusedByServer',
    401: 'unauthorized',
    403: 'unauthorized',
    404: 'notFoundAtServer',
    413: 'tooLargeForServer',
    415: 'refusedByServer',
    500: 'serverFailed',
    503: 'serverFailed',
  };
  for (const [status, code] of Object.entries(statuses)) {
    it(`with status ${status} is the problem ${code}`, async () => {
      const destination = destinationOf({ kind: 'form', url: `http://127.0.0.1:${server.port}/status/${status}` });
      await assert.rejects(
        destination.send([file], quiet),
        isTransferError(code, { status: Number(status), sent: 'something' }, { host: `127.0.0.1:${server.port}` }),
      );
    });
  }
});

describe('an answer', () => {
  const serve = answeringServers();

  const refusals: Record<number, string> = {
    401: 'unauthorized',
    403: 'unauthorized',
    404: 'notFoundAtServer',
    408: 'serverFailed',
    413: 'tooLargeForServer',
    422: 'refusedByServer',
    429: 'serverBusy',
    503: 'serverFailed',
    507: 'serverFull',
  };
  for (const [status, code] of Object.entries(refusals)) {
    it(`that refuses with ${status} says why, when it is problem+json`, async () => {
      const url = await serve((request, response) => {
        request.resume();
        response.writeHead(Number(status), { 'content-type': 'application/problem+json; charset=utf-8' });
        response.end(JSON.stringify({ title: 'Wrong\r\n kind.', detail: 'No text, please.', token: 'never shown' }));
      });
      await assert.rejects(send(url), (error) => {
        assert.ok(error instanceof TransferError && error.problem.code === code);
        assert.ok(error.message.includes(`(status ${status}: Wrong kind: No text, please)`), error.message);
        return true;
      });
    });
  }

  const repeating: readonly (readonly [string, Partial<FormProfile>, string])[] = [
    ['a token', { auth: { type: 'bearer', token: '${secret:key}' } }, 'hidden'],
    ['a header of the settings', { headers: { Authorization: 'Bearer opensesame' } }, 'opensesame'],
    ['a key in a header', { headers: { 'X-Api-Key': 'opensesame' } }, 'opensesame'],
    ['a cookie', { headers: { Cookie: 'a=b; session="opensesame"' } }, 'opensesame'],
    ['a parameter of a scheme', { headers: { Authorization: 'Token token="opensesame"' } }, 'opensesame'],
    ['a password', { headers: { Authorization: `Basic ${btoa('ann:opensesame')}` } }, 'opensesame'],
    ['a secret of the body', { fields: { api_key: 'opensesame' } }, 'opensesame'],
    ['a token with marks that JSON may escape', { auth: { type: 'bearer', token: 'open/se+same' } }, 'open/se+same'],
    ['a secret of the address', {}, 'hidden'],
  ];
  for (const [what, profile, told] of repeating) {
    it(`that repeats ${what} is told without it`, async () => {
      const url = await serve((request, response) => {
        request.resume();
        const { authorization = '', 'x-api-key': key, cookie } = request.headers;
        const basic = authorization.startsWith('Basic ') ? atob(authorization.slice(6)) : authorization;
        const detail = [basic, key, cookie, request.url, told].join(' ');
        response.writeHead(400, { 'content-type': 'application/problem+json' });
        response.end(JSON.stringify({ title: 'No', detail }).replaceAll('/', '\\/').replaceAll('+', '\\u002B'));
      });
      await assert.rejects(send(`${url}bot\${secret:key}/send`, profile), (error) => {
        assert.ok(error instanceof TransferError);
        assert.match(error.message, /\(status 400: No: .*\*\*\*/);
        assert.ok(!error.message.includes(told) && !error.message.includes('hidden'), error.message);
        return true;
      });
    });
  }

  it('that leads elsewhere is told without the secrets of its address', async () => {
    const url = await serve((request, response) => {
      request.resume();
      response.writeHead(302, { location: `/bothidden/login` }).end();
    });
    const reason = `: it redirects to ${url}bot***/login`;
    await assert.rejects(
      send(`${url}bot\${secret:key}/`),
      isTransferError('refusedByServer', { status: 302 }, { reason }),
    );
  });

  it('that refuses shows nothing of any other body', async () => {
    const url = await serve((request, response) => {
      request.resume();
      response.writeHead(400, { 'content-type': 'text/html' }).end('<p>your token is hidden');
    });
    await assert.rejects(send(url), isTransferError('refusedByServer', {}, { reason: '' }));
  });

  it('tells how long to wait', async () => {
    const url = await serve((request, response) => {
      request.resume();
      response.writeHead(503, { 'retry-after': '7' }).end();
    });
    await assert.rejects(
      send(url),
      isTransferError('serverFailed', { status: 503, retryAfterMs: 7000 }, { when: 'in 7 s' }),
    );
  });

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

  const failures = [
    { success: false, data: { error: 'quota' } },
    { ok: false },
    { status: 'error', message: 'no' },
    { error: 'no such preset' },
    { error: { message: 'no' } },
    { errors: ['no'] },
    { error: true, url: null },
  ];
  for (const told of failures) {
    it(`of status 200 with ${JSON.stringify(told)} is no success`, async () => {
      const url = await serve((request, response) =>
        request.resume().on('end', () => response.end(JSON.stringify(told))),
      );
      const problem = isTransferError('refusedByServer', { status: 200 }, { reason: ': its answer tells of an error' });
      await assert.rejects(send(url), problem);
      await assert.rejects(send(url, { link: { template: 'http://host.test/${file}' } }), problem);
      await assert.rejects(destinationOf({ kind: 'raw', url }).send([file], quiet), problem);
    });
  }

  const helpful = [
    { success: false, error: 'quota exceeded', link: 'https://example.com/pricing' },
    { ok: false, url: '/help/errors' },
    { status: 'error', message: 'virus found', href: '/docs' },
    { status: 'failed', error: 'no', data: { url: '/docs' } },
    { errors: [{ code: 1 }], url: '/x' },
    { error: { code: 1 }, url: '/x' },
    { error: true, url: '/x' },
  ];
  for (const told of helpful) {
    it(`of status 200 with ${JSON.stringify(told)} is no success by its address`, async () => {
      const url = await serve((request, response) =>
        request.resume().on('end', () => response.end(JSON.stringify(told))),
      );
      await assert.rejects(send(url), isTransferError('refusedByServer', { status: 200 }));
    });
  }

  it('of status 200 that says it failed is no success by an address that the link’s rule finds', async () => {
    for (const told of [{ success: false }, { ok: false }, { status: 'failure' }]) {
      const url = await serve((request, response) =>
        request.resume().on('end', () => response.end(JSON.stringify({ ...told, help: '/x' }))),
      );
      await assert.rejects(send(url, { link: { json: 'help' } }), isTransferError('refusedByServer', { status: 200 }));
    }
  });

  it('of status 200 that lists errors is a success by an address that the link’s rule finds', async () => {
    const url = await serve((request, response) =>
      request.resume().on('end', () => response.end(JSON.stringify({ errors: ['no preview'], file: '/x' }))),
    );
    assert.deepEqual(await send(url, { link: { json: 'file' } }), [{ url: new URL('/x', url).href }]);
  });

  const successes = [
    { success: true, error: null, url: 'http://host.test/x' },
    { error: '', errors: [], ok: true, url: 'http://host.test/x' },
    { error: 'no thumbnail', url: 'http://host.test/x' },
    { status: 200, error: {}, url: 'http://host.test/x' },
  ];
  for (const told of successes) {
    it(`of status 200 with ${JSON.stringify(told)} is a success`, async () => {
      const url = await serve((request, response) =>
        request.resume().on('end', () => response.end(JSON.stringify(told))),
      );
      assert.deepEqual(await send(url), [{ url: 'http://host.test/x' }]);
      await send(url, { link: { json: 'url' } });
    });
  }

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

  it('of success that comes before everything was sent is none', async () => {
    const url = await serve((_, response) => {
      response.writeHead(201, { connection: 'close' }).end('http://host.test/x');
    });
    const large = [plannedBytes(bytesOf(20 * mebibyte))];
    await assert.rejects(
      send(url, {}, large),
      isTransferError('answerInvalid', {}, { reason: 'it came before everything was sent' }),
    );
  });
});
