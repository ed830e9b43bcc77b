import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { rename, rm, utimes, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Access } from '../../../src/receiver/access.ts';
import { createReceiverServer } from '../../../src/receiver/receiverServer.ts';
import { openFileStore } from '../../../src/receiver/fileStore.ts';
import { PartialUploads } from '../../../src/receiver/tus/partialUploads.ts';
import { Turns } from '../../../src/receiver/tus/turns.ts';
import type { TypeCheck } from '../../../src/receiver/typeCheck.ts';
import { Bench, contents, never, noise, problemOf } from './setup.ts';
import { ask, create, halfSent, offsetOf, partType, patch, stored } from './tusRequests.ts';

describe('receiver: tus', () => {
  let bench: Bench;
  beforeEach(async () => (bench = await Bench.open()));
  afterEach(() => bench.close());

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
      const connection = await halfSent(bench, receiver, path, bytes.length, sent);
      connection.socket.destroy();
      const offset = await offsetOf(receiver, path);
      assert.equal(offset, sent.length);
      assert.ok((await stored(await patch(receiver, path, offset, bytes.subarray(offset)))).equals(bytes));
    });

    it('is kept when the client falls silent, who is told', async () => {
      const receiver = await bench.start({ idleTimeout: 0.5 });
      const path = await create(receiver, bytes.length);
      const connection = await halfSent(bench, receiver, path, bytes.length, sent);
      await connection.until(/^HTTP\/1\.1 408 /);
      assert.equal(await offsetOf(receiver, path), sent.length);
    });

    it('is kept when the receiver closes', async () => {
      const receiver = await bench.start();
      const path = await create(receiver, bytes.length);
      const connection = await halfSent(bench, receiver, path, bytes.length, sent);
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
      const connection = await halfSent(bench, receiver, path, bytes.length, sent);
      assert.equal(await offsetOf(receiver, path), sent.length);
      await connection.until(/^HTTP\/1\.1 423 /);
      assert.ok((await stored(await patch(receiver, path, sent.length, bytes.subarray(sent.length)))).equals(bytes));
    });

    it('is ended by who gives the upload up', async () => {
      const receiver = await bench.start();
      const path = await create(receiver, bytes.length);
      const connection = await halfSent(bench, receiver, path, bytes.length, sent);
      assert.equal((await ask(receiver, 'DELETE', path)).status, 204);
      assert.equal((await ask(receiver, 'HEAD', path)).status, 404);
      await connection.until(/^HTTP\/1\.1 423 /);
      assert.deepEqual(await contents(join(bench.store, '.uploads')), []);
    });

    it('is not removed by another receiver, however long nothing was added to it', async () => {
      const receiver = await bench.start();
      const path = await create(receiver, bytes.length);
      await halfSent(bench, receiver, path, bytes.length, sent);
      const id = path.slice(5);
      const folder = join(bench.store, '.uploads', id);
      for (const each of [join(folder, 'data', 'file.bin'), folder]) await utimes(each, 1, 1);
      const other = new PartialUploads(await openFileStore(bench.store, Infinity, never));
      await other.removeExpired(never);
      assert.ok((await contents(folder)).includes('data/file.bin'));
    });

    it('is left to the receiver that works on it by another one over the folder', async () => {
      const receiver = await bench.start();
      const other = await bench.start();
      const path = await create(receiver, bytes.length);
      await halfSent(bench, receiver, path, bytes.length, sent);
      const answer = await patch(other, path, sent.length, bytes.subarray(sent.length));
      assert.equal(answer.status, 423);
      assert.equal(problemOf({ body: await answer.text() }).code, 'uploadTakenOver');
    });
  });

  it('is kept when it is complete and its connection breaks off while it is looked at what it is', async () => {
    const store = await openFileStore(bench.store, Infinity, never);
    const uploads = new PartialUploads(store);
    const looking = Promise.withResolvers<undefined>();
    const looks = [
      async (signal: AbortSignal) => {
        looking.resolve(undefined);
        await once(signal, 'abort');
        signal.throwIfAborted();
      },
    ];
    const types: TypeCheck = {
      checkName: () => undefined,
      check: async (_, signal) => {
        await looks.shift()?.(signal);
        return 'text/plain';
      },
      mediaType: () => Promise.resolve('text/plain'),
    };
    const turns = new Turns(uploads.folder);
    const service = { access: new Access(null, 'cookie'), store, uploads, turns, types, maxSize: Infinity };
    const server = createReceiverServer({ ...service, proofKey: 'key', log: () => undefined }, 60_000);
    try {
      server.http.listen(0, '127.0.0.1');
      await once(server.http, 'listening');
      const { port } = server.http.address() as AddressInfo;
      const receiver = { port, url: `http://127.0.0.1:${port}`, token: null };
      const path = await create(receiver, 5);
      const connection = bench.connect(receiver);
      const lines = [`PATCH ${path} HTTP/1.1`, `Host: 127.0.0.1:${port}`, 'Tus-Resumable: 1.0.0'];
      const headers = [`Content-Type: ${partType}`, 'Upload-Offset: 0', 'Content-Length: 5'];
      await connection.write(`${[...lines, ...headers].join('\r\n')}\r\n\r\nhello`);
      await looking.promise;
      connection.socket.destroy();
      assert.equal(await offsetOf(receiver, path), 5);
    } finally {
      await server.close();
    }
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
});
