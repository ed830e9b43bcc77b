import assert from 'node:assert/strict';
import type { FormProfile } from '../../../src/core/profile/profile.ts';
import { TransferError } from '../../../src/core/transfer/transferError.ts';
import type { Program } from '../servers/program.ts';
import { startHttpbin } from '../servers/python.ts';
import { answeringServers, file, send } from './answeringServers.ts';
import { destinationOf, isTransferError, quiet } from './given.ts';

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
});
