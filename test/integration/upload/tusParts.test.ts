import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { TransferError } from '../../../src/core/transfer/transferError.ts';
import { answerOf } from '../servers/scriptedServer.ts';
import { bytesOf, isTransferError, signal } from './given.ts';
import { offset, scriptedTus, state, tus } from './scriptedTus.ts';

const crc = Buffer.alloc(4);
crc.writeUInt32BE(crc32(bytesOf(3000).subarray(1000, 2000)));

describe('A tus destination', () => {
  const scripted = scriptedTus();
  const { given, held, patch } = scripted;

  describe('which sends a part', () => {
    const wrong: Record<string, [answer: string, reason: string]> = {
      'going back': [offset(999), 'its Upload-Offset did not move on with the part that it took'],
      'standing still': [offset(1000), 'its Upload-Offset did not move on with the part that it took'],
      'beyond what was sent': [offset(2001), 'it says that it has 2001 bytes of 2000 that there are'],
      'that is none': [answerOf(204, { ...tus, 'upload-offset': 'x' }), 'its Upload-Offset is no number'],
      'that is missing': [answerOf(204, tus), 'it tells no Upload-Offset'],
      'on a page with 200': [answerOf(200, {}, '<h1>Sign in</h1>'), 'it does not speak tus (no Tus-Resumable)'],
    };
    for (const [how, [answer, reason]] of Object.entries(wrong)) {
      it(`fails for good with an offset ${how}`, async () => {
        await given({ PATCH: () => answer });
        await assert.rejects(patch(), isTransferError('answerInvalid', {}, { reason }));
      });
    }

    it('passes, as that asking for the offset does, when something else answers than a server of tus', async () => {
      const page = () => answerOf(200, {}, '<h1>Sign in</h1>');
      await given({ PATCH: page, HEAD: page, DELETE: page });
      for (const act of [patch, held, () => scripted.session.abandon(state, signal)]) {
        await assert.rejects(act(), isTransferError('answerInvalid', { status: 200, passes: true }));
      }
    });

    it('takes it that the server kept less', async () => {
      await given({ PATCH: () => offset(1001) });
      assert.deepEqual(await patch(), { held: { start: 1000, end: 1001 } });
    });

    for (const [status, code] of [
      [404, 'notFoundAtServer'],
      [409, 'refusedByServer'],
      [410, 'notFoundAtServer'],
      [423, 'refusedByServer'],
      [460, 'contentDiffers'],
    ] as const) {
      it(`is to ask for the offset and go on after ${status}`, async () => {
        await given({ PATCH: () => answerOf(status, tus) });
        await assert.rejects(patch(), isTransferError(code, { status, passes: true }));
      });
    }

    it('tells that a part arrived damaged, which is no outage', async () => {
      await given({ PATCH: () => answerOf(460, tus) });
      await assert.rejects(patch(), isTransferError('contentDiffers', { isDamaged: true }));
    });

    it('waits a while for a lock, and as long as the server says', async () => {
      const answers = [answerOf(423, tus), answerOf(423, { ...tus, 'retry-after': '7' })];
      await given({ PATCH: () => answers.shift() });
      await assert.rejects(patch(), isTransferError('refusedByServer', { retryAfterMs: 1000 }));
      await assert.rejects(patch(), isTransferError('refusedByServer', { retryAfterMs: 7000 }));
    });

    for (const status of [400, 401, 403, 415]) {
      it(`fails for good at ${status}`, async () => {
        await given({ PATCH: () => answerOf(status, tus) });
        await assert.rejects(patch(), (error) => error instanceof TransferError && error.failure.passes === undefined);
      });
    }

    const checksums: Record<string, [offered: string, sum: string | undefined]> = {
      'by SHA-256 where that is offered': ['crc32,md5,sha1,sha256', `sha256 ${sum('sha256')}`],
      'by SHA-1 as the specification wants it': ['sha1', `sha1 ${sum('sha1')}`],
      'by CRC-32 where nothing else is offered': ['xxh3, crc32', `crc32 ${crc.toString('base64')}`],
    };
    for (const [how, [offered, expected]] of Object.entries(checksums)) {
      it(`lets the server check it ${how}`, async () => {
        const features = answerOf(204, { 'tus-extension': 'creation,checksum', 'tus-checksum-algorithm': offered });
        await given({ OPTIONS: () => features });
        await patch();
        assert.equal(scripted.requests.at(-1)?.headers['upload-checksum'], expected);
      });
    }
  });
});

/** Of the part, in Base64. */
function sum(algorithm: 'sha256' | 'sha1'): string {
  return createHash(algorithm).update(bytesOf(3000).subarray(1000, 2000)).digest('base64');
}
