import assert from 'node:assert/strict';
import { mock } from 'node:test';
import type { PlannedFile } from '../../../src/core/model.ts';
import type { Destination } from '../../../src/core/ports.ts';
import { selfSigned } from '../servers/certificate.ts';
import { startTlsFront } from '../servers/tlsFront.ts';
import { bytesOf, isProblem, isTransferError, plannedBytes, quiet, signal } from './given.ts';
import { bucket, partSize, sessionOf, swiftBucket, transfer } from './swiftBucket.ts';

describe('An s3 destination, at OpenStack Swift', () => {
  afterEach(() => mock.restoreAll());
  const at = swiftBucket();
  const { destination, put } = at;

  describe('with one request', () => {
    it('puts a file, and the link that it gives reads it', async () => {
      const { url = '' } = await put(plannedBytes('hello', 'a.txt', 'text/plain'));
      assert.equal((await at.swift.read(bucket, 'a.txt'))?.toString(), 'hello');
      const answer = await fetch(url);
      assert.equal(answer.headers.get('content-type'), 'text/plain');
      assert.equal(await answer.text(), 'hello');
    });

    it('puts a file of no bytes, and one that is streamed', async () => {
      for (const size of [0, 700_000, partSize]) {
        const bytes = bytesOf(size);
        await put(plannedBytes(bytes, 'sized.bin'));
        assert.deepEqual(await at.swift.read(bucket, 'sized.bin'), bytes);
      }
    });

    for (const name of [
      'a b+ü.txt',
      "(1)!*'.txt",
      'a?b=c&d#e.txt',
      '100%41.txt',
      '日本 🎉.txt',
      '~a;b,c@d$e=f:g.txt',
    ]) {
      it(`puts and links a file called ${name}`, async () => {
        const { url = '' } = await put(plannedBytes('hello', name));
        assert.equal((await at.swift.read(bucket, name))?.toString(), 'hello');
        assert.equal(await (await fetch(url)).text(), 'hello');
      });
    }

    it('makes the key of the template', async () => {
      const to = destination({ key: 'in/${date:yyyy}/${name}-${sha256}.${ext}', link: { public: true } });
      const { url } = await put(plannedBytes('hello', 'a.txt'), to);
      const sha256 = '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824';
      const key = `in/${new Date().getFullYear()}/a-${sha256}.txt`;
      assert.equal((await at.swift.read(bucket, key))?.toString(), 'hello');
      assert.equal(url, `${at.swift.endpoint}/${bucket}/${key}`);
    });

    it('keeps metadata, type and cache control with the object', async () => {
      const metadata = { album: 'a  b', 'Of-File': '${name}' };
      const to = destination({ metadata, contentType: 'text/x-${ext}', cacheControl: 'max-age=60' });
      const { url = '' } = await put(plannedBytes('hello', 'größe.txt'), to);
      const { headers } = await fetch(url);
      assert.equal(headers.get('content-type'), 'text/x-txt');
      assert.equal(headers.get('x-amz-meta-album'), 'a  b');
      assert.equal(headers.get('x-amz-meta-of-file'), 'gr%C3%B6%C3%9Fe');
      assert.equal(headers.get('cache-control'), 'max-age=60');
    });

    it('gives a link by template, for the name that was sent', async () => {
      const to = destination({ link: { template: 'https://cdn.example.com/${file}?v=${date:yyyy}' } });
      const { url } = await put({ ...plannedBytes('x', 'a b.txt'), name: 'a b (2).txt' }, to);
      assert.equal(url, `https://cdn.example.com/a%20b%20(2).txt?v=${new Date().getFullYear()}`);
    });

    it('tells when a file got the key of another', async () => {
      const to = destination({ key: 'same' });
      assert.equal((await put(plannedBytes('one', 'one.txt'), to)).warnings, undefined);
      assert.match((await put(plannedBytes('two', 'two.txt'), to)).warnings?.[0] ?? '', /It replaced one\.txt/);
    });

    it('sets the clock right by the server’s, once, and links hold too', async () => {
      const { now } = Date;
      mock.method(Date, 'now', () => now() - 3_600_000);
      const to = destination();
      const { url = '' } = await put(plannedBytes('late', 'late.txt'), to);
      assert.equal(await (await fetch(url)).text(), 'late');
    });
  });

  describe('with a setting that is wrong', () => {
    const refuses = async (to: Destination, code: string, status: number, details: object) => {
      await assert.rejects(put(plannedBytes('x'), to), isTransferError(code, { status, sent: 'something' }, details));
      await assert.rejects(sessionOf(to).begin(plannedBytes('x'), quiet), isTransferError(code, { status }, details));
    };

    it('says that the secret is not the one of the key id', () =>
      refuses(destination({}, 'wrong'), 'credentialsRefused', 403, {
        reason: 'the secret access key does not belong to the access key id',
      }));

    it('says that the bucket is missing', () =>
      refuses(destination({ bucket: 'nowhere' }), 'bucketMissing', 404, { bucket: 'nowhere', destination: 'test' }));

    it('says which region is right', () =>
      refuses(destination({ region: 'eu-west-1' }), 'bucketElsewhere', 400, {
        setting: 'region',
        value: 'us-east-1',
      }));

    it('refuses a key that is too long before anything is sent', async () => {
      const to = destination({ key: `${'ü'.repeat(500)}/\${sha256}/\${file}` });
      const { source } = plannedBytes('x', 'a.txt');
      await assert.rejects(
        async () => to.nameFor(source, signal),
        isProblem('keyTooLong', { bytes: 1071, most: 1024 }),
      );
      assert.equal(await destination({ key: 'a/${file}' }).nameFor(source, signal), 'a.txt');
    });
  });

  it('takes files over TLS, whole and in parts', async () => {
    const front = await startTlsFront(at.swift.port, selfSigned(at.folder));
    try {
      const to = destination({ endpoint: front.url }, undefined, { strictSsl: false });
      await put(plannedBytes('secure', 'secure.txt'), to);
      assert.equal((await at.swift.read(bucket, 'secure.txt'))?.toString(), 'secure');
      const bytes = bytesOf(partSize + 5);
      assert.equal((await transfer(plannedBytes(bytes, 'secure.bin'), to))?.status, 'uploaded');
      assert.deepEqual(await at.swift.read(bucket, 'secure.bin'), bytes);
    } finally {
      await front.close();
    }
  });

  for (const how of ['head', 'download'] as const) {
    describe(`checked by ${how}`, () => {
      const check = async (file: PlannedFile, happens: () => Promise<unknown>) => {
        const to = destination({ verify: how, link: { template: 'https://cdn.example.com/' } });
        const uploaded = await put(file, to);
        await happens();
        assert.ok(to.verify);
        await to.verify(uploaded, file, signal);
      };

      it('is there', async () => {
        for (const size of [0, 1, 900_000]) {
          await check(plannedBytes(bytesOf(size), 'checked.bin'), () => Promise.resolve());
        }
      });

      it('is another when another took its place', async () => {
        await assert.rejects(
          check(plannedBytes('one', 'checked.bin'), () => put(plannedBytes('two', 'checked.bin'))),
          isProblem('contentDiffers', { file: 'checked.bin' }),
        );
      });
    });
  }
});
