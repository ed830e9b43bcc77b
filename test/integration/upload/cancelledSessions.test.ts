import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import type { S3Profile, TusProfile } from '../../../src/core/profile/profile.ts';
import { TransferQueue } from '../../../src/core/transfer/transferQueue.ts';
import { ownTime } from '../../setup/ownTime.ts';
import { answerOf } from '../servers/scriptedServer.ts';
import { faultBench, mebibyte } from './faultBench.ts';
import { destinationOf } from './given.ts';
import { begun, refusal } from './scriptedS3.ts';

const ofTus = { 'tus-resumable': '1.0.0' };
const profiles: Readonly<Record<'tus' | 's3', (url: string) => TusProfile | S3Profile>> = {
  tus: (url) => ({ kind: 'tus', url }),
  s3: (endpoint) => ({
    kind: 's3',
    endpoint,
    bucket: 'photos',
    credentials: { accessKeyId: 'AKIA', secretAccessKey: 'hidden' },
  }),
};

/** Answers what is about an upload, and takes no more of the first part than a connection holds. */
function takesNoPart(onPart: (socket: Socket) => void): (socket: Socket) => void {
  return (socket) => {
    socket.on('data', (data) => {
      // What remains of a part begins like no request: its bytes are zeros.
      const [, method, query] = /^([A-Z]+) [^ ?]*(\?uploads=? )?/.exec(data.toString('latin1')) ?? [];
      if (method === 'PUT' || method === 'PATCH') onPart(socket.pause());
      else if (method === 'POST' && query) socket.write(answerOf(200, {}, begun));
      else if (method === 'POST') socket.write(answerOf(201, { ...ofTus, location: '/files/1' }));
      else if (method === 'GET') socket.write(refusal(404, 'NoSuchUpload'));
      else if (method)
        socket.write(answerOf(204, { ...ofTus, 'tus-version': '1.0.0', 'tus-extension': 'creation,termination' }));
    });
  };
}

for (const [kind, profileOf] of Object.entries(profiles)) {
  describe(`an upload by ${kind} that is cancelled`, () => {
    const { start, plannedFile } = faultBench();

    it('while a part is sent ends, and closes the socket, within 250 ms', async () => {
      const part = Promise.withResolvers<Socket>();
      const url = await start(takesNoPart(part.resolve));
      const controller = new AbortController();
      await using queue = new TransferQueue();
      const transfer = { signal: controller.signal };
      // Of whole parts alone: a connection holds a small last one.
      const file = await plannedFile(64 * mebibyte);
      const outcomes = queue.transfer([file], destinationOf(profileOf(url)), transfer);
      const peer = await part.promise;
      const closed = new Promise((resolve) => peer.once('close', resolve));
      const took = await ownTime(async () => {
        controller.abort();
        const [outcome] = await outcomes;
        assert.equal(outcome?.status, 'cancelled');
        peer.resume();
        await closed;
      });
      assert.ok(took < 250, `${took} ms`);
    });
  });
}
