import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { content, InterruptedUploads } from './interruptedUploads.ts';
import { recordsOf } from './porter.ts';

describe('porter resume at a tus server that moves away what it has whole', () => {
  let uploads: InterruptedUploads;
  const moved: string[] = [];
  beforeEach(async () => {
    uploads = await InterruptedUploads.open();
    moved.splice(0);
    uploads.movedTo = moved;
  });
  afterEach(() => uploads.close());

  for (const [signal, size] of [
    ['SIGTERM', content.length],
    ['SIGKILL', content.length],
    ['SIGKILL', 3],
  ] as const) {
    it(`sends nothing again after ${signal} in the answer to the last of ${size} bytes, of which it knows nothing`, async () => {
      const sent = content.subarray(0, size);
      await writeFile(join(uploads.porter.folder, 'a.bin'), sent);
      await uploads.endedIn('onFinish', signal, 'upload', 'a.bin', '--to', 'web');
      const run = await uploads.run('resume', '--json');
      const told = recordsOf(run.stdout).map(({ status, continuable }) => [status, continuable]);
      assert.deepEqual(told, [['unknown', undefined]]);
      assert.match(run.stdout, /may be stored or not\. Look there/);
      assert.equal(moved.length, 1);
      assert.ok((await readFile(moved[0] ?? '')).equals(sent));
      const again = await uploads.run('upload', 'a.bin', '--to', 'web');
      assert.equal(again.code, 0, again.stderr);
      assert.equal(moved.length, 2);
    });
  }
});
