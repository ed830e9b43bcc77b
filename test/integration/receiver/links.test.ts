import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bearer, Bench, curl, filesOf, noise } from './setup.ts';

describe('receiver: links', () => {
  let bench: Bench;
  beforeEach(async () => (bench = await Bench.open()));
  afterEach(() => bench.close());

  it('serves a file to be saved, never to be shown or run', async () => {
    const receiver = await bench.start();
    const path = await bench.file('page.html', '<!doctype html><script>alert(1)</script>');
    const [stored] = filesOf(await curl(...bearer(receiver), '--form', `f=@${path}`, receiver.url));
    for (const method of ['GET', 'HEAD']) {
      const response = await fetch(stored?.url ?? '', { method });
      assert.equal(response.status, 200);
      assert.equal(response.headers.get('content-type'), 'text/html');
      assert.equal(response.headers.get('content-disposition'), 'attachment; filename=page.html');
      assert.equal(response.headers.get('x-content-type-options'), 'nosniff');
      assert.match(response.headers.get('content-security-policy') ?? '', /^sandbox; default-src 'none'$/);
      assert.equal(response.headers.get('content-length'), '40');
      assert.equal((await response.text()).length, method === 'HEAD' ? 0 : 40);
    }
  });

  it('lets a download go on where it broke off', async () => {
    const receiver = await bench.start();
    const bytes = noise(300_000);
    const form = `f=@${await bench.file('big.bin', bytes)}`;
    const [stored] = filesOf(await curl(...bearer(receiver), '--form', form, receiver.url));
    assert.ok(stored);
    const back = join(bench.folder, 'back');
    await writeFile(back, bytes.subarray(0, 100_001));
    // It fails where it gets all of the file.
    await curl('--no-include', '--continue-at', '-', '--output', back, stored.url);
    assert.ok(bytes.equals(await readFile(back)));
  });

  it('gives a part only of the file that it was begun with, and of no other', async () => {
    const receiver = await bench.start();
    const form = `f=@${await bench.file('a.txt', '0123456789')}`;
    const [stored] = filesOf(await curl(...bearer(receiver), '--form', form, receiver.url));
    assert.ok(stored);
    const get = (headers: Record<string, string>) => fetch(stored.url, { headers: { range: 'bytes=4-6', ...headers } });
    const part = await get({});
    const etag = part.headers.get('etag') ?? '';
    assert.deepEqual(
      [part.status, part.headers.get('content-range'), part.headers.get('content-length'), await part.text()],
      [206, 'bytes 4-6/10', '3', '456'],
    );
    assert.equal(await (await get({ 'if-range': etag })).text(), '456');
    await writeFile(stored.path ?? '', 'abcdefghij');
    const other = await get({ 'if-range': etag });
    assert.deepEqual([other.status, await other.text()], [200, 'abcdefghij']);
    assert.notEqual(other.headers.get('etag'), etag);
    const beyond = await get({ range: 'bytes=10-' });
    assert.deepEqual([beyond.status, beyond.headers.get('content-range')], [416, 'bytes */10']);
    const head = await fetch(stored.url, { method: 'HEAD', headers: { range: 'bytes=4-6' } });
    assert.deepEqual([head.status, head.headers.get('accept-ranges')], [200, 'bytes']);
  });

  it('resolves links after a restart, on the same port', async () => {
    const first = await bench.start();
    const path = await bench.file('kept.txt', 'kept');
    const [stored] = filesOf(await curl(...bearer(first), '--form', `f=@${path}`, first.url));
    await first.close();
    await assert.rejects(fetch(stored?.url ?? ''));
    const second = await bench.start();
    assert.equal(second.port, first.port);
    assert.notEqual(second.token, first.token);
    assert.equal(await (await fetch(stored?.url ?? '')).text(), 'kept');
  });

  it('resolves the links of another receiver over the same folder', async () => {
    const [one, other] = [await bench.start(), await bench.start()];
    assert.notEqual(one.port, other.port);
    const path = await bench.file('shared.txt', 'shared');
    const [stored] = filesOf(await curl(...bearer(one), '--form', `f=@${path}`, one.url));
    const elsewhere = new URL(new URL(stored?.url ?? '').pathname, other.url);
    assert.equal(await (await fetch(elsewhere)).text(), 'shared');
    const ports = [one.port, other.port];
    await one.close();
    await other.close();
    assert.deepEqual([(await bench.start()).port, (await bench.start()).port], ports);
  });
});
