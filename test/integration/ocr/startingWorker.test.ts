import assert from 'node:assert/strict';
import { mock } from 'node:test';
import type { Source } from '../../../src/core/model.ts';
import { ownTime } from '../../setup/ownTime.ts';
import {
  answering,
  firstThen,
  givenLocal,
  startingWhenTold,
  unseen,
  workerThat,
  type GivenReader,
} from './givenReader.ts';

const { signal } = new AbortController();

describe('a reading worker that is cancelled while it starts', () => {
  /** Whose first worker is starting, for a reading that was cancelled. */
  async function givenStarting(): Promise<GivenReader> {
    const given = await givenLocal(firstThen(startingWhenTold, workerThat(answering)));
    const starting = given.heard('starting');
    const controller = new AbortController();
    const cancelled = given.reader.read(unseen, { signal: controller.signal });
    await starting;
    controller.abort();
    await assert.rejects(cancelled, { name: 'AbortError' });
    return given;
  }

  /** What is called as soon as all of it has been read. */
  function readThen(act: () => void): Source {
    let reads = 0;
    return {
      ...unseen,
      read: (range, signal) => {
        // First its signature is looked at.
        if (++reads === 2) setImmediate(act);
        return unseen.read?.(range, signal) ?? new Uint8Array();
      },
    };
  }

  it('is ended only when it is up: ending a thread that loads its modules can end the process', async () => {
    await using given = await givenStarting();
    const up = given.heard('up');
    given.say('start');
    await up;
    assert.equal((await given.reader.read(unseen, { signal })).width, 1);
    assert.equal(given.threads[0]?.threadId, -1);
  });

  it('keeps nobody waiting who cancels while it is still ending', async () => {
    await using given = await givenStarting();
    const controller = new AbortController();
    const handedOver = Promise.withResolvers<undefined>();
    const source = readThen(() => handedOver.resolve(undefined));
    const cancelled = assert.rejects(given.reader.read(source, { signal: controller.signal }), { name: 'AbortError' });
    await handedOver.promise;
    const took = await ownTime(() => {
      controller.abort();
      return cancelled;
    });
    assert.ok(took < 100, `${took} ms`);
    given.say('start');
    assert.equal((await given.reader.read(unseen, { signal })).width, 1);
    assert.equal(given.threads.length, 2);
  });

  it('is ended once, however many more are cancelled', async () => {
    await using given = await givenStarting();
    const [thread] = given.threads;
    assert.ok(thread);
    const terminate = mock.method(thread, 'terminate');
    for (let count = 0; count < 14; count++) {
      const controller = new AbortController();
      const reading = given.reader.read(
        readThen(() => controller.abort()),
        { signal: controller.signal },
      );
      await assert.rejects(reading, { name: 'AbortError' });
    }
    given.say('start');
    await given.reader.read(unseen, { signal });
    assert.equal(terminate.mock.callCount(), 1);
  });
});
