import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { networkThreads } from '../../../src/node/ocr/fixedPoint/networkThreads.ts';
import { builtNetworks, pictures } from './backbones.ts';
import { assetsFolder } from './pictures.ts';

describe('networks in threads', () => {
  const script = join(assetsFolder, 'networkThread.cjs');

  it('compute the same as in one, and answer each with its own', async () => {
    const packed = await builtNetworks();
    const requests = [
      ...[64, 40, 96, 16, 64].map((width) => ({ network: 'backbone', height: 48, width }) as const),
      ...[64, 32, 96].map((width) => ({ network: 'detector', height: 64, width }) as const),
    ];
    const runAll = (threads: number) => {
      const networks = networkThreads(script, packed, threads);
      return Promise.all(
        requests.map(({ network, height, width }) => networks.run(network, pictures(1, height, width))),
      );
    };
    assert.deepEqual(await runAll(2), await runAll(1));
  });

  for (const threads of [1, 2]) {
    it(`are handed over what they compute from, ${threads} of them`, async () => {
      const given = pictures(1, 48, 16);
      await networkThreads(script, await builtNetworks(), threads).run('backbone', given);
      assert.equal(given.data.length, 0);
    });
  }

  it('fail where a thread failed, then and from then on', async () => {
    // Half as many threads as batches at once.
    const broken = networkThreads(script, await builtNetworks(), 2);
    // More than a memory has.
    const tooLarge = () => broken.run('backbone', { ...pictures(1, 48, 16), height: 1e9 });
    await Promise.all([1, 2].map(() => assert.rejects(tooLarge(), RangeError)));
    await assert.rejects(broken.run('backbone', pictures(1, 48, 16)), RangeError);
  });

  it('fail where a thread ended', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'porter-ocr-'));
    try {
      const exiting = join(folder, 'exiting.cjs');
      await writeFile(exiting, `require('node:worker_threads').parentPort.on('message', () => process.exit(3))`);
      const ending = networkThreads(exiting, await builtNetworks(), 2);
      // One for each thread, then one for a thread that has ended.
      for (let count = 0; count < 3; count++) {
        const answer = ending.run('backbone', pictures(1, 48, 16));
        await assert.rejects(answer, { message: 'its thread ended with code 3' });
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
