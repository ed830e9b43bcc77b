import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { systemClock, throwIfAborted } from '../../../src/core/clock.ts';

/** Mocha sets a timer of its own when a test gives back its promise. */
const mochaReady = () => Promise.resolve();

const timers = () => process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;

describe('the system’s clock', () => {
  it('lets go of the signal when the time is over', async () => {
    const { signal } = new AbortController();
    const sleeping = systemClock.sleep(1, signal);
    assert.equal(getEventListeners(signal, 'abort').length, 1);
    await sleeping;
    assert.equal(getEventListeners(signal, 'abort').length, 0);
  });

  it('leaves no timer when cancelled', async () => {
    const controller = new AbortController();
    await mochaReady();
    const before = timers();
    const sleeping = systemClock.sleep(60_000, controller.signal);
    assert.equal(timers(), before + 1);
    controller.abort();
    await assert.rejects(sleeping, { name: 'AbortError' });
    assert.equal(timers(), before);
  });

  it('does not begin to sleep when it is cancelled already', async () => {
    await mochaReady();
    const before = timers();
    await assert.rejects(systemClock.sleep(60_000, AbortSignal.abort('why')), { name: 'AbortError' });
    assert.equal(timers(), before);
  });

  it('keeps no process alive by what it calls again and again', async () => {
    await mochaReady();
    const before = timers();
    using _ = systemClock.every(60_000, () => undefined);
    assert.equal(timers(), before);
  });
});

describe('throwIfAborted', () => {
  it('throws an AbortError whatever the reason was', () => {
    assert.throws(() => throwIfAborted(AbortSignal.abort(5)), { name: 'AbortError' });
    throwIfAborted(new AbortController().signal);
  });
});
