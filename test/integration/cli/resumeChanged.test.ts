import assert from 'node:assert/strict';
import { mkdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { content, InterruptedUploads, partSize } from './interruptedUploads.ts';
import { recordsOf } from './porter.ts';
import { rewriteInPlace, setLongAgo } from '../../unit/node/files/rewriteInPlace.ts';

describe('porter resume, when something has changed', () => {
  let uploads: InterruptedUploads;
  beforeEach(async () => {
    uploads = await InterruptedUploads.open();
  });
  afterEach(() => uploads.close());

  it('starts over what changed meanwhile', async () => {
    await uploads.endedBy('SIGKILL');
    await utimes(join(uploads.porter.folder, 'a.bin'), 1, 1);
    const { stdout } = await uploads.run('resume', '--json');
    const [line] = recordsOf(stdout);
    assert.deepEqual([line?.status, line?.resumedFrom], ['uploaded', undefined]);
    await uploads.requireWhole(line?.url);
    assert.equal((await uploads.server.uploads()).length, 1);
  });

  it('starts over what was rewritten in place meanwhile and given its time again', async () => {
    const path = join(uploads.porter.folder, 'a.bin');
    await setLongAgo(path);
    await uploads.endedBy('SIGKILL');
    await rewriteInPlace(
      path,
      [0, 1, 2, 3, 4].map((part) => part * partSize),
    );
    const { stdout } = await uploads.run('resume', '--json');
    const [line] = recordsOf(stdout);
    assert.deepEqual([line?.status, line?.resumedFrom], ['uploaded', undefined]);
    assert.deepEqual(line?.warnings, [
      'a.bin may have changed since its upload was interrupted, so it was uploaded from its start.',
    ]);
    assert.ok((await readFile(uploads.server.pathOf(line.url ?? ''))).equals(await readFile(path)));
  });

  it('goes on with right settings after it was tried with wrong ones', async () => {
    await uploads.endedBy('SIGTERM');
    const wrong = uploads.server.url.replace(/:\d+/, ':1');
    await uploads.configure({ web: { kind: 'tus', url: wrong, partSize, retries: 0 } });
    const failed = await uploads.run('resume');
    assert.deepEqual([failed.code, failed.stdout], [1, '']);
    await uploads.configure({ web: { kind: 'tus', url: uploads.server.url, partSize } });
    const [line] = recordsOf((await uploads.run('resume', '--json')).stdout);
    assert.deepEqual([line?.status, line?.resumedFrom], ['uploaded', 2 * partSize]);
  });

  it('sends nothing where its destination leads elsewhere by now, and says so', async () => {
    await uploads.endedBy('SIGTERM');
    const { url } = await uploads.porter.serve(['--no-token']);
    for (const profile of [
      { ...uploads.profile, url: `${url}/files/?key=hidden` },
      { kind: 'form', url },
    ]) {
      await uploads.configure({ web: profile });
      const { code, stdout, stderr } = await uploads.run('resume');
      assert.deepEqual([code, stdout], [1, '']);
      const began = `The upload of a.bin was begun at ${uploads.server.url}, but “web” leads elsewhere now`;
      assert.ok(stderr.includes(began), stderr);
    }
    await uploads.configure({ web: uploads.profile });
    const [line] = recordsOf((await uploads.run('resume', '--json')).stdout);
    assert.deepEqual([line?.status, line?.resumedFrom], ['uploaded', 2 * partSize]);
  });

  it('has nothing to go on with when the file was uploaded whole since, which says where the rest is', async () => {
    await uploads.endedBy('SIGTERM');
    const { url } = await uploads.porter.serve(['--no-token']);
    await uploads.configure({ web: { kind: 'form', url } });
    const run = await uploads.run('upload', 'a.bin', '--to', 'web');
    assert.equal(run.code, 0, run.stderr);
    const held = /What was sent of a\.bin stays at .* until it is deleted there/;
    assert.match(run.stderr, held);
    assert.match((await uploads.run('resume')).stderr, /^No upload was interrupted\.$/m);
    const again = await uploads.run('upload', 'a.bin', '--to', 'web');
    assert.equal(again.code, 0, again.stderr);
    assert.doesNotMatch(again.stderr, held);
  });

  it('says that it cannot look what was interrupted, which is not that nothing was', async () => {
    const state = join(uploads.porter.folder, '.state/porter');
    await mkdir(state, { recursive: true });
    await writeFile(join(state, 'sessions'), 'no folder');
    const { code, stderr } = await uploads.run('resume');
    assert.equal(code, 1);
    assert.match(stderr, /sessions cannot be read \(not a directory\)/);
    assert.doesNotMatch(stderr, /No upload was interrupted/);
    // What is uploaded is told of its own.
    const upload = await uploads.run('upload', 'a.bin', '--to', 'web');
    assert.equal(upload.code, 0, upload.stderr);
  });

  it('says which file is gone, and keeps its record until that is discarded', async () => {
    await uploads.endedBy('SIGKILL');
    const file = join(uploads.porter.folder, 'a.bin');
    await rm(file);
    for (const code of ['fileNotFound', 'notAFile']) {
      const run = await uploads.run('resume', '--json');
      assert.equal(run.code, 1);
      assert.deepEqual(
        recordsOf(run.stdout).map(({ file, size, continuable, problem }) => [file, size, continuable, problem?.code]),
        [['a.bin', content.length, true, code]],
      );
      assert.match(run.stderr, /^Put back what is gone, or give up all .*: “porter resume --discard”\.$/m);
      if (code === 'fileNotFound') await mkdir(file);
    }
    assert.equal((await uploads.run('resume', '--discard')).code, 0);
    assert.deepEqual(await uploads.server.uploads(), []);
  });
});
