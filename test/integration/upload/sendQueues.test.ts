import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { listSendQueues } from '../../../src/node/http/listSendQueues.ts';
import { SendQueues } from '../../../src/node/http/sendQueues.ts';
import { listen } from './given.ts';

describe('what a peer has not acknowledged of a connection', () => {
  const accepted: Socket[] = [];
  let server: Awaited<ReturnType<typeof listen>>;
  let sockets: readonly Socket[];

  beforeEach(async () => {
    server = await listen((socket) => accepted.push(socket.pause()));
    sockets = [1, 2, 3].map(() => connect(Number(new URL(server.url).port), '127.0.0.1'));
    await Promise.all(sockets.map((socket) => once(socket, 'connect')));
    while (accepted.length < sockets.length) await setImmediate();
  });

  afterEach(async () => {
    for (const socket of [...sockets, ...accepted.splice(0)]) socket.destroy();
    await server.close();
  });

  it('is what it does not read, beyond what its system holds for it, and gets less as it reads', async () => {
    const [socket] = sockets;
    assert.ok(socket);
    const queues = new SendQueues(listSendQueues, () => Promise.resolve());
    const left = () => queues.unacknowledged(descriptorOf(socket));
    assert.equal(await left(), 0);
    socket.write(Buffer.alloc(64 * 1024 * 1024));
    while (!((await left()) ?? 0)) await setImmediate();
    for (const peer of accepted) peer.resume();
    await once(socket, 'drain');
    while (await left()) await setImmediate();
  });

  it('is not known of what is no connection', async () => {
    const queues = new SendQueues();
    assert.equal(await queues.unacknowledged(-1), undefined);
    assert.equal(await queues.unacknowledged(0), undefined);
  });

  it('is found by one look for all that ask, and the next one begins after a pause', async () => {
    const pauses: (() => void)[] = [];
    let looks = 0;
    const queues = new SendQueues(
      () => {
        looks++;
        return listSendQueues();
      },
      () => new Promise((resolve) => pauses.push(resolve)),
    );
    const ask = () => Promise.all(sockets.map((socket) => queues.unacknowledged(descriptorOf(socket))));
    assert.deepEqual(await ask(), [0, 0, 0]);
    assert.equal(looks, 1);
    const [second, third] = [ask(), ask()];
    while (pauses.length === 0) await setImmediate();
    for (let turn = 0; turn < 100; turn++) await setImmediate();
    assert.equal(looks, 1);
    pauses[0]?.();
    assert.deepEqual(
      [await second, await third],
      [
        [0, 0, 0],
        [0, 0, 0],
      ],
    );
    assert.equal(looks, 2);
  });

  it('keeps no process alive between two looks', async () => {
    const [socket] = sockets;
    assert.ok(socket);
    const timers = () => process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;
    // The test's own is there when it has begun.
    await setImmediate();
    const before = timers();
    const queues = new SendQueues();
    await queues.unacknowledged(descriptorOf(socket));
    void queues.unacknowledged(descriptorOf(socket));
    await setImmediate();
    assert.equal(timers(), before);
  });
});

function descriptorOf(socket: Socket): number {
  return (socket as Socket & { readonly _handle: { readonly fd: number } })._handle.fd;
}
