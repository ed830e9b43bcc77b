import assert from 'node:assert/strict';
import { rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bearer, Bench, contents, curl, problemOf } from './setup.ts';
import { ask, base64, create, offsetOf, partType, patch, type Headers } from './tusRequests.ts';

describe('receiver: tus', () => {
  let bench: Bench;
  beforeEach(async () => (bench = await Bench.open()));
  afterEach(() => bench.close());

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
});
