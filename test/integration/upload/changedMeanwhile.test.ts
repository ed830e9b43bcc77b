import assert from 'node:assert/strict';
import { appendFile, open, truncate } from 'node:fs/promises';
import { Problem } from '../../../src/core/problem.ts';
import { destinationOf, isProblem, quiet, signal } from './given.ts';
import { faultBench, kinds, mebibyte } from './faultBench.ts';

for (const kind of kinds) {
  describe(`a ${kind} upload`, () => {
    const bench = faultBench();
    const { start, plannedFile } = bench;

    for (const [happens, make] of Object.entries({
      grows: (path: string) => appendFile(path, 'more'),
      shrinks: (path: string) => truncate(path, mebibyte),
      'is rewritten': async (path: string) => {
        await using file = await open(path, 'r+');
        await file.write('other');
      },
    })) {
      it(`of a file that ${happens} meanwhile fails, and the server gets less than was announced`, async () => {
        let got = 0;
        const closed = Promise.withResolvers<unknown>();
        const url = await start((socket) => {
          socket.on('data', ({ length }) => (got += length)).on('close', closed.resolve);
        });
        const size = 20 * mebibyte;
        const file = await plannedFile(size);
        let change: Promise<void> | undefined;
        const onBytes = () => {
          change ??= make(bench.path);
        };
        await assert.rejects(destinationOf({ kind, url }).send([file], { signal, onBytes }), {
          name: 'Problem',
          code: 'fileChanged',
        });
        await closed.promise;
        assert.ok(got < size, `${got} of ${size} bytes`);
      });
    }

    it('of a file that cannot be read to its end fails with that, and the server gets less than was announced', async () => {
      let got = 0;
      const closed = Promise.withResolvers<unknown>();
      const url = await start((socket) => {
        socket.on('data', ({ length }) => (got += length)).on('close', closed.resolve);
      });
      const { source, ...file } = await plannedFile(20 * mebibyte);
      async function* damaged() {
        yield await Promise.resolve(Buffer.alloc(mebibyte));
        throw new Problem('fileUnreadable', { file: 'file', reason: 'i/o error' });
      }
      await assert.rejects(
        destinationOf({ kind, url }).send([{ ...file, source: { ...source, open: damaged } }], quiet),
        isProblem('fileUnreadable', { reason: 'i/o error' }),
      );
      await closed.promise;
      assert.ok(got < 20 * mebibyte, `${got} bytes`);
    });
  });
}
