import assert from 'node:assert/strict';
import type { PlannedFile } from '../../../../src/core/model.ts';
import { Problem } from '../../../../src/core/problem.ts';
import { processEnds } from '../../../../src/core/transfer/transferOptions.ts';
import { destination, failure, gate, takesAll, untilCancelled } from '../fakes.ts';
import { a, b, brief, c, start } from './batchRuns.ts';
import { bytesFile, FakeServer } from './fakeServer.ts';
import { problemOf, send, to } from './sessionRuns.ts';

describe('the check after an upload', () => {
  it('fails a file that the server has otherwise', async () => {
    const verify = ({ url }: { url?: string }) => {
      assert.equal(url, 'http://example.com/a');
      return Promise.reject(new Problem('contentDiffers', { file: 'a', host: 'example.com', what: 'its size' }));
    };
    const [outcome] = await start([a], destination(takesAll, { verify })).outcomes;
    assert.ok(outcome?.status === 'failed' && outcome.problem.code === 'contentDiffers');
    assert.equal(outcome.url, undefined);
  });

  it('is repeated, also where uploading is not', async () => {
    let checks = 0;
    const verify = () => (++checks < 3 ? Promise.reject(failure({ networkCode: 'ECONNRESET' })) : Promise.resolve());
    const [outcome] = await start([a], destination(takesAll, { verify, idempotent: false })).outcomes;
    assert.deepEqual([outcome?.status, checks], ['uploaded', 3]);
  });

  it('says that it could not be made, and where the file is', async () => {
    const verify = () => Promise.reject(failure({ status: 403 }));
    const [outcome] = await start([a], destination(takesAll, { verify })).outcomes;
    assert.ok(outcome?.status === 'failed' && outcome.problem.code === 'notCheckable');
    assert.equal(
      outcome.problem.message,
      'a was uploaded, but could not be checked there: The connection to example.com broke off. Look at it, or leave out verify.',
    );
    assert.equal(outcome.url, 'http://example.com/a');
  });

  it('ends when it is cancelled: the file is there, and was not checked', async () => {
    const checking = gate();
    const verify = (_: unknown, _file: unknown, signal: AbortSignal) => {
      checking.open();
      return untilCancelled(signal);
    };
    const { batch, outcomes } = start([a], destination(takesAll, { verify }));
    await checking.opened;
    batch.cancel();
    const [outcome] = await outcomes;
    assert.ok(outcome?.status === 'uploaded');
    assert.equal(outcome.url, 'http://example.com/a');
    assert.deepEqual(outcome.warnings, ['example.com has a, but checking it was cancelled. Look at it there.']);
  });

  it('ends when it is cancelled, for that file only', async () => {
    const checking = gate();
    const verify = async (_: unknown, file: PlannedFile, signal: AbortSignal) => {
      if (file !== a) return;
      checking.open();
      await untilCancelled(signal);
    };
    const together = destination(takesAll, { verify, limits: { filesPerRequest: 3 } });
    const { batch, outcomes } = start([a, b, c], together);
    await checking.opened;
    assert.equal(batch.mayPause(), false);
    batch.cancel(c);
    batch.pause(b);
    batch.cancel(a);
    assert.deepEqual(brief(await outcomes), ['a uploaded 1', 'b uploaded 1', 'c uploaded 1']);
    assert.deepEqual(
      (await outcomes).map(({ warnings }) => warnings.length),
      [1, 0, 1],
    );
  });

  it('ends a file once that is cancelled just as its check succeeds, and checks the others', async () => {
    const verify = (_: unknown, file: PlannedFile, signal: AbortSignal) => {
      signal.throwIfAborted();
      if (file === a) queueMicrotask(() => started.batch.cancel(a));
      return Promise.resolve();
    };
    const started = start([a, b], destination(takesAll, { verify, limits: { filesPerRequest: 2 } }));
    assert.deepEqual(brief(await started.outcomes), ['a uploaded 1', 'b uploaded 1']);
  });

  describe('of a file that goes by session', () => {
    it('tells where the file is when it cannot be made', async () => {
      const verify = () => Promise.reject(failure({ status: 403 }));
      const outcome = await send(bytesFile(25), to(new FakeServer(), { verify }));
      assert.equal(problemOf(outcome).code, 'notCheckable');
      assert.match(('url' in outcome && outcome.url) || '', /^http:\/\/example\.com\//);
    });

    for (const [what, reason] of [
      ['it is cancelled', undefined],
      ['the process ends', processEnds],
    ] as const) {
      it(`is there, and was not checked, when ${what} meanwhile`, async () => {
        const [server, checking] = [new FakeServer(), gate()];
        const verify = (_: unknown, _file: unknown, signal: AbortSignal) => {
          checking.open();
          return untilCancelled(signal);
        };
        const stop = new AbortController();
        const { outcomes } = start([bytesFile(25)], to(server, { verify }), { signal: stop.signal });
        await checking.opened;
        stop.abort(reason);
        const [outcome] = await outcomes;
        assert.ok(outcome?.status === 'uploaded');
        assert.equal(outcome.url, 'http://example.com/s1');
        const told = 'example.com has big, but checking it was cancelled. Look at it there.';
        assert.deepEqual(outcome.warnings, [told]);
        assert.ok(!server.log.includes('abandon'));
      });
    }
  });
});
