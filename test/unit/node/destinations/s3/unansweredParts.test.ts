import assert from 'node:assert/strict';
import { mock } from 'node:test';
import type { SendOptions } from '../../../../../src/core/ports.ts';
import { UnansweredParts } from '../../../../../src/node/destinations/s3/unansweredParts.ts';

const never = new AbortController().signal;
const size = 100;

/** A part that is sent, up to so many bytes, and answered when the test says so. */
function sending(sent: number) {
  const parts = new UnansweredParts();
  const controller = new AbortController();
  const answer = Promise.withResolvers<string>();
  let signal = never;
  const request = (options: SendOptions) => {
    signal = options.signal;
    options.onBytes(sent);
    signal.addEventListener('abort', () => answer.reject(signal.reason as Error));
    return answer.promise;
  };
  const options = { signal: controller.signal, onBytes: () => undefined };
  const result = parts.send('upload', size, options, request);
  return { parts, controller, answer, result, isEnded: () => signal.aborted };
}

/** Whether it has settled by now, without waiting for it. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  let settled = false;
  void promise.finally(() => (settled = true));
  await new Promise(setImmediate);
  return settled;
}

describe('A part', () => {
  it('gives what its request gives', async () => {
    const { answer, result } = sending(size);
    answer.resolve('taken');
    assert.equal(await result, 'taken');
  });

  it('ends with its request when it is cancelled before its last byte has left', async () => {
    const { parts, controller, result, isEnded } = sending(size - 1);
    controller.abort();
    await assert.rejects(result, { name: 'AbortError' });
    assert.ok(isEnded());
    assert.ok(await isSettled(parts.settled('upload', never)));
  });

  for (const how of ['taken', 'refused'] as const) {
    it(`that is cancelled afterwards ends at once, and its upload waits until it was ${how}`, async () => {
      const { parts, controller, answer, result, isEnded } = sending(size);
      controller.abort();
      await assert.rejects(result, { name: 'AbortError' });
      assert.ok(!isEnded());
      const settled = parts.settled('upload', never);
      assert.ok(!(await isSettled(settled)));
      assert.ok(await isSettled(parts.settled('another', never)));
      if (how === 'taken') answer.resolve('taken');
      else answer.reject(new Error('refused'));
      await settled;
      assert.ok(await isSettled(parts.settled('upload', never)));
    });
  }

  it('is not waited for longer than two seconds, nor by who is cancelled', async () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    try {
      const { parts, controller, result, isEnded } = sending(size);
      controller.abort();
      await assert.rejects(result, { name: 'AbortError' });
      await assert.rejects(parts.settled('upload', AbortSignal.abort()), { name: 'AbortError' });
      const settled = parts.settled('upload', never);
      mock.timers.tick(1999);
      assert.ok(!(await isSettled(settled)));
      mock.timers.tick(1);
      await settled;
      assert.ok(isEnded());
    } finally {
      mock.timers.reset();
    }
  });
});
