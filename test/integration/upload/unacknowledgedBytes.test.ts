import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { unacknowledgedBytes } from '../../../src/node/http/unacknowledgedBytes.ts';
import { listen } from './given.ts';

describe('what a peer has not acknowledged of a connection', () => {
  it('is what it does not read, beyond what its system holds for it, and gets less as it reads', async () => {
    const accepted = Promise.withResolvers<Socket>();
    const server = await listen((socket) => accepted.resolve(socket.pause()));
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    await once(socket, 'connect');
    assert.equal(await unacknowledgedBytes(descriptorOf(socket)), 0);
    socket.write(Buffer.alloc(64 * 1024 * 1024));
    while (!((await unacknowledgedBytes(descriptorOf(socket))) ?? 0)) await setImmediate();
    const peer = (await accepted.promise).resume();
    await once(socket, 'drain');
    while (await unacknowledgedBytes(descriptorOf(socket))) await setImmediate();
    peer.destroy();
    socket.destroy();
    await server.close();
  });

  it('is not known of what is no connection', async () => {
    assert.equal(await unacknowledgedBytes(-1), undefined);
    assert.equal(await unacknowledgedBytes(0), undefined);
  });
});

function descriptorOf(socket: Socket): number {
  return (socket as Socket & { readonly _handle: { readonly fd: number } })._handle.fd;
}
