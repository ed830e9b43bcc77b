import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Upload, type UploadOptions } from 'tus-js-client';
import type { Receiver } from '../../../src/receiver/startReceiver.ts';
import { bearer, Bench, contents, curl, noise, problemOf, untilInFolder, type RawConnection } from './setup.ts';

const partType = 'application/offset+octet-stream';

describe('receiver: tus', () => {
  let bench: Bench;
  beforeEach(async () => (bench = await Bench.open()));
  afterEach(() => bench.close());

  type Headers = Readonly<Record<string, string>>;

  function ask(receiver: Receiver, method: string, path: string, headers: Headers = {}, body?: string | Buffer) {
    const all = { authorization: `Bearer ${receiver.token ?? ''}`, 'tus-resumable': '1.0.0', ...headers };
    const content = body === undefined ? null : new Uint8Array(Buffer.from(body));
    return fetch(`${receiver.url}${path}`, { method, headers: all, body: content });
  }

  /** Creates an upload; gives its path. */
  async function create(receiver: Receiver, length: number, name = 'file.bin', headers: Headers = {}): Promise<string> {
    const metadata = `filename ${base64(name)}`;
    const answer = await ask(receiver, 'POST', '/tus', {
      'upload-length': String(length),
      'upload-metadata': metadata,
      ...headers,
    });
    assert.equal(answer.status, 201, await answer.text());
    return `/${answer.headers.get('location') ?? ''}`;
  }

  function patch(receiver: Receiver, path: string, offset: number, body: string | Buffer, headers: Headers = {}) {
    return ask(
      receiver,
      'PATCH',
      path,
      { 'content-type': partType, 'upload-offset': String(offset), ...headers },
      body,
    );
  }

  async function offsetOf(receiver: Receiver, path: string): Promise<number> {
    const answer = await ask(receiver, 'HEAD', path);
    assert.equal(answer.status, 200);
    return Number(answer.headers.get('upload-offset'));
  }

  /** A connection on which a part of so many bytes has begun, and its first bytes are on the disk. */
  async function halfSent(receiver: Receiver, path: string, length: number, bytes: Buffer): Promise<RawConnection> {
    const connection = bench.connect(receiver);
    const lines = [
      `PATCH ${path} HTTP/1.1`,
      `Host: 127.0.0.1:${receiver.port}`,
      `Authorization: Bearer ${receiver.token ?? ''}`,
      'Tus-Resumable: 1.0.0',
      `Content-Type: ${partType}`,
      'Upload-Offset: 0',
      `Content-Length: ${length}`,
    ];
    const arrived = arrival(join(bench.store, '.uploads', path.slice(5), 'data'), bytes.length);
    await connection.write(`${lines.join('\r\n')}\r\n\r\n`);
    await connection.write(bytes);
    await arrived;
    return connection;
  }

  /** The bytes behind the link of a complete upload. */
  async function stored(answer: Response): Promise<Buffer> {
    const link = answer.headers.get('content-location') ?? '';
    const response = await fetch(link);
    assert.equal(response.status, 200);
    return Buffer.from(await response.arrayBuffer());
  }

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

  describe('refuses', () => {
    const cases: Record<string, [status: number, method: string, path: string, headers: Headers, body?: string]> = {
      'a request in another version': [412, 'POST', '/tus', { 'tus-resumable': '0.2.2', 'upload-length': '1' }],
      'a request in no version': [412, 'HEAD', `/tus/${'0'.repeat(32)}`, { 'tus-resumable': '' }],
      'an upload of no length': [400, 'POST', '/tus', {}],
      'an upload of half a length': [400, 'POST', '/tus', { 'upload-length': '1.5' }],
      'an upload below nothing': [400, 'POST', '/tus', { 'upload-length': '-1' }],
      'an upload that tells its length later': [400, 'POST', '/tus', { 'upload-defer-length': '1' }],
      'an upload that is too large': [413, 'POST', '/tus', { 'upload-length': '1000001' }],
      'an upload whose name is not allowed': [
        415,
        'POST',
        '/tus',
        { 'upload-length': '5', 'upload-metadata': `filename ${base64('a.exe')}` },
      ],
      'metadata that is not in Base64': [
        400,
        'POST',
        '/tus',
        { 'upload-length': '5', 'upload-metadata': 'filename a!' },
      ],
      'metadata that is no UTF-8': [400, 'POST', '/tus', { 'upload-length': '5', 'upload-metadata': 'filename /w==' }],
      'metadata twice': [400, 'POST', '/tus', { 'upload-length': '5', 'upload-metadata': 'a Yg==,a Yg==' }],
      'metadata of three words': [400, 'POST', '/tus', { 'upload-length': '5', 'upload-metadata': 'a Yg== Yg==' }],
      'metadata without a key': [400, 'POST', '/tus', { 'upload-length': '5', 'upload-metadata': ',' }],
      'a part in a form': [415, 'POST', '/tus', { 'upload-length': '5', 'content-type': 'multipart/form-data' }, 'x'],
      'an upload that there is none of': [404, 'HEAD', `/tus/${'0'.repeat(32)}`, {}],
      'a way out of its folder': [404, 'HEAD', '/tus/..%2f..%2fetc', {}],
      'a method that is not for uploads': [405, 'POST', `/tus/${'0'.repeat(32)}`, {}],
      'a method that is not for creation': [405, 'PATCH', '/tus', {}],
      'who has no token': [401, 'POST', '/tus', { authorization: 'Bearer wrong', 'upload-length': '1' }],
      'a page of another origin': [403, 'POST', '/tus', { origin: 'http://evil.example', 'upload-length': '1' }],
    };
    for (const [what, [status, method, path, headers, body]] of Object.entries(cases)) {
      it(what, async () => {
        const receiver = await bench.start({ maxSize: 1_000_000, allow: ['.bin', '.txt', 'image/*'] });
        const name = { 'upload-metadata': `filename ${base64('a.bin')}` };
        const answer = await ask(receiver, method, path, { ...name, ...headers }, body);
        assert.equal(answer.status, status, await answer.text());
        assert.deepEqual(await contents(join(bench.store, '.uploads')).catch(() => []), []);
      });
    }

    it('what reaches it by a foreign name', async () => {
      const receiver = await bench.start();
      const { status } = await curl(
        ...bearer(receiver),
        '-H',
        'Host: evil.example',
        '-X',
        'OPTIONS',
        `${receiver.url}/tus`,
      );
      assert.equal(status, 403);
    });

    it('a part that does not fit on, without harm', async () => {
      const receiver = await bench.start();
      const path = await create(receiver, 10);
      await patch(receiver, path, 0, 'hello');
      const answer = await patch(receiver, path, 4, 'oworld');
      assert.equal(answer.status, 409);
      assert.equal(problemOf({ body: await answer.text() }).code, 'offsetWrong');
      assert.equal(await offsetOf(receiver, path), 5);
    });

    it('a part that goes on behind the end, without harm', async () => {
      const receiver = await bench.start();
      const path = await create(receiver, 10);
      await patch(receiver, path, 0, 'hello');
      assert.equal((await patch(receiver, path, 5, 'world!')).status, 400);
      assert.equal(await offsetOf(receiver, path), 5);
    });

    it('a part of another type, or without its offset', async () => {
      const receiver = await bench.start();
      const path = await create(receiver, 10);
      assert.equal((await patch(receiver, path, 0, 'hello', { 'content-type': 'text/plain' })).status, 415);
      assert.equal((await patch(receiver, path, 0, 'hello', { 'upload-offset': 'x' })).status, 400);
      assert.equal((await patch(receiver, path, 0, 'hello', { 'content-encoding': 'gzip' })).status, 415);
      assert.equal(await offsetOf(receiver, path), 0);
    });

    it('a file whose bytes are not allowed, and keeps nothing of it', async () => {
      const receiver = await bench.start({ allow: ['image/png'] });
      const path = await create(receiver, 4, 'a.png');
      const answer = await patch(receiver, path, 0, '%PDF');
      assert.equal(answer.status, 415);
      assert.equal(problemOf({ body: await answer.text() }).code, 'typeNotAllowed');
      assert.equal((await ask(receiver, 'HEAD', path)).status, 404);
      assert.deepEqual(await contents(join(bench.store, '.uploads')), []);
    });

    it('a file for which the disk has no room, before it comes', async () => {
      const receiver = await bench.start();
      const answer = await ask(receiver, 'POST', '/tus', { 'upload-length': '9007199254740991' });
      assert.equal(answer.status, 507);
    });

    it('a part for which the disk has no room, and keeps what was there', async () => {
      const receiver = await bench.start();
      const path = await create(receiver, 10);
      const data = join(bench.store, '.uploads', path.slice(5), 'data', 'file.bin');
      await rm(data);
      // full(4): every write fails with ENOSPC.
      await symlink('/dev/full', data);
      const answer = await patch(receiver, path, 0, 'hello');
      assert.equal(answer.status, 507);
      assert.equal(problemOf({ body: await answer.text() }).code, 'diskFull');
      await rm(data);
      await writeFile(data, 'hel');
      assert.equal(await offsetOf(receiver, path), 3);
    });

    it('to keep what came with the creation of an upload that failed', async () => {
      const receiver = await bench.start();
      const headers = { 'upload-length': '2', 'content-type': partType };
      assert.equal((await ask(receiver, 'POST', '/tus', headers, 'abc')).status, 400);
      assert.deepEqual(await contents(join(bench.store, '.uploads')), []);
    });
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

  describe('a part with a checksum', () => {
    const sum = (algorithm: string, text: string) =>
      `${algorithm} ${createHash(algorithm).update(text).digest('base64')}`;

    for (const algorithm of ['sha1', 'sha256', 'md5']) {
      it(`is compared by ${algorithm}, and thrown away when it differs`, async () => {
        const receiver = await bench.start();
        const path = await create(receiver, 10);
        const first = await patch(receiver, path, 0, 'hello', { 'upload-checksum': sum(algorithm, 'hello') });
        assert.equal(first.status, 204);
        const damaged = await patch(receiver, path, 5, 'worse', { 'upload-checksum': sum(algorithm, 'world') });
        assert.equal(damaged.status, 460);
        assert.equal(await offsetOf(receiver, path), 5);
        const again = await patch(receiver, path, 5, 'world', { 'upload-checksum': sum(algorithm, 'world') });
        assert.equal((await stored(again)).toString(), 'helloworld');
      });
    }

    for (const header of ['sha512 AAAA', 'sha1', 'sha1 ?', 'sha1 AAAA BBBB']) {
      it(`is refused when the checksum is “${header}”`, async () => {
        const receiver = await bench.start();
        const path = await create(receiver, 10);
        assert.equal((await patch(receiver, path, 0, 'hello', { 'upload-checksum': header })).status, 400);
        assert.equal(await offsetOf(receiver, path), 0);
      });
    }

    it('is thrown away when the receiver ended before it was compared', async () => {
      const receiver = await bench.start();
      const path = await create(receiver, 10);
      await patch(receiver, path, 0, 'hello');
      const folder = join(bench.store, '.uploads', path.slice(5));
      // As a receiver leaves it that was killed.
      await writeFile(join(folder, 'unchecked'), '5');
      await writeFile(join(folder, 'data', 'file.bin'), 'hellowor');
      assert.equal(await offsetOf(receiver, path), 5);
      assert.equal((await stored(await patch(receiver, path, 5, 'world'))).toString(), 'helloworld');
    });
  });

  describe('a part that breaks off', () => {
    const bytes = noise(3_000_000);
    const sent = bytes.subarray(0, 1_000_000);

    it('is kept as far as it came when the client goes', async () => {
      const receiver = await bench.start();
      const path = await create(receiver, bytes.length);
      const connection = await halfSent(receiver, path, bytes.length, sent);
      connection.socket.destroy();
      const offset = await offsetOf(receiver, path);
      assert.equal(offset, sent.length);
      assert.ok((await stored(await patch(receiver, path, offset, bytes.subarray(offset)))).equals(bytes));
    });

    it('is kept when the client falls silent, who is told', async () => {
      const receiver = await bench.start({ idleTimeout: 0.5 });
      const path = await create(receiver, bytes.length);
      const connection = await halfSent(receiver, path, bytes.length, sent);
      await connection.until(/^HTTP\/1\.1 408 /);
      assert.equal(await offsetOf(receiver, path), sent.length);
    });

    it('is kept when the receiver closes', async () => {
      const receiver = await bench.start();
      const path = await create(receiver, bytes.length);
      const connection = await halfSent(receiver, path, bytes.length, sent);
      await receiver.close();
      await connection.closed;
      assert.match(connection.text, /^HTTP\/1\.1 503 /);
      const other = await bench.start();
      assert.equal(await offsetOf(other, path), sent.length);
      assert.ok((await stored(await patch(other, path, sent.length, bytes.subarray(sent.length)))).equals(bytes));
    });

    it('is ended by who asks how far it is, and goes on from there', async () => {
      const receiver = await bench.start();
      const path = await create(receiver, bytes.length);
      const connection = await halfSent(receiver, path, bytes.length, sent);
      assert.equal(await offsetOf(receiver, path), sent.length);
      await connection.until(/^HTTP\/1\.1 423 /);
      assert.ok((await stored(await patch(receiver, path, sent.length, bytes.subarray(sent.length)))).equals(bytes));
    });

    it('is ended by who gives the upload up', async () => {
      const receiver = await bench.start();
      const path = await create(receiver, bytes.length);
      const connection = await halfSent(receiver, path, bytes.length, sent);
      assert.equal((await ask(receiver, 'DELETE', path)).status, 204);
      assert.equal((await ask(receiver, 'HEAD', path)).status, 404);
      await connection.until(/^HTTP\/1\.1 423 /);
      assert.deepEqual(await contents(join(bench.store, '.uploads')), []);
    });

    it('is left to the receiver that works on it by another one over the folder', async () => {
      const receiver = await bench.start();
      const other = await bench.start();
      const path = await create(receiver, bytes.length);
      await halfSent(receiver, path, bytes.length, sent);
      const answer = await patch(other, path, sent.length, bytes.subarray(sent.length));
      assert.equal(answer.status, 423);
      assert.equal(problemOf({ body: await answer.text() }).code, 'uploadTakenOver');
    });
  });

  it('lets one of many at the same time win, and keeps every byte in its place', async () => {
    const receiver = await bench.start();
    const bytes = noise(2_000_000);
    const path = await create(receiver, bytes.length);
    const all = await Promise.all(Array.from({ length: 8 }, () => patch(receiver, path, 0, bytes)));
    const statuses = all.map(({ status }) => status);
    assert.ok(
      statuses.every((status) => [204, 409, 423].includes(status)),
      statuses.join(),
    );
    const offset = await offsetOf(receiver, path);
    const whole =
      offset < bytes.length
        ? await patch(receiver, path, offset, bytes.subarray(offset))
        : await ask(receiver, 'HEAD', path);
    assert.ok((await stored(whole)).equals(bytes));
  });

  describe('that was killed', () => {
    it('stores what was complete when that happened', async () => {
      const receiver = await bench.start();
      const path = await create(receiver, 10);
      await writeFile(join(bench.store, '.uploads', path.slice(5), 'data', 'file.bin'), 'helloworld');
      assert.equal((await stored(await ask(receiver, 'HEAD', path))).toString(), 'helloworld');
    });

    it('knows what was stored just before that', async () => {
      const receiver = await bench.start();
      const path = await create(receiver, 5);
      const id = path.slice(5);
      await writeFile(join(bench.store, '.uploads', id, 'data', 'file.bin'), 'hello');
      await rename(join(bench.store, '.uploads', id, 'data'), join(bench.store, id));
      assert.equal((await stored(await ask(receiver, 'HEAD', path))).toString(), 'hello');
    });

    it('knows nothing of an upload that was just being created', async () => {
      const receiver = await bench.start();
      const path = await create(receiver, 5);
      const state = join(bench.store, '.uploads', path.slice(5), 'state.json');
      await writeFile(state, '{"name":');
      assert.equal((await ask(receiver, 'HEAD', path)).status, 404);
      await rm(state);
      assert.equal((await ask(receiver, 'HEAD', path)).status, 404);
    });
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

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

/** Waits until the one file in the folder has so many bytes. */
async function arrival(folder: string, bytes: number): Promise<void> {
  await untilInFolder(folder, async () => {
    const [name = ''] = await contents(folder);
    return (await stat(join(folder, name))).size >= bytes;
  });
}
