import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { type TakenRequest } from '../servers/scriptedServer.ts';
import { bytesOf, destinationOf, isTransferError, plannedBytes, quiet } from './given.ts';
import { scriptedTus, state } from './scriptedTus.ts';

describe('A tus destination whose server ends an answer early, or never', () => {
  const { start, given, begin, held, patch } = scriptedTus();

  for (const [what, act, method] of [
    ['creates an upload', begin, 'POST'],
    ['asks for the offset', held, 'HEAD'],
    ['sends a part', patch, 'PATCH'],
  ] as const) {
    describe(`which ${what}`, () => {
      it('fails when the connection ends instead of the answer', async () => {
        await given({ [method]: (_: TakenRequest, socket: Socket) => void socket.destroy() });
        await assert.rejects(act(), isTransferError('connectionLost', { sent: 'something' }));
      });

      it('fails when the connection ends in the answer’s headers', async () => {
        await given({
          [method]: (_: TakenRequest, socket: Socket) =>
            void socket.end('HTTP/1.1 204 x\r\ntus-resumable: 1.0.0\r\nupload-off'),
        });
        await assert.rejects(act(), isTransferError('connectionLost'));
      });

      it('is not held up by headers without an end', async () => {
        await given({
          [method]: (_: TakenRequest, socket: Socket) => {
            socket.on('drain', () => socket.write(`x-filler: ${'x'.repeat(8000)}\r\n`.repeat(20)));
            socket.write(`HTTP/1.1 204 x\r\n${`x-filler: ${'x'.repeat(8000)}\r\n`.repeat(20)}`);
            return undefined;
          },
        });
        await assert.rejects(act(), isTransferError('answerInvalid', {}, { reason: 'its headers are too long' }));
      });
    });
  }

  for (const [what, act, method] of [
    ['creates an upload', begin, 'POST'],
    ['sends a part', patch, 'PATCH'],
  ] as const) {
    it(`which ${what} is not held up by an answer without an end`, async () => {
      await given({
        [method]: (_: TakenRequest, socket: Socket) => {
          socket.on('drain', () => socket.write('x'.repeat(100_000)));
          socket.write(`HTTP/1.1 200 x\r\n\r\n${'x'.repeat(2_000_000)}`);
          return undefined;
        },
      });
      await assert.rejects(act(), isTransferError('answerInvalid', {}, { reason: 'it is longer than 1 MiB' }));
    });
  }

  it('fails when the connection ends before a part is sent whole', async () => {
    const large = plannedBytes(bytesOf(8 * 1024 * 1024));
    const server = await start((_, socket) => void socket.destroy());
    server.server.on('connection', (socket) => socket.once('data', () => socket.resetAndDestroy()));
    const to = destinationOf({ kind: 'tus', url: server.url });
    const sent = to.session?.send(state, large, { start: 0, end: large.source.size }, quiet);
    await assert.rejects(sent ?? Promise.resolve(), isTransferError('connectionLost', { sent: 'something' }));
  });
});
