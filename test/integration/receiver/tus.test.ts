import assert from 'node:assert/strict';
import { mkdir, readFile, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { Upload, type UploadOptions } from 'tus-js-client';
import type { Receiver } from '../../../src/receiver/startReceiver.ts';
import { Bench, contents, curl, noise, untilInFolder } from './setup.ts';
import { ask, base64, create, offsetOf, patch, stored } from './tusRequests.ts';

describe('receiver: tus', () => {
  let bench: Bench;
  beforeEach(async () => (bench = await Bench.open()));
  afterEach(() => bench.close());

  describe('with tus-js-client', () => {
    function upload(receiver: Receiver, bytes: Buffer, options: UploadOptions = {}): Promise<string> {
      return new Promise((resolve, reject) => {
        const upload = new Upload(bytes, {
          endpoint: `${receiver.url}/tus`,
          headers: { authorization: `Bearer ${receiver.token ?? ''}` },
          metadata: { filename: 'Größe.bin', filetype: 'application/octet-stream' },
          retryDelays: null,
          chunkSize: 100_000,
          onError: reject,
          onSuccess: ({ lastResponse }) => resolve(lastResponse.getHeader('content-location') ?? ''),
          ...options,
        });
        upload.start();
      });
    }

    for (const [how, options] of [
      ['in parts', {}],
      ['in one request', { chunkSize: Infinity, uploadDataDuringCreation: true }],
      ['the first part with its creation', { uploadDataDuringCreation: true }],
      ['by POST that says PATCH', { overridePatchMethod: true }],
    ] satisfies [string, UploadOptions][]) {
      it(`takes a file ${how}`, async () => {
        const receiver = await bench.start();
        const bytes = noise(350_001);
        const link = await upload(receiver, bytes, options);
        assert.match(link, /\/f\/[0-9a-f]{32}\/Gr%C3%B6%C3%9Fe\.bin$/);
        const response = await fetch(link);
        assert.ok(Buffer.from(await response.arrayBuffer()).equals(bytes));
        assert.equal((await contents(bench.store)).filter((name) => name.startsWith('.uploads/')).length, 0);
      });
    }

    it('takes an empty file', async () => {
      const receiver = await bench.start();
      const response = await fetch(await upload(receiver, Buffer.alloc(0)));
      assert.equal((await response.arrayBuffer()).byteLength, 0);
    });

    it('goes on with what another receiver over the folder began', async () => {
      const bytes = noise(500_000);
      const first = await bench.start();
      const url = await new Promise<string>((resolve) => {
        const begun: Upload = new Upload(bytes, {
          endpoint: `${first.url}/tus`,
          headers: { authorization: `Bearer ${first.token ?? ''}` },
          chunkSize: 100_000,
          onChunkComplete: () => void begun.abort().then(() => resolve(begun.url ?? '')),
        });
        begun.start();
      });
      await first.close();
      const second = await bench.start();
      assert.ok((await offsetOf(second, new URL(url).pathname)) >= 100_000);
      const link = await upload(second, bytes, { uploadUrl: second.url + new URL(url).pathname });
      const response = await fetch(link);
      assert.ok(Buffer.from(await response.arrayBuffer()).equals(bytes));
    });

    it('throws an upload away that was given up', async () => {
      const receiver = await bench.start();
      const path = await create(receiver, 10);
      await Upload.terminate(receiver.url + path, { headers: { authorization: `Bearer ${receiver.token ?? ''}` } });
      assert.deepEqual(await contents(join(bench.store, '.uploads')), []);
    });
  });

  it('tells what it can do, also without a token', async () => {
    const receiver = await bench.start({ maxSize: 1000 });
    const { status, headers } = await curl('--request', 'OPTIONS', `${receiver.url}/tus`);
    assert.equal(status, 204);
    assert.equal(headers.get('tus-version'), '1.0.0');
    assert.equal(headers.get('tus-max-size'), '1000');
    assert.equal(headers.get('tus-extension'), 'creation,creation-with-upload,checksum,termination,expiration');
    assert.equal(headers.get('tus-checksum-algorithm'), 'sha256,sha1,md5');
  });

  it('tells how far an upload is, what was said of it, and when it will be gone', async () => {
    const receiver = await bench.start();
    const path = await create(receiver, 10);
    await patch(receiver, path, 0, 'hello');
    const { status, headers } = await ask(receiver, 'HEAD', path);
    assert.equal(status, 200);
    assert.equal(headers.get('upload-offset'), '5');
    assert.equal(headers.get('upload-length'), '10');
    assert.equal(headers.get('upload-metadata'), `filename ${base64('file.bin')}`);
    assert.equal(headers.get('cache-control'), 'no-store');
    assert.equal(headers.get('tus-resumable'), '1.0.0');
    const days = (Date.parse(headers.get('upload-expires') ?? '') - Date.now()) / 86_400_000;
    assert.ok(days > 6.9 && days <= 7, String(days));
  });

  it('tells with the last part where the file is, and tells that again when it is asked', async () => {
    const receiver = await bench.start();
    const path = await create(receiver, 5, 'a b.txt');
    const answer = await patch(receiver, path, 0, 'hello');
    assert.equal(answer.status, 204);
    const file = decodeURIComponent(answer.headers.get('porter-path') ?? '');
    assert.equal(await readFile(file, 'utf8'), 'hello');
    assert.equal((await stored(answer)).toString(), 'hello');
    const again = await ask(receiver, 'HEAD', path);
    for (const name of ['content-location', 'porter-path', 'upload-offset']) {
      assert.equal(again.headers.get(name), answer.headers.get(name));
    }
    assert.equal(again.headers.get('upload-length'), '5');
    const repeated = await patch(receiver, path, 5, '');
    assert.equal(repeated.headers.get('content-location'), answer.headers.get('content-location'));
  });

  it('tells where files lie only who has the token', async () => {
    const receiver = await bench.start({ token: null });
    const answer = await patch(receiver, await create(receiver, 2), 0, 'ab');
    assert.equal(answer.headers.get('porter-path'), null);
    assert.equal((await stored(answer)).toString(), 'ab');
  });

  it('keeps a file that is complete', async () => {
    const receiver = await bench.start();
    const path = await create(receiver, 2);
    const answer = await patch(receiver, path, 0, 'ab');
    assert.equal((await ask(receiver, 'DELETE', path)).status, 404);
    assert.equal((await patch(receiver, path, 2, 'c')).status, 400);
    assert.equal((await patch(receiver, path, 0, 'ab')).status, 409);
    assert.equal((await stored(answer)).toString(), 'ab');
  });

  it('stores under a safe name whatever the metadata says', async () => {
    const receiver = await bench.start();
    for (const [written, safe] of [
      ['../../etc/passwd', 'passwd'],
      ['C:\\Windows\\con.txt', '_con.txt'],
      ['a\r\nb.txt', 'ab.txt'],
      ['.', 'file'],
      ['x'.repeat(3000), 'x'.repeat(255)],
    ] as const) {
      const answer = await patch(receiver, await create(receiver, 1, written), 0, 'x');
      const path = decodeURIComponent(answer.headers.get('porter-path') ?? '');
      assert.equal(path.split('/').at(-1), safe);
      assert.ok(path.startsWith(`${bench.store}/`));
    }
  });

  it('takes the name that another client gives', async () => {
    const receiver = await bench.start();
    const answer = await ask(receiver, 'POST', '/tus', {
      'upload-length': '0',
      'upload-metadata': `name ${base64('photo.jpg')},type,empty `,
    });
    assert.match(answer.headers.get('content-location') ?? '', /\/photo\.jpg$/);
  });

  it('removes uploads that nobody went on with for a week, and no others', async () => {
    const receiver = await bench.start();
    const [old, recent] = [await create(receiver, 10), await create(receiver, 10)];
    const folder = join(bench.store, '.uploads', old.slice(5));
    const halfMade = join(bench.store, '.uploads', '0'.repeat(32));
    await mkdir(halfMade);
    const then = new Date(Date.now() - 8 * 86_400_000);
    for (const path of [join(folder, 'data', 'file.bin'), folder, halfMade]) await utimes(path, then, then);
    assert.equal((await ask(receiver, 'HEAD', old)).status, 404);
    assert.equal(await offsetOf(receiver, recent), 0);
    await receiver.close();
    const other = await bench.start();
    const uploads = join(bench.store, '.uploads');
    await untilInFolder(uploads, async () => !(await contents(uploads)).includes('0'.repeat(32)));
    assert.equal(await offsetOf(other, recent), 0);
    await assert.rejects(stat(folder));
  });

  it('writes no id of an upload into its log', async () => {
    const receiver = await bench.start();
    const path = await create(receiver, 10);
    await patch(receiver, path, 0, 'hello');
    await receiver.close();
    assert.deepEqual(bench.log, ['POST /tus/… 201', 'PATCH /tus/… 204']);
  });
});
