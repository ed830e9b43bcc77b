import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { endWhenIdle } from '../../../../src/node/http/idleTimeout.ts';
import { FakeClock } from '../../core/fakeClock.ts';

class FakeSocket extends EventEmitter {
  bytesRead = 0;
  bytesWritten = 0;
  readonly _handle = { writeQueueSize: 0 };
  error = '';

  destroy(error?: Error): this {
    this.error = error?.name ?? '';
    this.emit('close');
    return this;
  }
}

describe('endWhenIdle', () => {
  let socket: FakeSocket;
  let clock: FakeClock;
  /** Bytes that the system has and the other side has not acknowledged. */
  let unacknowledged: number | undefined;
  let lookedBehind: number;
  /** What a look behind waits for. */
  let held: Promise<unknown> | undefined;

  beforeEach(() => {
    socket = new FakeSocket();
    clock = new FakeClock();
    unacknowledged = 5000;
    lookedBehind = 0;
    held = undefined;
    const lookBehind = async () => {
      lookedBehind++;
      await held;
      return unacknowledged;
    };
    endWhenIdle(socket as never, 3200, lookBehind, clock);
  });

  const settled = () => new Promise((resolve) => setImmediate(resolve));

  const pass = async (ms: number) => {
    for (let passed = 0; passed < ms; passed += 50) {
      clock.pass(50);
      await settled();
    }
  };

  const passLooks = async (looks: number, then: () => void = () => undefined) => {
    for (let look = 0; look < looks; look++) {
      await pass(200);
      then();
    }
  };

  for (const left of [5000, 0, undefined]) {
    it(`ends a connection once nothing has moved for the time that is set, and not before, ${left} bytes being left`, async () => {
      unacknowledged = left;
      await pass(3150);
      assert.equal(socket.error, '');
      await pass(50);
      assert.equal(socket.error, 'IdleTimeout');
      assert.equal(clock.tickers, 0);
    });
  }

  for (const [what, move] of [
    ['what was read', () => socket.bytesRead++],
    ['what was written', () => socket.bytesWritten++],
    ['what the system has taken of a write', () => socket._handle.writeQueueSize--],
  ] as const) {
    it(`begins anew with ${what}, and is late by a sixteenth at most`, async () => {
      socket._handle.writeQueueSize = 1000;
      for (let round = 0; round < 5; round++) {
        await pass(3100);
        move();
      }
      await pass(3150);
      assert.equal(socket.error, '');
      await pass(250);
      assert.equal(socket.error, 'IdleTimeout');
    });
  }

  it('is as late when an earlier silence had something else behind it', async () => {
    await passLooks(3);
    socket.bytesWritten++;
    unacknowledged = 0;
    await passLooks(16);
    assert.equal(socket.error, '');
    await passLooks(1);
    assert.equal(socket.error, 'IdleTimeout');
  });

  it('begins anew with what the other side acknowledges of what the system has, and ends when it has stopped', async () => {
    let left = 5000;
    await passLooks(100, () => (unacknowledged = left -= 50));
    assert.equal(socket.error, '');
    await passLooks(17);
    assert.equal(socket.error, 'IdleTimeout');
  });

  it('waits for a look behind that takes long, and begins anew with what it finds to have gone', async () => {
    await passLooks(10);
    const look = Promise.withResolvers<undefined>();
    held = look.promise;
    await passLooks(50);
    assert.equal(socket.error, '');
    assert.equal(lookedBehind, 11);
    unacknowledged = 4000;
    look.resolve(undefined);
    await passLooks(15);
    assert.equal(socket.error, '');
    await passLooks(1);
    assert.equal(socket.error, 'IdleTimeout');
  });

  it('does not end by a look behind during which something moved', async () => {
    await passLooks(10);
    const look = Promise.withResolvers<undefined>();
    held = look.promise;
    await passLooks(50);
    socket.bytesRead++;
    look.resolve(undefined);
    await passLooks(16);
    assert.equal(socket.error, '');
  });

  it('does not look again where nothing was left, until something is written', async () => {
    unacknowledged = 0;
    await passLooks(10);
    assert.equal(lookedBehind, 1);
    socket.bytesWritten++;
    await passLooks(2);
    assert.equal(lookedBehind, 2);
  });
});
