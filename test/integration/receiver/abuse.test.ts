import assert from 'node:assert/strict';
import { mkdir, rename, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Receiver } from '../../../src/receiver/startReceiver.ts';
import {
  Bench,
  contents,
  entriesOf,
  noise,
  problemOf,
  untilInFolder,
  type ProblemAnswer,
  type RawConnection,
} from './setup.ts';

const boundary = 'b0undary';

describe('receiver: abuse', () => {
  let bench: Bench;
  let receiver: Receiver;
  beforeEach(async () => {
    bench = await Bench.open();
    receiver = await bench.start();
  });
  afterEach(() => bench.close());

  function head(requestLine: string, ...headers: string[]): string {
    const all = [requestLine, `Host: 127.0.0.1:${receiver.port}`, `Authorization: Bearer ${receiver.token ?? ''}`];
    return `${[...all, ...headers].join('\r\n')}\r\n\r\n`;
  }

  function formHead(length: number | 'chunked'): string {
    const size = length === 'chunked' ? 'Transfer-Encoding: chunked' : `Content-Length: ${length}`;
    return head('POST / HTTP/1.1', `Content-Type: multipart/form-data; boundary=${boundary}`, size);
  }

  function part(headers: string, content: string): string {
    return `--${boundary}\r\n${headers}\r\n\r\n${content}\r\n`;
  }

  const filePart = (name: string, content: string): string =>
    part(`Content-Disposition: form-data; name="f"; filename="${name}"`, content);
  const end = `--${boundary}--\r\n`;

  /** The problem in the (last) answer on a connection. */
  async function problem(connection: RawConnection, status: number): Promise<ProblemAnswer> {
    const text = await connection.until(/HTTP\/1\.1 [2-5]\d\d[^]*\r\n\r\n[^]*\}\n$/);
    const answer = text.slice(text.lastIndexOf('HTTP/1.1 '));
    assert.equal(Number(answer.split(' ')[1]), status, answer);
    assert.match(answer, /^content-type: application\/problem\+json\r$/im);
    const found = problemOf({ body: answer.slice(answer.indexOf('\r\n\r\n') + 4) });
    assert.equal(found.status, status);
    return found;
  }

  /** One request, refused; nothing is left of it. */
  async function refuses(request: string | Buffer, status: number, code: string): Promise<ProblemAnswer> {
    const connection = bench.connect(receiver);
    void connection.write(request);
    const found = await problem(connection, status);
    assert.equal(found.code, code);
    connection.socket.destroy();
    await nothingLeft();
    return found;
  }

  /** Waits until no request is under way any more. */
  async function nothingLeft(): Promise<void> {
    await until((entries) => entries === 0);
  }

  /** By the count of the folder's entries; a file that is under way is one, too. */
  async function until(holds: (entries: number) => boolean): Promise<void> {
    await untilInFolder(bench.store, async () => holds(await entriesOf(bench.store)));
  }

  /** @param idleTimeout how long a client may be silent, in seconds. */
  async function loseNoTime(idleTimeout: number): Promise<void> {
    await receiver.close();
    receiver = await bench.start({ idleTimeout });
  }

  function form(body: string): string {
    return formHead(Buffer.byteLength(body)) + body;
  }

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
    const connection = bench.connect(receiver);
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
      head(`PUT http://127.0.0.1:${receiver.port}/x HTTP/1.1`, 'Content-Length: 1') + 'x',
      400,
      'requestInvalid',
    );
    await refuses(head('POST /elsewhere HTTP/1.1', 'Content-Length: 1') + 'x', 404, 'pathUnknown');
    for (const method of ['DELETE', 'OPTIONS', 'PATCH', 'PROPFIND']) {
      await refuses(head(`${method} / HTTP/1.1`), 405, 'methodNotAllowed');
    }
    const connection = bench.connect(receiver);
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
    await receiver.close();
    receiver = await bench.start({ maxSize: 1000 });
    const expecting = bench.connect(receiver);
    await expecting.write(head('PUT /a HTTP/1.1', 'Content-Length: 1001', 'Expect: 100-continue'));
    assert.equal((await problem(expecting, 413)).code, 'receivedTooLarge');
    assert.ok(!expecting.text.includes('100 Continue'));
    // Nor does one that has sent much already lose the answer to a reset.
    const eager = bench.connect(receiver);
    await eager.write(head('PUT /a HTTP/1.1', 'Content-Length: 50000000') + 'x'.repeat(40_000_000));
    await problem(eager, 413);
    const chunked = bench.connect(receiver);
    await chunked.write(head('PUT /a HTTP/1.1', 'Transfer-Encoding: chunked') + `fffff\r\n${'x'.repeat(0xfffff)}\r\n`);
    assert.equal((await problem(chunked, 413)).code, 'receivedTooLarge');
    await nothingLeft();
  });

  it('says before the body comes that the disk has no room', async () => {
    await refuses(head('PUT /a HTTP/1.1', 'Content-Length: 9007199254740991'), 507, 'diskFull');
  });

  it('refuses before the body who has no token, and asks who has it to go on', async () => {
    const without = bench.connect(receiver);
    const request = `PUT /a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nExpect: 100-continue\r\n`;
    await without.write(`${request}\r\n`);
    await problem(without, 401);
    assert.ok(!without.text.includes('100 Continue'));
    const having = bench.connect(receiver);
    await having.write(`${request}Authorization: Bearer ${receiver.token ?? ''}\r\n\r\n`);
    await having.until(/^HTTP\/1\.1 100 Continue\r\n\r\n$/);
    await having.write('bytes');
    await having.until(/HTTP\/1\.1 201 Created/);
  });

  it('keeps nothing of an upload that the client breaks off', async () => {
    const put = bench.connect(receiver);
    await put.write(head('PUT /a HTTP/1.1', 'Content-Length: 5000000') + 'x'.repeat(1_000_000));
    await until((entries) => entries === 1);
    put.socket.destroy();
    await nothingLeft();
    const broken = bench.connect(receiver);
    await broken.write(
      formHead(5_000_000) + filePart('whole.txt', 'whole') + filePart('half', 'x'.repeat(1_000_000)).trimEnd(),
    );
    await until((entries) => entries === 2);
    broken.socket.resetAndDestroy();
    await nothingLeft();
  });

  it('ends an upload whose client falls silent, and keeps nothing of it', async () => {
    await loseNoTime(0.5);
    const connection = bench.connect(receiver);
    await connection.write(head('PUT /a HTTP/1.1', 'Content-Length: 5000000') + 'x'.repeat(1_000_000));
    assert.equal((await problem(connection, 408)).code, 'clientSilent');
    await nothingLeft();
  });

  it('ends a connection whose headers never end', async () => {
    await loseNoTime(0.5);
    const connection = bench.connect(receiver);
    await connection.write('GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ');
    const drip = setInterval(() => void connection.write('x'), 100);
    try {
      assert.equal((await problem(connection, 408)).code, 'clientSilent');
    } finally {
      clearInterval(drip);
    }
  });

  it('lets a client be slow that moves', async () => {
    const idleTimeout = 1.5;
    await loseNoTime(idleTimeout);
    const size = 100;
    const connection = bench.connect(receiver);
    await connection.write(head('PUT /slow.txt HTTP/1.1', `Content-Length: ${size}`));
    const began = performance.now();
    let sent = 0;
    const drip = setInterval(() => {
      if (sent++ < size) void connection.write('x');
    }, 35);
    try {
      await connection.until(/HTTP\/1\.1 201 Created/);
    } finally {
      clearInterval(drip);
    }
    assert.ok(performance.now() - began > 2 * idleTimeout * 1000);
  });

  it('answers requests one after the other on one connection', async () => {
    const connection = bench.connect(receiver);
    const put = head('PUT /a.txt HTTP/1.1', 'Content-Length: 3') + 'abc';
    await connection.write(put + put + head('DELETE / HTTP/1.1') + put);
    const text = await connection.until(/(?:HTTP\/1\.1 201[^]*){3}\}\n$/);
    assert.deepEqual(text.match(/HTTP\/1\.1 \d+/g), ['HTTP/1.1 201', 'HTTP/1.1 201', 'HTTP/1.1 405', 'HTTP/1.1 201']);
  });

  it('ends what is under way when it closes, and loses nothing that was stored', async () => {
    const done = bench.connect(receiver);
    await done.write(head('PUT /done.txt HTTP/1.1', 'Content-Length: 4') + 'done');
    await done.until(/HTTP\/1\.1 201 Created/);
    const before = await contents(bench.store);
    const underWay = bench.connect(receiver);
    await underWay.write(head('PUT /a HTTP/1.1', 'Content-Length: 5000000') + 'x'.repeat(1_000_000));
    await until((entries) => entries === 2);
    await receiver.close();
    await underWay.closed;
    assert.match(underWay.text, /^HTTP\/1\.1 503 /);
    assert.deepEqual(await contents(bench.store), before);
  });

  it('removes at its start what a crashed receiver left, and not what another one is writing', async () => {
    const connection = bench.connect(receiver);
    await connection.write(head('PUT /alive HTTP/1.1', 'Content-Length: 2000000') + 'x'.repeat(1_000_000));
    await until((entries) => entries === 1);
    const [alive = ''] = await contents(bench.store);
    const [, host = '', pid = '', started = ''] = /^\.incoming-(\w+)-(\d+)-(\d+)-/.exec(alive) ?? [];
    assert.equal(pid, String(process.pid));
    const id = 'f'.repeat(32);
    const crashed = [
      `.incoming-${host}-${2 ** 22 + 1}-1-${id}`,
      `.incoming-${host}-${pid}-${Number(started) - 1}-${id}`,
    ];
    const others = [`.incoming-00000000-1-1-${id}`, `.incoming-${host}-${process.ppid}-1-${id}`];
    const forgotten = `.incoming-11111111-1-1-${id}`;
    for (const name of [...crashed, ...others, forgotten]) {
      await mkdir(join(bench.store, name));
      await writeFile(join(bench.store, name, 'file'), noise(10));
    }
    await utimes(join(bench.store, forgotten), 1, 1);
    await writeFile(join(bench.store, 'of somebody else'), '');
    await bench.start();
    const left = (await contents(bench.store)).filter((name) => !name.includes('/'));
    assert.deepEqual(left, [alive, ...others, 'of somebody else'].sort());
    await connection.write('x'.repeat(1_000_000));
    await connection.until(/HTTP\/1\.1 201 Created/);
  });

  it('goes on serving when a client leaves in the middle of its answer', async () => {
    const bytes = noise(20_000_000);
    const put = bench.connect(receiver);
    await put.write(head('PUT /large HTTP/1.1', `Content-Length: ${bytes.length}`));
    await put.write(bytes);
    const path = /"url":"http:\/\/[^/]+([^"]+)"/.exec(await put.until(/\}\n$/))?.[1] ?? '';
    const leaving = bench.connect(receiver);
    await leaving.write(head(`GET ${path} HTTP/1.1`));
    await leaving.until(/HTTP\/1\.1 200 OK/);
    leaving.socket.resetAndDestroy();
    const staying = await fetch(`${receiver.url}${path}`);
    assert.ok(Buffer.from(await staying.arrayBuffer()).equals(bytes));
    await receiver.close();
    assert.deepEqual(bench.log.sort(), ['GET /f/… 200', 'GET /f/… broken off', 'PUT /large 201']);
  });

  it('tells that it failed when its folder went away, and works again when it is back', async () => {
    const away = join(bench.folder, 'away');
    await rename(bench.store, away);
    const connection = bench.connect(receiver);
    await connection.write(head('PUT /a HTTP/1.1', 'Content-Length: 1') + 'x');
    assert.equal((await problem(connection, 500)).code, 'internal');
    await rename(away, bench.store);
    const again = bench.connect(receiver);
    await again.write(head('PUT /a HTTP/1.1', 'Content-Length: 1') + 'x');
    await again.until(/HTTP\/1\.1 201 Created/);
  });
});
