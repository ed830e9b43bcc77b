import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { Bandwidth } from '../../../../src/core/transfer/bandwidth.ts';
import { systemClock } from '../../../../src/core/clock.ts';
import type { Clock } from '../../../../src/core/ports.ts';
import { FakeClock } from '../fakeClock.ts';
import { never } from '../fakes.ts';

/** A clock whose sleepers wake when time is let pass. */
class HeldClock extends FakeClock {
  readonly sleepers = new Set<{ readonly until: number; readonly wake: () => void }>();

  override sleep(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const sleeper = { until: this.time + ms, wake: resolve };
      this.sleepers.add(sleeper);
      signal.addEventListener('abort', () => {
        this.sleepers.delete(sleeper);
        reject(new DOMException('', 'AbortError'));
      });
    });
  }

  async until(time: number): Promise<void> {
    while (this.time < time) {
      this.time++;
      for (const sleeper of this.sleepers) {
        if (sleeper.until > this.time) continue;
        this.sleepers.delete(sleeper);
        sleeper.wake();
      }
      await settled();
    }
  }
}

function limited(clock: Clock, bytesPerSecond: number | undefined): Bandwidth {
  const bandwidth = new Bandwidth(clock);
  bandwidth.limit = bytesPerSecond;
  return bandwidth;
}

/** After what is to be done now. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

/** Sends pieces one after the other. */
class Sender {
  bytes = 0;
  /** Longest time that it waited, in milliseconds. */
  silence = 0;
  constructor(bandwidth: Bandwidth, clock: Clock, most: number, signal: AbortSignal = never) {
    void (async () => {
      for (;;) {
        const asked = clock.now();
        this.bytes += await bandwidth.take(most, signal);
        this.silence = Math.max(this.silence, clock.now() - asked);
      }
    })().catch(() => undefined);
  }
}

describe('the bandwidth limit', () => {
  it('lets everything go at once when there is none', async () => {
    const clock = new FakeClock();
    assert.equal(await new Bandwidth(clock).take(1e12, never), 1e12);
    assert.deepEqual(clock.slept, []);
  });

  for (const piece of [1_000, 16_384, 300_000]) {
    it(`holds within 5 % over seconds, in pieces of ${piece} bytes`, async () => {
      const clock = new HeldClock();
      const sender = new Sender(limited(clock, 1_000_000), clock, piece);
      await clock.until(3_000);
      assert.ok(Math.abs(sender.bytes - 3_000_000) <= Math.max(150_000, piece), `${sender.bytes}`);
    }).timeout(10_000);
  }

  for (const [limit, piece] of [
    [800, 50],
    [10_000_000, 16_384],
    [500_000_000, 250_000],
  ] as const) {
    it(`of ${limit} bytes a second lets ${piece} leave at once`, async () => {
      assert.equal(await limited(new FakeClock(), limit).take(1e9, never), piece);
    });
  }

  for (const [limit, requests] of [
    [100_000, 60],
    [1_000_000, 100],
    [1_000, 60],
    [1_000, 400],
  ] as const) {
    it(`of ${limit} bytes a second keeps none of ${requests} requests silent for half a second`, async () => {
      const clock = new HeldClock();
      const bandwidth = limited(clock, limit);
      const senders = Array.from({ length: requests }, () => new Sender(bandwidth, clock, 1e6));
      await clock.until(3_000);
      assert.ok(Math.max(...senders.map(({ silence }) => silence)) < 500);
      for (const { bytes } of senders) assert.ok(bytes > 0);
      const bytes = senders.reduce((sum, sender) => sum + sender.bytes, 0);
      assert.ok(Math.abs(bytes - 3 * limit) <= 0.05 * 3 * limit, `${bytes}`);
    }).timeout(10_000);
  }

  it('is shared by all in equal parts', async () => {
    const clock = new HeldClock();
    const bandwidth = limited(clock, 400_000);
    const senders = [1, 2, 3, 4].map(() => new Sender(bandwidth, clock, 10_000));
    await clock.until(2_000);
    for (const { bytes } of senders) assert.ok(Math.abs(bytes - 200_000) <= 20_000, `${bytes}`);
  });

  it('makes up for timers that are late, but not for a pause', async () => {
    const clock = new FakeClock();
    clock.time = 10_000;
    const bandwidth = limited(clock, 1_600);
    for (let piece = 0; piece < 3; piece++) await bandwidth.take(100, never);
    assert.deepEqual(clock.slept, [25, 62.5]);
    clock.time += 30;
    await bandwidth.take(100, never);
    assert.deepEqual(clock.slept, [25, 62.5, 32.5]);
  });

  it('can be changed while someone waits', async () => {
    const clock = new HeldClock();
    const bandwidth = limited(clock, 0.5);
    const sender = new Sender(bandwidth, clock, 1_000);
    await clock.until(1_000);
    assert.equal(sender.bytes, 0);
    bandwidth.limit = 10_000;
    await clock.until(2_000);
    assert.ok(Math.abs(sender.bytes - 11_000) <= 1_000, `${sender.bytes}`);
  });

  it('can be lifted while someone waits', async () => {
    const bandwidth = limited(new HeldClock(), 0.5);
    const waiting = bandwidth.take(1e9, never);
    bandwidth.limit = undefined;
    assert.equal(await waiting, 1e9);
  });

  it('keeps the order of asking', async () => {
    const clock = new FakeClock();
    const bandwidth = limited(clock, 1_000);
    const order: number[] = [];
    await Promise.all([1, 2, 3].map((name) => bandwidth.take(500, never).then(() => order.push(name))));
    assert.deepEqual(order, [1, 2, 3]);
  });

  it('lets go of one that is cancelled at once, and of the time that it would have taken', async () => {
    const clock = new HeldClock();
    const bandwidth = limited(clock, 5);
    const controller = new AbortController();
    const cancelled = bandwidth.take(1_000_000, controller.signal);
    const sender = new Sender(bandwidth, clock, 100);
    await settled();
    controller.abort();
    await assert.rejects(cancelled, { name: 'AbortError' });
    await clock.until(2_000);
    assert.ok(Math.abs(sender.bytes - 10) <= 1, `${sender.bytes}`);
  });

  it('leaves no timer and no listener when the last one is cancelled', async () => {
    await settled();
    const timers = () => process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;
    const before = timers();
    const controller = new AbortController();
    const cancelled = limited(systemClock, 1).take(1_000_000, controller.signal);
    assert.equal(timers(), before + 1);
    controller.abort();
    await assert.rejects(cancelled, { name: 'AbortError' });
    assert.equal(timers(), before);
    assert.equal(getEventListeners(controller.signal, 'abort').length, 0);
  });

  it('does not wait when it is cancelled already', async () => {
    await assert.rejects(limited(systemClock, 1).take(1, AbortSignal.abort()), { name: 'AbortError' });
  });
});
