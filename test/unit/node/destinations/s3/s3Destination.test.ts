import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { SecretMask } from '../../../../../src/core/maskSecrets.ts';
import { partSizeFor } from '../../../../../src/core/transfer/parts.ts';
import type { S3Profile } from '../../../../../src/core/profile/profile.ts';
import { s3Destination } from '../../../../../src/node/destinations/s3/s3Destination.ts';
import { digests } from '../../../../../src/node/files/digest.ts';
import { memorySource } from '../../../../../src/node/files/memorySource.ts';
import { settingsDigest } from '../../../../../src/node/sessions/settingsDigest.ts';

const mebibyte = 1024 ** 2;
const tebibyte = 1024 ** 4;

function destination(more: Partial<S3Profile> = {}) {
  const services = { secrets: { get: () => Promise.resolve(undefined) }, env: {}, mask: new SecretMask(), digests };
  return s3Destination('photos', { kind: 's3', bucket: 'my-photos', region: 'eu-central-1', ...more }, services);
}

describe('An s3 destination before anything is sent', () => {
  it('takes no object above 5 TiB, or what the profile says', () => {
    assert.equal(destination().limits.maxSize, 5 * tebibyte);
    assert.equal(destination({ maxSize: 6 * tebibyte }).limits.maxSize, 5 * tebibyte);
    assert.equal(destination({ maxSize: 1000 }).limits.maxSize, 1000);
  });

  it('sends what is larger than a part in parts, 10,000 at most', () => {
    const { session } = destination();
    assert.ok(session);
    assert.equal(session.from, 16 * mebibyte + 1);
    assert.equal(session.limits.parallel, 4);
    const file = (size: number) => ({
      source: { ...memorySource({ id: 'a', name: 'a', path: 'a' }, new Uint8Array()), size },
      name: 'a',
      mediaType: 'a/b',
      warnings: [],
    });
    assert.equal(partSizeFor(file(100 * mebibyte), session.limits, 'photos'), 16 * mebibyte);
    const size = partSizeFor(file(5 * tebibyte), session.limits, 'photos');
    assert.ok(Math.ceil((5 * tebibyte) / size) <= 10_000);
    assert.ok(size <= 5 * 1024 * mebibyte);
  });

  it('says what makes one file replace another', () => {
    assert.equal(destination().limits.storesBy, 'path');
    assert.equal(destination({ key: 'in/${file}' }).limits.storesBy, 'path');
    assert.equal(destination({ key: '${date}/${name}.${ext}' }).limits.storesBy, 'name');
    assert.equal(destination({ key: '${sha256}' }).limits.storesBy, undefined);
    assert.equal(destination({ key: '${sha256}/${name}.${ext}' }).limits.storesBy, undefined);
  });

  it('may repeat a request', () => {
    assert.equal(destination().idempotent, true);
    assert.equal(destination({ retries: 7 }).retries, 7);
  });

  it('gives a file the same key however late it is sent again', async () => {
    mock.timers.enable({ apis: ['Date'], now: new Date(2026, 0, 2, 3, 4, 5) });
    try {
      const to = destination({ key: '${date:HHmmss}-${file}' });
      const source = memorySource({ id: 'a', name: 'a', path: 'a' }, new Uint8Array());
      const file = { source, name: 'a', mediaType: 'a/b', warnings: [] };
      const { signal } = new AbortController();
      const { url } = await to.preview([file], signal);
      assert.match(url, /\/030405-a$/);
      mock.timers.tick(5000);
      assert.equal((await to.preview([file], signal)).url, url);
    } finally {
      mock.timers.reset();
    }
  });

  describe('of which an upload is to go on', () => {
    const given = destination({ metadata: { album: 'a' } });
    const changed = (more: Partial<S3Profile>) => destination({ metadata: { album: 'a' }, ...more });

    it('is elsewhere when the bucket is another', () => {
      assert.equal(given.host, 's3.eu-central-1.amazonaws.com');
      const others = [{ bucket: 'others' }, { region: 'eu-west-1' }, { endpoint: 'https://s3.example.com' }];
      for (const other of others) assert.notEqual(changed(other).target, given.target, JSON.stringify(other));
    });

    it('starts over when the object would be another', () => {
      const others: Partial<S3Profile>[] = [
        { key: 'in/${file}' },
        { fileName: 'x' },
        { acl: 'private' },
        { storageClass: 'GLACIER' },
        { contentType: 'a/b' },
        { cacheControl: 'no-store' },
        { serverSideEncryption: 'AES256' },
        { metadata: { album: 'b' } },
      ];
      for (const other of others) {
        assert.equal(changed(other).target, given.target);
        assert.notEqual(changed(other).begunWith, given.begunWith, JSON.stringify(other));
      }
    });

    it('keeps a digest of the settings, not what stands in them', () => {
      const { begunWith } = changed({ metadata: { token: 'swordfish' } });
      const earlier = '["${file}","",null,null,null,null,{"token":"swordfish"},null,null]';
      assert.equal(begunWith, settingsDigest(earlier));
      assert.match(begunWith, /^[\w-]{43}$/);
    });

    it('goes on whatever else differs', () => {
      const credentials = { accessKeyId: 'a', secretAccessKey: 'hidden' };
      const limits = { timeout: 1, retries: 1, concurrency: 1, partSize: 5 * mebibyte };
      const same = changed({ credentials, link: { public: true }, ...limits });
      assert.deepEqual([same.target, same.begunWith], [given.target, given.begunWith]);
    });
  });
});
