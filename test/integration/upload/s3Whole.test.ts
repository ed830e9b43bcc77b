import assert from 'node:assert/strict';
import { systemClock } from '../../../src/core/clock.ts';
import { TransferError } from '../../../src/core/transfer/transferError.ts';
import { TransferQueue } from '../../../src/core/transfer/transferQueue.ts';
import { answerOf, type Script } from '../servers/scriptedServer.ts';
import { isProblem, isTransferError, sha256Of, signal } from './given.ts';
import {
  bytes,
  file,
  md5OfSmall,
  state,
  md5,
  held,
  wholeETag,
  completed,
  listed,
  part,
  refusal,
  always,
  scriptedS3,
  byTheBook,
} from './scriptedS3.ts';

describe('An s3 destination', () => {
  const s3 = scriptedS3();

  describe('fails when what the server has is not the file', () => {
    const differing = (attempt: () => Promise<unknown>) => assert.rejects(attempt(), isProblem('contentDiffers'));

    it('by the ETag of an object', async () => {
      await s3.given({ PutObject: always(answerOf(200, { etag: `"${md5('other')}"` })) });
      await differing(s3.put);
    });

    it('by a checksum of an object', async () => {
      const headers = {
        etag: `"${md5OfSmall}"`,
        'x-amz-checksum-sha256': Buffer.from(sha256Of('x'), 'hex').toString('base64'),
      };
      await s3.given({ PutObject: always(answerOf(200, headers)) });
      await differing(s3.put);
    });

    it('by the checksum of a part', async () => {
      const sha256 = Buffer.from(sha256Of('x'), 'hex').toString('base64');
      await s3.given({ UploadPart: always(answerOf(200, { etag: '"e"', 'x-amz-checksum-sha256': sha256 })) });
      await differing(s3.sendPart);
    });

    it('by the ETag of the whole', async () => {
      await s3.given({ Complete: always(answerOf(200, {}, completed(`"${md5('other')}-3"`))) });
      await differing(s3.finish);
    });

    it('by the number of parts in the ETag of the whole', async () => {
      await s3.given({ Complete: always(answerOf(200, {}, completed(wholeETag.replace('-3', '-2')))) });
      await differing(s3.finish);
    });

    it('by the checksum of the whole', async () => {
      const withSums = held.map((each) => ({ ...each, receipt: { etag: '"e"', crc32: 'AAAAAA==' } }));
      const checksum = '<ChecksumCRC32>BBBBBB==-3</ChecksumCRC32>';
      await s3.given({ Complete: always(answerOf(200, {}, completed('"x"', checksum))) });
      await differing(() => s3.session.finish(state, file, withSums, signal));
    });

    it('by its size, where the ETag is none that is known', async () => {
      await s3.given({
        PutObject: always(answerOf(200, { etag: '"opaque"' })),
        HeadObject: always('HTTP/1.1 200 x\r\netag: "opaque"\r\ncontent-length: 4\r\n\r\n'),
        Complete: always(answerOf(200, {}, completed('"opaque"'))),
      });
      await differing(s3.put);
      await differing(s3.finish);
    });
  });

  it('takes an ETag that is no MD5 for one, where the size is right', async () => {
    const head = (size: number) => always(`HTTP/1.1 200 x\r\ncontent-length: ${size}\r\n\r\n`);
    await s3.given({ PutObject: always(answerOf(200, { etag: '"opaque"' })), HeadObject: head(5) });
    assert.ok(await s3.put());
    const kms = { etag: `"${md5('other')}"`, 'x-amz-server-side-encryption': 'aws:kms' };
    await s3.given({ PutObject: always(answerOf(200, kms)), HeadObject: head(5) });
    assert.ok(await s3.put());
    await s3.given({ Complete: always(answerOf(200, {}, completed('"opaque"'))), HeadObject: head(bytes.length) });
    assert.ok(await s3.finish());
    assert.deepEqual(s3.operations(), ['Complete', 'HeadObject']);
  });

  for (const [how, headers] of [
    ['tells no size', ''],
    ['tells that of another encoding', 'content-encoding: gzip\r\ncontent-length: 3\r\n'],
  ] as const) {
    it(`takes such an ETag also where the server ${how}, and says that it is not compared`, async () => {
      const HeadObject = always(`HTTP/1.1 200 x\r\n${headers}\r\n`);
      await s3.given({ PutObject: always(answerOf(200, { etag: '"opaque"' })), HeadObject });
      assert.match((await s3.put())?.warnings?.join() ?? '', /its size there could not be compared/);
      await s3.given({ Complete: always(answerOf(200, {}, completed('"opaque"'))), HeadObject });
      assert.match((await s3.finish()).warnings?.join() ?? '', /its size there could not be compared/);
    });
  }

  it('takes the ETag of a server which gives the MD5 of the whole to what was made of parts', async () => {
    const head = (size: number) => always(`HTTP/1.1 200 x\r\ncontent-length: ${size}\r\n\r\n`);
    const Complete = always(answerOf(200, {}, completed(`"${md5(bytes)}"`)));
    await s3.given({ Complete, HeadObject: head(bytes.length) });
    assert.ok(await s3.finish());
    await s3.given({ Complete, HeadObject: head(bytes.length - 1) });
    await assert.rejects(s3.finish(), isProblem('contentDiffers', { what: 'its size is another' }));
  });

  it('looks whether an upload that the server no longer knows is complete', async () => {
    const head = (etag: string, size: number) =>
      always(`HTTP/1.1 200 x\r\netag: ${etag}\r\ncontent-length: ${size}\r\n\r\n`);
    const gone = always(refusal(404, 'NoSuchUpload'));
    await s3.given({ Complete: gone, HeadObject: head(wholeETag, bytes.length) });
    assert.ok(await s3.finish());
    for (const HeadObject of [head(`"${md5('other')}-3"`, bytes.length), always('HTTP/1.1 404 x\r\n\r\n')]) {
      await s3.given({ Complete: gone, HeadObject });
      await assert.rejects(s3.finish(), (error) => {
        assert.ok(error instanceof TransferError && error.failure.passes === undefined, 'it is not repeated');
        return isTransferError('uploadForgotten', { status: 404 })(error);
      });
      assert.deepEqual(s3.operations(), ['Complete', 'HeadObject']);
    }
  });

  it('asks for the next page of a list where the last one ended', async () => {
    const pages = [
      listed(`${part(1, 1000)}<IsTruncated>true</IsTruncated><NextPartNumberMarker>1</NextPartNumberMarker>`),
      listed(`${part(2, 1000)}<IsTruncated>false</IsTruncated>`),
    ];
    await s3.given({ ListParts: () => answerOf(200, {}, pages.shift() ?? '') });
    assert.equal((await s3.holds())?.length, 2);
    assert.deepEqual(
      s3.requests.map(({ target }) => new URLSearchParams(target.split('?')[1]).get('part-number-marker')),
      [null, '1'],
    );
  });

  it('has thrown an upload away that was aborted, where its parts may not be listed', async () => {
    for (const ListParts of [
      always(refusal(403, 'AccessDenied')),
      always('HTTP/1.1 403 x\r\ncontent-length: 0\r\n\r\n'),
      always(answerOf(405)),
      always(answerOf(501)),
    ]) {
      await s3.given({ ListParts });
      await s3.session.abandon(state, signal);
      assert.equal(s3.operations()[0], 'Abort');
      const gone = [answerOf(204), refusal(404, 'NoSuchUpload')];
      await s3.given({ ListParts, Abort: () => gone.shift() });
      await s3.session.abandon(state, signal);
      assert.deepEqual(s3.operations(), ['Abort', 'ListParts', 'Abort']);
    }
  });

  for (const [status, code] of [
    [403, 'accessDenied'],
    [405, 'refusedByServer'],
    [501, 'refusedByServer'],
  ] as const) {
    it(`has not thrown an upload away that it may not abort: ${status}`, async () => {
      await s3.given({ Abort: always(refusal(status, status === 403 ? 'AccessDenied' : 'Other')) });
      await assert.rejects(s3.session.abandon(state, signal), isTransferError(code, { status }));
    });
  }

  describe('in the queue', () => {
    async function transfer() {
      const clock = { ...systemClock, sleep: () => Promise.resolve() };
      await using queue = new TransferQueue({ clock, random: () => 0, concurrency: 4 });
      const [outcome] = await queue.transfer([file], s3.destination, { signal });
      return outcome;
    }

    it('throws away an upload of which a part fails for good', async () => {
      await s3.given({
        UploadPart: (request) =>
          request.target.includes('partNumber=2') ? refusal(403, 'AccessDenied') : byTheBook('UploadPart', request),
      });
      assert.equal((await transfer())?.status, 'failed');
      assert.ok(s3.operations().includes('Abort'), s3.operations().join());
      assert.ok(!s3.operations().includes('Complete'));
    });

    for (const status of [403, 405, 501]) {
      it(`tells that parts stay of which the server does not let go: ${status}`, async () => {
        await s3.given({
          UploadPart: (request) =>
            request.target.includes('partNumber=2') ? refusal(403, 'AccessDenied') : byTheBook('UploadPart', request),
          Abort: always(answerOf(status)),
        });
        const outcome = await transfer();
        assert.equal(outcome?.status, 'failed');
        assert.match(
          outcome.warnings.join(),
          /^The server of “\w+” keeps what it has of .* until that is deleted there/,
        );
      });
    }

    it('completes again after a 200 that was a failure', async () => {
      const answers = [refusal(200, 'InternalError'), answerOf(200, {}, completed(wholeETag))];
      await s3.given({ Complete: () => answers.shift() });
      assert.equal((await transfer())?.status, 'uploaded');
      assert.equal(s3.operations().filter((operation) => operation === 'Complete').length, 2);
    });

    it('does not know of a forgotten upload whether it has become the file, where that may not be looked at', async () => {
      const answers: string[] = [];
      const Complete: Script = (_request, socket) => {
        const answer = answers.shift();
        if (answer === '') socket.destroy();
        return answer;
      };
      const [denied, found] = ['HTTP/1.1 403 x\r\n\r\n', `HTTP/1.1 200 x\r\netag: "opaque-3"\r\n\r\n`];
      for (const [HeadObject, UploadPart, why] of [
        [denied, undefined, /to look at the file takes s3:GetObject/],
        [found, answerOf(200, { etag: '"opaque"' }), /nothing tells whether what is there is the file/],
      ] as const) {
        answers.push('', refusal(404, 'NoSuchUpload'));
        const scripts = { Complete, HeadObject: always(HeadObject), Abort: always(refusal(403, 'AccessDenied')) };
        await s3.given({ ...scripts, ...(UploadPart && { UploadPart: always(UploadPart) }) });
        const outcome = await transfer();
        assert.ok(outcome?.status === 'unknown', outcome?.status);
        assert.match(
          outcome.problem.message,
          /it no longer knows the parts, and .*: it may be stored or not\. To send it again/,
        );
        assert.match(outcome.problem.message, why);
        assert.deepEqual(outcome.warnings, []);
        assert.ok(!s3.operations().includes('Abort'));
      }
    });

    it('begins anew when the server has forgotten the upload', async () => {
      await s3.given({
        UploadPart: (request) => {
          const beginnings = s3.operations().filter((operation) => operation === 'Create').length;
          if (beginnings > 1) return byTheBook('UploadPart', request);
          return refusal(404, 'NoSuchUpload');
        },
      });
      assert.equal((await transfer())?.status, 'uploaded');
    });

    it('fails, and is not uploaded, when the whole is not the file', async () => {
      await s3.given({ Complete: always(answerOf(200, {}, completed(`"${md5('other')}-3"`))) });
      const outcome = await transfer();
      assert.ok(outcome?.status === 'failed');
      assert.equal(outcome.problem.code, 'contentDiffers');
    });
  });
});
