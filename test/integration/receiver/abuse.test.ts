import assert from 'node:assert/strict';
import { abusedReceiver, boundary, end } from './abusedReceiver.ts';

describe('receiver: abuse', () => {
  const abused = abusedReceiver();
  const { head, formHead, part, filePart, problem, refuses, nothingLeft, restart, form } = abused;

  it('refuses a form without its end, and keeps nothing of it', async () => {
    await refuses(form(filePart('whole.txt', 'whole') + filePart('cut.txt', 'cut').trimEnd()), 400, 'requestInvalid');
    await refuses(form(filePart('whole.txt', 'whole')), 400, 'requestInvalid');
    await refuses(form(`--${boundary}`), 400, 'requestInvalid');
    await refuses(form('no form at all'), 400, 'requestInvalid');
    await refuses(formHead(0), 400, 'requestInvalid');
  });

  it('refuses a form without a file', async () => {
    await refuses(form(end), 400, 'requestInvalid');
    await refuses(form(part('Content-Disposition: form-data; name="n"', '1') + end), 400, 'requestInvalid');
    await refuses(form(part('Content-Disposition: form-data; name="f"; filename=""', '') + end), 400, 'requestInvalid');
    await refuses(form(part('X-None: 1', 'x') + end), 400, 'requestInvalid');
    await refuses(
      form(part('Content-Disposition: form-data; name="f"; filename="a\rb"', 'x') + end),
      400,
      'requestInvalid',
    );
  });

  it('refuses a form without a boundary, or with one too long to be one', async () => {
    const type = (value: string): string =>
      head('POST / HTTP/1.1', `Content-Type: ${value}`, 'Content-Length: 4') + 'body';
    await refuses(type('multipart/form-data'), 400, 'requestInvalid');
    await refuses(type('multipart/form-data; boundary='), 400, 'requestInvalid');
    await refuses(type(`multipart/form-data; boundary=${'b'.repeat(1000)}`), 400, 'requestInvalid');
  });

  it('refuses 10,000 parts, be they files or fields', async () => {
    for (const one of [filePart('a', 'x'), part('Content-Disposition: form-data; name="n"', '1'), part('X: 1', '')]) {
      const body = one.repeat(10_000) + end;
      await refuses(form(body), 413, 'formTooLarge');
    }
  });

  it('stores a file of empty name if it has content, and every file of one name', async () => {
    const connection = abused.bench.connect(abused.receiver);
    const disposition = 'Content-Disposition: form-data; name="f"; filename=""';
    await connection.write(form(part(disposition, '') + part(disposition, 'nameless') + filePart('', '') + end));
    const text = await connection.until(/\}\n$/);
    assert.match(text, /^HTTP\/1\.1 201/);
    assert.match(text, /\{"files":\[\{"name":"file","url":"[^"]+","size":8,[^[]*\]\}\n$/);
  });

  it('refuses endless headers of a request, and of a part', async () => {
    const endless = `GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n${`X-Header: ${'x'.repeat(1000)}\r\n`.repeat(1000)}`;
    await refuses(endless, 431, 'headersTooLarge');
    const chunk = 'X-Header: endless\r\n'.repeat(50_000);
    const chunked = `${Buffer.byteLength(chunk).toString(16)}\r\n${chunk}\r\n`;
    await refuses(
      `${formHead('chunked')}4\r\n--b0\r\n6\r\nundary\r\n2\r\n\r\n\r\n${chunked.repeat(10)}`,
      413,
      'formTooLarge',
    );
  });

  it('refuses a preamble and an epilogue that never end', async () => {
    const rest = 'preamble '.repeat(600_000);
    await refuses(form(rest + filePart('a', 'x') + end), 413, 'formTooLarge');
    await refuses(form(filePart('a', 'x') + end + rest), 413, 'formTooLarge');
  });

  it('wants a length or chunks', async () => {
    await refuses(head('PUT /a.txt HTTP/1.1'), 411, 'lengthMissing');
    await refuses(
      head('POST / HTTP/1.1', `Content-Type: multipart/form-data; boundary=${boundary}`),
      411,
      'lengthMissing',
    );
  });

  it('refuses bodies that it does not take', async () => {
    const body = (...headers: string[]): string => head('POST / HTTP/1.1', 'Content-Length: 3', ...headers) + 'a=b';
    await refuses(body(), 415, 'bodyNotTaken');
    await refuses(body('Content-Type: application/x-www-form-urlencoded'), 415, 'bodyNotTaken');
    await refuses(body('Content-Type: multipart/mixed; boundary=x'), 415, 'bodyNotTaken');
    await refuses(head('PUT /a HTTP/1.1', 'Content-Length: 3', 'Content-Encoding: gzip') + 'abc', 415, 'bodyNotTaken');
    await refuses(
      head('PUT /a HTTP/1.1', 'Content-Length: 3', 'Content-Range: bytes 0-2/9') + 'abc',
      400,
      'requestInvalid',
    );
  });

  it('refuses what is no address of it, and no method', async () => {
    await refuses(head('PUT /%ff%zz HTTP/1.1', 'Content-Length: 1') + 'x', 400, 'requestInvalid');
    await refuses(
      head(`PUT http://127.0.0.1:${abused.receiver.port}/x HTTP/1.1`, 'Content-Length: 1') + 'x',
      400,
      'requestInvalid',
    );
    await refuses(head('POST /elsewhere HTTP/1.1', 'Content-Length: 1') + 'x', 404, 'pathUnknown');
    for (const method of ['DELETE', 'OPTIONS', 'PATCH', 'PROPFIND']) {
      await refuses(head(`${method} / HTTP/1.1`), 405, 'methodNotAllowed');
    }
    const connection = abused.bench.connect(abused.receiver);
    await connection.write(head('DELETE / HTTP/1.1'));
    await connection.until(/\r\nallow: GET, HEAD, POST, PUT\r\n/);
  });

  it('answers what is no HTTP, and requests that two servers could read in two ways', async () => {
    await refuses('nonsense\r\n\r\n', 400, 'requestInvalid');
    await refuses('GET / HTTP/1.1\r\n\r\n', 400, 'requestInvalid');
    const twice = head('PUT /a HTTP/1.1', 'Content-Length: 3', 'Transfer-Encoding: chunked');
    await refuses(`${twice}3\r\nabc\r\n0\r\n\r\n`, 400, 'requestInvalid');
    await refuses(`${head('PUT /a HTTP/1.1', 'Content-Length: 3', 'Content-Length: 4')}abc`, 400, 'requestInvalid');
    await refuses(
      `${head('PUT /a HTTP/1.1', 'Transfer-Encoding: chunked')}3\r\nabc\r\nno chunk`,
      400,
      'requestInvalid',
    );
  });

  it('says that a file is too large before its body comes, where the length tells', async () => {
    await restart({ maxSize: 1000 });
    const expecting = abused.bench.connect(abused.receiver);
    await expecting.write(head('PUT /a HTTP/1.1', 'Content-Length: 1001', 'Expect: 100-continue'));
    assert.equal((await problem(expecting, 413)).code, 'receivedTooLarge');
    assert.ok(!expecting.text.includes('100 Continue'));
    // Nor does one that has sent much already lose the answer to a reset.
    const eager = abused.bench.connect(abused.receiver);
    await eager.write(head('PUT /a HTTP/1.1', 'Content-Length: 50000000') + 'x'.repeat(40_000_000));
    await problem(eager, 413);
    const chunked = abused.bench.connect(abused.receiver);
    await chunked.write(head('PUT /a HTTP/1.1', 'Transfer-Encoding: chunked') + `fffff\r\n${'x'.repeat(0xfffff)}\r\n`);
    assert.equal((await problem(chunked, 413)).code, 'receivedTooLarge');
    await nothingLeft();
  });

  it('says before the body comes that the disk has no room', async () => {
    await refuses(head('PUT /a HTTP/1.1', 'Content-Length: 9007199254740991'), 507, 'diskFull');
  });

  it('refuses before the body who has no token, and asks who has it to go on', async () => {
    const without = abused.bench.connect(abused.receiver);
    const request = `PUT /a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nExpect: 100-continue\r\n`;
    await without.write(`${request}\r\n`);
    await problem(without, 401);
    assert.ok(!without.text.includes('100 Continue'));
    const having = abused.bench.connect(abused.receiver);
    await having.write(`${request}Authorization: Bearer ${abused.receiver.token ?? ''}\r\n\r\n`);
    await having.until(/^HTTP\/1\.1 100 Continue\r\n\r\n$/);
    await having.write('bytes');
    await having.until(/HTTP\/1\.1 201 Created/);
  });
});
