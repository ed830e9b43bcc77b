import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Turns } from '../../../src/receiver/tus/turns.ts';
import { isProblem, signal } from '../upload/given.ts';

describe('The turns of requests that work on one upload', () => {
  let folder: string;
  let turns: Turns;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'porter-turns-'));
    turns = new Turns(folder);
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('end the earlier one, and let the later one begin when that has let go of everything', async () => {
    const happened: string[] = [];
    const begun = Promise.withResolvers<undefined>();
    const earlier = turns.take('a1', signal, async (over) => {
      begun.resolve(undefined);
      await once(over, 'abort');
      // Time for the later one to have begun, if it did not wait.
      for (const other of ['b1', 'c1', 'd1']) await turns.take(other, signal, () => Promise.resolve());
      happened.push('the earlier one lets go');
      over.throwIfAborted();
    });
    await begun.promise;
    const later = turns.take('a1', signal, () => {
      happened.push('the later one begins');
      return Promise.resolve('done');
    });
    await assert.rejects(earlier, isProblem('uploadTakenOver'));
    assert.equal(await later, 'done');
    assert.deepEqual(happened, ['the earlier one lets go', 'the later one begins']);
  });

  it('do not wait for those that work on others', async () => {
    const release = Promise.withResolvers<undefined>();
    const one = turns.take('a1', signal, () => release.promise);
    await turns.take('b1', signal, () => Promise.resolve());
    release.resolve(undefined);
    await one;
  });
});
