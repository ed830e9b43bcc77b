import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mock } from 'node:test';
import { answering, givenLocal, unseen, workerThat } from './givenReader.ts';
import { sourceOf } from './pictures.ts';

const { signal } = new AbortController();

describe('a reading worker that is kept', () => {
  const givenAnswering = () => givenLocal({ 'worker.js': workerThat(answering) });

  it('stays for the next picture, and is replaced after fifty', async () => {
    await using given = await givenAnswering();
    for (let count = 0; count < 50; count++) await given.reader.read(unseen, { signal });
    assert.equal(given.threads.length, 1);
    await given.reader.read(unseen, { signal });
    assert.equal(given.threads.length, 2);
    assert.equal(given.threads[0]?.threadId, -1);
  });

  it('is replaced when the process has grown by much since it started', async () => {
    let memory = 1_000_000_000;
    const rss = mock.method(process.memoryUsage, 'rss', () => memory);
    try {
      await using given = await givenAnswering();
      const readWith = async (size: number) => {
        memory = size;
        await given.reader.read(unseen, { signal });
        return given.threads.length;
      };
      assert.equal(await readWith(1_000_000_000), 1);
      assert.equal(await readWith(1_300_000_000), 1);
      assert.equal(await readWith(1_400_000_000), 1);
      assert.equal(await readWith(1_200_000_000), 2);
      assert.equal(given.threads[0]?.threadId, -1);
      assert.equal(await readWith(1_400_000_000), 2);
      assert.equal(await readWith(1_500_000_000), 2);
      assert.equal(await readWith(1_500_000_000), 3, 'what the one before left behind is filled again');
      assert.equal(await readWith(1_500_000_000), 3, 'what else the process holds is none of its');
    } finally {
      rss.mock.restore();
    }
  });

  it('goes after a minute without work', async () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    try {
      await using given = await givenAnswering();
      await given.reader.read(unseen, { signal });
      const noPicture = sourceOf(Buffer.from('no picture'));
      await assert.rejects(given.reader.read(noPicture, { signal }), { code: 'notAnImage' });
      const [thread] = given.threads;
      assert.ok(thread);
      mock.timers.tick(59_000);
      assert.notEqual(thread.threadId, -1);
      const ended = once(thread, 'exit');
      mock.timers.tick(1_000);
      await ended;
    } finally {
      mock.timers.reset();
    }
  });

  it('ends with its reader, which can start another', async () => {
    await using given = await givenAnswering();
    await given.reader.read(unseen, { signal });
    await given.reader.dispose();
    assert.equal(given.threads[0]?.threadId, -1);
    await given.reader.read(unseen, { signal });
    assert.equal(given.threads.length, 2);
  });
});
