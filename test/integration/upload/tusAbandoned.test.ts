import assert from 'node:assert/strict';
import { TransferQueue } from '../../../src/core/transfer/transferQueue.ts';
import { answerOf } from '../servers/scriptedServer.ts';
import { isTransferError, signal } from './given.ts';
import { byTheBook, file, partSize, scriptedTus, state, tus as spoken } from './scriptedTus.ts';

describe('A tus destination that gives an upload up', () => {
  const tus = scriptedTus();

  for (const [status, problem] of [
    [204],
    [400],
    [401, 'unauthorized'],
    [403, 'unauthorized'],
    [404],
    [405],
    [410],
    [500, 'serverFailed'],
  ] as const) {
    it(`${problem ? 'tells of' : 'is content with'} ${status}`, async () => {
      await tus.given({ DELETE: () => answerOf(status, spoken) });
      const abandoned = tus.session.abandon(state, signal);
      if (problem) await assert.rejects(abandoned, isTransferError(problem));
      else await abandoned;
      assert.deepEqual(tus.methods(), ['OPTIONS', 'DELETE']);
    });
  }

  it('asks nothing of a server that can’t', async () => {
    await tus.given({ OPTIONS: () => answerOf(204, { 'tus-extension': 'creation' }) });
    await tus.session.abandon(state, signal);
    assert.deepEqual(tus.methods(), ['OPTIONS']);
  });

  it('says that a file is there perhaps that is cancelled in its last part: a server may keep it', async () => {
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
