import assert from 'node:assert/strict';
import { TransferQueue } from '../../../src/core/transfer/transferQueue.ts';
import { byTheBook, file, partSize, scriptedTus } from './scriptedTus.ts';

describe('A tus upload that is cancelled in its last part', () => {
  const tus = scriptedTus();

  it('is said to be there perhaps: a server may keep a file that is complete', async () => {
    const controller = new AbortController();
    const PATCH: typeof byTheBook = (request) => {
      if (Number(request.headers['upload-offset']) === 2 * partSize) controller.abort();
      return byTheBook(request);
    };
    await tus.given({ PATCH });
    await using queue = new TransferQueue();
    const [outcome] = await queue.transfer([file], tus.destination, { signal: controller.signal });
    assert.ok(outcome?.status === 'cancelled' && 'problem' in outcome);
    assert.equal(outcome.problem.code, 'cancelledLate');
  });
});
