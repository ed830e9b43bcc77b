import assert from 'node:assert/strict';
import { mkdir, rename, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { contents, noise } from './setup.ts';
import { abusedReceiver } from './abusedReceiver.ts';

describe('receiver: what breaks off', () => {
  const abused = abusedReceiver();
  const { head, formHead, filePart, problem, nothingLeft, until, restart } = abused;

  it('keeps nothing of an upload that the client breaks off', async () => {
    const put = abused.bench.connect(abused.receiver);
    await put.write(head('PUT /a HTTP/1.1', 'Content-Length: 5000000') + 'x'.repeat(1_000_000));
    await until((entries) => entries === 1);
    put.socket.destroy();
    await nothingLeft();
    const broken = abused.bench.connect(abused.receiver);
    await broken.write(
      formHead(5_000_000) + filePart('whole.txt', 'whole') + filePart('half', 'x'.repeat(1_000_000)).trimEnd(),
    );
    await until((entries) => entries === 2);
    broken.socket.resetAndDestroy();
    await nothingLeft();
  });

  it('answers who stops sending in the middle of an upload, and waits for nothing more of it', async () => {
    const put = abused.bench.connect(abused.receiver);
    put.socket.end(head('PUT /a HTTP/1.1', 'Content-Length: 5000000') + 'x'.repeat(1_000_000));
    assert.equal((await problem(put, 400)).code, 'requestInvalid');
    await put.closed;
  }).timeout(4000);

  it('ends an upload whose client falls silent, and keeps nothing of it', async () => {
    await restart({ idleTimeout: 0.5 });
    const connection = abused.bench.connect(abused.receiver);
    await connection.write(head('PUT /a HTTP/1.1', 'Content-Length: 5000000') + 'x'.repeat(1_000_000));
    assert.equal((await problem(connection, 408)).code, 'clientSilent');
    await nothingLeft();
  });

  it('ends a connection whose headers never end', async () => {
    await restart({ idleTimeout: 0.5 });
    const connection = abused.bench.connect(abused.receiver);
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
    await restart({ idleTimeout });
    const size = 100;
    const connection = abused.bench.connect(abused.receiver);
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
    const connection = abused.bench.connect(abused.receiver);
    const put = head('PUT /a.txt HTTP/1.1', 'Content-Length: 3') + 'abc';
    await connection.write(put + put + head('DELETE / HTTP/1.1') + put);
    const text = await connection.until(/(?:HTTP\/1\.1 201[^]*){3}\}\n$/);
    assert.deepEqual(text.match(/HTTP\/1\.1 \d+/g), ['HTTP/1.1 201', 'HTTP/1.1 201', 'HTTP/1.1 405', 'HTTP/1.1 201']);
  });

  it('ends what is under way when it closes, and loses nothing that was stored', async () => {
    const done = abused.bench.connect(abused.receiver);
    await done.write(head('PUT /done.txt HTTP/1.1', 'Content-Length: 4') + 'done');
    await done.until(/HTTP\/1\.1 201 Created/);
    const before = await contents(abused.bench.store);
    const underWay = abused.bench.connect(abused.receiver);
    await underWay.write(head('PUT /a HTTP/1.1', 'Content-Length: 5000000') + 'x'.repeat(1_000_000));
    await until((entries) => entries === 2);
    await abused.receiver.close();
    await underWay.closed;
    assert.match(underWay.text, /^HTTP\/1\.1 503 /);
    assert.deepEqual(await contents(abused.bench.store), before);
  });

  it('tells who sends one file after the other that it closes, when it does so gracefully', async () => {
    const put = head('PUT /done.txt HTTP/1.1', 'Content-Length: 4') + 'done';
    const kept = abused.bench.connect(abused.receiver);
    await kept.write(put);
    await kept.until(/HTTP\/1\.1 201 Created/);
    const closed = abused.receiver.close(true);
    await kept.write(put);
    await kept.closed;
    assert.match(kept.text, /HTTP\/1\.1 503 .*"code":"receiverClosing"/s);
    await closed;
  });

  it('removes at its start what a crashed receiver left, and not what another one is writing', async () => {
    const connection = abused.bench.connect(abused.receiver);
    await connection.write(head('PUT /alive HTTP/1.1', 'Content-Length: 2000000') + 'x'.repeat(1_000_000));
    await until((entries) => entries === 1);
    const [alive = ''] = await contents(abused.bench.store);
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
      await mkdir(join(abused.bench.store, name));
      await writeFile(join(abused.bench.store, name, 'file'), noise(10));
    }
    await utimes(join(abused.bench.store, forgotten), 1, 1);
    await writeFile(join(abused.bench.store, 'of somebody else'), '');
    await abused.bench.start();
    const left = (await contents(abused.bench.store)).filter((name) => !name.includes('/'));
    assert.deepEqual(left, [alive, ...others, 'of somebody else'].sort());
    await connection.write('x'.repeat(1_000_000));
    await connection.until(/HTTP\/1\.1 201 Created/);
  });

  it('goes on serving when a client leaves in the middle of its answer', async () => {
    const bytes = noise(20_000_000);
    const put = abused.bench.connect(abused.receiver);
    await put.write(head('PUT /large HTTP/1.1', `Content-Length: ${bytes.length}`));
    await put.write(bytes);
    const path = /"url":"http:\/\/[^/]+([^"]+)"/.exec(await put.until(/\}\n$/))?.[1] ?? '';
    const leaving = abused.bench.connect(abused.receiver);
    await leaving.write(head(`GET ${path} HTTP/1.1`));
    await leaving.until(/HTTP\/1\.1 200 OK/);
    leaving.socket.resetAndDestroy();
    const staying = await fetch(`${abused.receiver.url}${path}`);
    assert.ok(Buffer.from(await staying.arrayBuffer()).equals(bytes));
    await abused.receiver.close();
    assert.deepEqual(abused.bench.log.sort(), ['GET /f/… 200', 'GET /f/… broken off', 'PUT /large 201']);
  });

  it('tells that it failed when its folder went away, and works again when it is back', async () => {
    const away = join(abused.bench.folder, 'away');
    await rename(abused.bench.store, away);
    const connection = abused.bench.connect(abused.receiver);
    await connection.write(head('PUT /a HTTP/1.1', 'Content-Length: 1') + 'x');
    assert.equal((await problem(connection, 500)).code, 'internal');
    await rename(away, abused.bench.store);
    const again = abused.bench.connect(abused.receiver);
    await again.write(head('PUT /a HTTP/1.1', 'Content-Length: 1') + 'x');
    await again.until(/HTTP\/1\.1 201 Created/);
  });
});
