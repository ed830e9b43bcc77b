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
  let unacknowledged: number;

  beforeEach(() => {
    socket = new FakeSocket();
    clock = new FakeClock();
    unacknowledged = 5000;
    endWhenIdle(socket as never, 3200, clock, () => Promise.resolve(unacknowledged));
  });

  it('ends a connection once nothing has moved for the time that is set, and not before', () => {
    clock.pass(3199);
    assert.equal(socket.error, '');
    clock.pass(1);
    assert.equal(socket.error, 'IdleTimeout');
    assert.equal(clock.tickers, 0);
  });

  for (const [what, move] of [
    ['what was read', () => socket.bytesRead++],
    ['what was written', () => socket.bytesWritten++],
    ['what the system has taken of a write', () => socket._handle.writeQueueSize--],
  ] as const) {
    it(`begins anew with ${what}, and is late by a sixteenth at most`, () => {
      socket._handle.writeQueueSize = 1000;
      for (let round = 0; round < 5; round++) {
        clock.pass(3100);
        move();
      }
      clock.pass(3199);
      assert.equal(socket.error, '');
      clock.pass(201);
      assert.equal(socket.error, 'IdleTimeout');
    });
  }

  const passLooks = async (looks: number, then: () => void = () => undefined) => {
    for (let look = 0; look < looks; look++) {
      clock.pass(200);
      await new Promise((resolve) => setImmediate(resolve));
      then();
    }
  };

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
    await passLooks(100, () => (unacknowledged -= 50));
    assert.equal(socket.error, '');
    await passLooks(17);
    assert.equal(socket.error, 'IdleTimeout');
  });
});
