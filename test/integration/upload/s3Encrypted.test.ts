import assert from 'node:assert/strict';
import { systemClock } from '../../../src/core/clock.ts';
import type { PlannedFile } from '../../../src/core/model.ts';
import { TransferQueue } from '../../../src/core/transfer/transferQueue.ts';
import { answerOf, type Script } from '../servers/scriptedServer.ts';
import { signal } from './given.ts';
import { bytes, file, begun, crcOf, parts, small, md5, completed, refusal, always, scriptedS3 } from './scriptedS3.ts';

describe('An s3 destination', () => {
  const s3 = scriptedS3();

  describe('whose objects are encrypted by KMS', () => {
    const encrypted = { 'x-amz-server-side-encryption': 'aws:kms' };
    const opaque = answerOf(200, { ...encrypted, etag: `"${md5('other')}"` });
    const whole = answerOf(200, encrypted, completed(`"${md5('other')}-3"`));
    const denied = always('HTTP/1.1 403 x\r\n\r\n');
    const transfer = async (which: PlannedFile) => {
      await using queue = new TransferQueue({ clock: systemClock, random: () => 0, concurrency: 4 });
      const [outcome] = await queue.transfer([which], s3.destination, { signal });
      assert.equal(outcome?.status, 'uploaded');
      return outcome.warnings;
    };

    it('takes what may not be looked at for uploaded, and says which permission it lacks', async () => {
      await s3.given({ PutObject: always(opaque), Complete: always(whole), HeadObject: denied, ListParts: denied });
      for (const which of [small, file]) {
        assert.match((await transfer(which)).join(), /may not ask for its size there. Allow them s3:GetObject/);
      }
      assert.equal(s3.operations().filter((operation) => operation === 'Complete').length, 1);
    });

    it('looks no second time where that is refused, or asked for later than anybody waits', async () => {
      for (const [answer, told] of [
        ['HTTP/1.1 401 x\r\n\r\n', /could not be compared\..* \(status 401\)/],
        ['HTTP/1.1 503 x\r\nretry-after: 86400\r\n\r\n', /could not be compared\..* \(status 503\)/],
      ] as const) {
        await s3.given({ PutObject: always(opaque), HeadObject: always(answer) });
        assert.match((await transfer(small)).join(), told);
        assert.deepEqual(s3.operations(), ['PutObject', 'HeadObject']);
      }
    });

    it('may show what it has a moment later; what it never shows is told', async () => {
      const missing = 'HTTP/1.1 404 x\r\n\r\n';
      let looks = 0;
      const HeadObject = () => (++looks > 1 ? 'HTTP/1.1 200 x\r\ncontent-length: 5\r\n\r\n' : missing);
      await s3.given({ PutObject: always(opaque), HeadObject });
      assert.deepEqual(await transfer(small), []);
      await s3.given({ PutObject: always(opaque), HeadObject: always(missing) });
      assert.match((await transfer(small)).join(), /has confirmed the upload, but says now that nothing is there/);
      assert.deepEqual(s3.operations(), ['PutObject', 'HeadObject', 'HeadObject', 'HeadObject']);
    });

    it('does not look at what told its CRC-32', async () => {
      const sum = (data: Uint8Array) => crcOf(data).toString('base64');
      const wholeSum = `${sum(Buffer.concat(parts.map(({ start, end }) => crcOf(bytes.subarray(start, end)))))}-3`;
      const told = `<ChecksumCRC32>${wholeSum}</ChecksumCRC32>`;
      await s3.given(
        {
          PutObject: ({ body }) =>
            answerOf(200, { ...encrypted, etag: `"${md5('other')}"`, 'x-amz-checksum-crc32': sum(body) }),
          Create: always(answerOf(200, { 'x-amz-checksum-algorithm': 'CRC32' }, begun)),
          Complete: always(answerOf(200, encrypted, completed(`"${md5('other')}-3"`, told))),
          HeadObject: denied,
        },
        {},
        true,
      );
      for (const which of [small, file]) assert.deepEqual(await transfer(which), []);
      assert.ok(!s3.operations().includes('HeadObject'));
    });

    it('is completed once, whether it can be looked at or not', async () => {
      const length = `HTTP/1.1 200 x\r\ncontent-length: ${bytes.length}\r\n\r\n`;
      const once = () => {
        let completions = 0;
        return () => (++completions === 1 ? whole : refusal(404, 'NoSuchUpload'));
      };
      let looks = 0;
      const HeadObject: Script = (_request, socket) => {
        // The first time it is a kept connection, for which there is another at once.
        if (++looks > 2) return length;
        socket.destroy();
        return undefined;
      };
      await s3.given({ Complete: once(), HeadObject });
      assert.deepEqual(await transfer(file), []);
      await s3.given({ Complete: once(), HeadObject: always(answerOf(500)) });
      assert.match(
        (await transfer(file)).join(),
        /could not be compared\. 127\.0\.0\.1:\d+ failed \(status 500\)\. Look/,
      );
    });
  });
});
