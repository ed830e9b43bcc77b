import assert from 'node:assert/strict';
import type { S3Profile } from '../../../src/core/profile/profile.ts';
import type { HeldPart } from '../../../src/core/transfer/sessionPort.ts';
import { answerOf, type Script } from '../servers/scriptedServer.ts';
import { isTransferError, quiet, sha256Of, signal } from './given.ts';
import {
  bytes,
  file,
  parts,
  wholeETag,
  crcOf,
  begun,
  completed,
  always,
  scriptedS3,
  operationOf,
  byTheBook,
} from './scriptedS3.ts';

describe('An s3 destination', () => {
  const s3 = scriptedS3();

  describe('asks for what its profile says', () => {
    const profile: Partial<S3Profile> = {
      storageClass: 'STANDARD_IA',
      acl: 'public-read',
      cacheControl: 'no-store',
      contentType: 'text/x-${ext}',
      metadata: { Album: '${name}' },
      serverSideEncryption: 'aws:kms',
      kmsKeyId: 'alias/photos',
    };
    const expected = {
      'x-amz-storage-class': 'STANDARD_IA',
      'x-amz-acl': 'public-read',
      'cache-control': 'no-store',
      'x-amz-server-side-encryption': 'aws:kms',
      'x-amz-server-side-encryption-aws-kms-key-id': 'alias/photos',
    };

    it('when it puts an object, whose link is public where all may read it', async () => {
      await s3.given({}, profile);
      const uploaded = await s3.put();
      const { headers, target } = s3.requests[0] ?? assert.fail();
      assert.deepEqual({ ...headers, ...expected, 'content-type': 'text/x-txt', 'x-amz-meta-album': 'small' }, headers);
      assert.equal(new URL(uploaded?.url ?? '').pathname, target);
      assert.equal(new URL(uploaded?.url ?? '').search, '');
    });

    it('when it begins an upload in parts', async () => {
      await s3.given({}, profile);
      await s3.begin();
      const { headers, method, target } = s3.requests[0] ?? assert.fail();
      assert.deepEqual({ ...headers, ...expected, 'content-type': 'text/x-bin', 'x-amz-meta-album': 'big' }, headers);
      assert.equal(`${method} ${target}`, 'POST /photos/big.bin?uploads=');
    });
  });

  describe('vouches for what it sends', () => {
    it('by a signed SHA-256 over plain HTTP', async () => {
      await s3.given({});
      await s3.put();
      await s3.sendPart(2);
      const [whole, third] = s3.requests;
      assert.equal(whole?.headers['x-amz-content-sha256'], sha256Of('hello'));
      assert.match(whole.headers['authorization'] ?? '', /SignedHeaders=[^,]*x-amz-content-sha256/);
      assert.equal(third?.headers['x-amz-content-sha256'], sha256Of(bytes.subarray(2000)));
      assert.equal(third.headers['x-amz-checksum-crc32'], undefined);
    });

    it('by a CRC-32 over TLS', async () => {
      const sums = parts.map(({ start, end }) => crcOf(bytes.subarray(start, end)));
      const whole = `${crcOf(Buffer.concat(sums)).toString('base64')}-3`;
      await s3.given(
        {
          Create: always(answerOf(200, { 'x-amz-checksum-algorithm': 'CRC32' }, begun)),
          Complete: always(answerOf(200, {}, completed(wholeETag, `<ChecksumCRC32>${whole}</ChecksumCRC32>`))),
        },
        {},
        true,
      );
      await s3.put();
      assert.equal(s3.requests[0]?.headers['x-amz-content-sha256'], 'UNSIGNED-PAYLOAD');
      assert.equal(s3.requests[0].headers['x-amz-checksum-crc32'], crcOf(Buffer.from('hello')).toString('base64'));
      const { state: secure } = await s3.begin();
      assert.equal(s3.requests[1]?.headers['x-amz-checksum-algorithm'], 'CRC32');
      const sent: HeldPart[] = [];
      for (const each of parts) sent.push((await s3.session.send(secure, file, each, quiet)).held);
      assert.equal(s3.requests[2]?.headers['x-amz-content-sha256'], 'UNSIGNED-PAYLOAD');
      assert.equal(s3.requests[2].headers['x-amz-checksum-crc32'], sums[0]?.toString('base64'));
      await s3.session.finish(secure, file, sent, signal);
      const told = s3.requests.at(-1)?.body.toString() ?? '';
      assert.deepEqual(
        [...told.matchAll(/<ChecksumCRC32>([^<]*)</g)].map(([, sum]) => sum),
        sums.map((sum) => sum.toString('base64')),
      );
    });

    it('by a signed SHA-256 over TLS where the server keeps no checksums of parts', async () => {
      await s3.given({}, {}, true);
      const { state: secure } = await s3.begin();
      await s3.session.send(secure, file, { start: 0, end: 1000 }, quiet);
      assert.equal(s3.requests[1]?.headers['x-amz-content-sha256'], sha256Of(bytes.subarray(0, 1000)));
      assert.equal(s3.requests[1].headers['x-amz-checksum-crc32'], undefined);
    });
  });

  describe('at a service that does not know checksums', () => {
    for (const [code, message] of [
      ['NotImplemented', 'A header you provided implies functionality that is not implemented'],
      ['InvalidArgument', "Unsupported header 'x-amz-checksum-crc32' received for this API call."],
    ] as const) {
      it(`leaves them out after ${code}, and signs the payload`, async () => {
        const refused = answerOf(
          code === 'NotImplemented' ? 501 : 400,
          {},
          `<Error><Code>${code}</Code><Message>${message}</Message></Error>`,
        );
        const picky: Script = (request) => {
          const hasChecksum = Object.keys(request.headers).some((name) => name.startsWith('x-amz-checksum-'));
          return hasChecksum ? refused : byTheBook(operationOf(request), request);
        };
        await s3.given({ PutObject: picky, Create: picky, UploadPart: picky }, {}, true);
        await s3.put();
        await s3.put();
        await s3.begin();
        assert.deepEqual(s3.operations(), ['PutObject', 'PutObject', 'PutObject', 'Create']);
        assert.equal(s3.requests[2]?.headers['x-amz-content-sha256'], sha256Of('hello'));
        await s3.given({ Create: picky, UploadPart: picky }, {}, true);
        const { state: begunState } = await s3.begin();
        await s3.session.send(begunState, file, { start: 0, end: 1000 }, quiet);
        assert.deepEqual(s3.operations(), ['Create', 'Create', 'UploadPart']);
      });
    }

    it('is not taken for one because it refuses something else', async () => {
      const differs =
        '<Error><Code>BadDigest</Code><Message>The CRC32 you sent is no checksum of it.</Message></Error>';
      await s3.given({ PutObject: always(answerOf(400, {}, differs)) }, {}, true);
      await assert.rejects(s3.put(), isTransferError('contentDiffers'));
      assert.equal(s3.requests.length, 1);
    });
  });
});
