import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readdir, readlink } from 'node:fs/promises';
import type { Socket } from 'node:net';
import type { PlannedFile } from '../../../src/core/model.ts';
import { ownTime } from '../../setup/ownTime.ts';
import { destinationOf, plannedBytes, quiet } from './given.ts';
import { faultBench, kinds, mebibyte } from './faultBench.ts';

for (const kind of kinds) {
  describe(`a ${kind} upload that is cancelled`, () => {
    const { start, plannedFile } = faultBench();

    /** Sends the file, cancels when `ready` says so, and checks that all is gone soon after. */
    async function checkCancel(url: string, file: PlannedFile, ready: Promise<Socket | undefined>): Promise<void> {
      const before = await descriptors();
      const controller = new AbortController();
      const options = { signal: controller.signal, onBytes: () => undefined };
      const sending = assert.rejects(destinationOf({ kind, url }).send([file], options), { name: 'AbortError' });
      const peer = await ready;
      const closed = peer && once(peer, 'close');
      const took = await ownTime(async () => {
        controller.abort();
        await sending;
        peer?.resume();
        await closed;
      });
      assert.ok(took < 250, `${took} ms`);
      assert.deepEqual(await descriptors(), before);
    }

    it('while it is sent closes the socket and the file within 250 ms', async () => {
      const sent = Promise.withResolvers<Socket>();
      const url = await start((socket) => socket.once('data', () => sent.resolve(socket.pause())));
      await checkCancel(url, await plannedFile(50 * mebibyte), sent.promise);
    });

    it('while it waits for the answer closes the socket within 250 ms', async () => {
      const sent = Promise.withResolvers<Socket>();
      const url = await start((socket) => socket.once('data', () => sent.resolve(socket)));
      await checkCancel(url, plannedBytes('x'), sent.promise);
    });

    it('while it connects stops connecting within 250 ms', async () => {
      // RFC 5737: an address at which nobody answers.
      const connecting = new Promise<undefined>((resolve) => setImmediate(() => resolve(undefined)));
      await checkCancel('http://192.0.2.1/', plannedBytes('x'), connecting);
    });

    it('before it began sends nothing', async () => {
      let connections = 0;
      const url = await start(() => connections++);
      await assert.rejects(
        destinationOf({ kind, url }).send([plannedBytes('x')], { ...quiet, signal: AbortSignal.abort() }),
        { name: 'AbortError' },
      );
      assert.equal(connections, 0);
    });
  });
}

/** What this process has open but pipes and the like, and sockets that this side accepted. */
async function descriptors(): Promise<string[]> {
  const links = (await readdir('/proc/self/fd')).map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => ''));
  const handles = process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap' || name === 'ConnectWrap');
  return [...(await Promise.all(links)).filter((link) => link.includes('porter-')), ...handles].toSorted();
}
