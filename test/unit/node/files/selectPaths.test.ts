import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { selectOne, selectPaths } from '../../../../src/node/files/selectPaths.ts';

const { signal } = new AbortController();

describe('paths on a command line', () => {
  let root: string;
  let cwd: string;
  before(async () => {
    root = await mkdtemp(join(tmpdir(), 'porter-'));
    cwd = join(root, 'work');
    const files = [
      'a.png',
      'b.txt',
      '[x].txt',
      'x.txt',
      'sub/c.png',
      'sub/deep/d.png',
      'sub/.git/config',
      '../out/secret',
    ];
    files.push('node_modules/m.js', 'sub/.hidden');
    for (const file of files) {
      await mkdir(dirname(join(cwd, file)), { recursive: true });
      await writeFile(join(cwd, file), file);
    }
    await mkdir(join(cwd, 'links/inner'), { recursive: true });
    await mkdir(join(cwd, 'empty'));
    await writeFile(join(cwd, 'links/real'), '');
    await symlink('real', join(cwd, 'links/inside'));
    await symlink('../../out/secret', join(cwd, 'links/outside'));
    await symlink('..', join(cwd, 'links/inner/loop'));
    await symlink('gone', join(cwd, 'links/dangling'));
    await symlink(join(root, 'out'), join(cwd, 'links/folder'));
    execFileSync('mkfifo', [join(cwd, 'links/pipe')]);
  });
  after(() => rm(root, { recursive: true }));

  /** The paths, and the problem's code behind those that can't be taken. */
  async function select(...paths: string[]): Promise<string[]> {
    const selection = await selectPaths(paths, { signal, cwd });
    return selection.map((selected) =>
      selected.kind === 'source' ? selected.source.path : `${selected.path}: ${selected.problem.code}`,
    );
  }

  it('are files, relative to the working folder', async () => {
    assert.deepEqual(await select('a.png', './sub/../b.txt', 'sub/c.png'), ['a.png', 'b.txt', 'sub/c.png']);
  });

  it('are shown whole when they lie elsewhere', async () => {
    assert.deepEqual(await select('../out/secret'), [join(root, 'out/secret')]);
  });

  it('are folders, with all that is in them but .git and node_modules', async () => {
    assert.deepEqual(await select('sub'), ['sub/.hidden', 'sub/c.png', 'sub/deep/d.png']);
    const all = await select('.');
    assert.ok(all.includes('a.png') && all.includes('sub/deep/d.png'));
    assert.ok(!all.some((path) => path.includes('node_modules') || path.includes('.git')));
  });

  it('are globs', async () => {
    assert.deepEqual(await select('*.png'), ['a.png']);
    assert.deepEqual(await select('sub/*.png'), ['sub/c.png']);
    assert.deepEqual(await select('sub/**/*.png'), ['sub/c.png', 'sub/deep/d.png']);
    assert.deepEqual(await select('{a,b}.*'), ['a.png', 'b.txt']);
    assert.deepEqual(await select('../out/s*'), [join(root, 'out/secret')]);
  });

  it('take a folder that a glob matches whole, as a shell would', async () => {
    assert.deepEqual(await select('su*'), ['sub/.hidden', 'sub/c.png', 'sub/deep/d.png']);
  });

  it('are taken literally when a file has that name', async () => {
    assert.deepEqual(await select('[x].txt'), ['[x].txt']);
    assert.deepEqual(await select('[a-x].txt'), ['b.txt', 'x.txt']);
  });

  it('are rejected alone when they are not there or match nothing', async () => {
    assert.deepEqual(await select('empty', 'gone.txt', '*.gone', 'none/*.png', 'a.png'), [
      'empty: nothingMatches',
      'gone.txt: fileNotFound',
      '*.gone: nothingMatches',
      'none/*.png: nothingMatches',
      'a.png',
    ]);
  });

  it('are told apart where they are not there any more and went by one path', async () => {
    const gone = await Promise.all(['one/gone', 'two/gone'].map((path) => selectOne(path, { signal, cwd }, 'gone')));
    const ids = gone.map((selected) => (selected.kind === 'rejected' ? selected.id : assert.fail('is there')));
    assert.equal(new Set(ids).size, 2);
  });

  it('do not lead out of a folder by links in it, nor around in it', async () => {
    assert.deepEqual(await select('links'), [
      'links/dangling: linkDangling',
      'links/folder: linkLeavesFolder',
      'links/inside',
      'links/outside: linkLeavesFolder',
      'links/pipe: notAFile',
      'links/real',
    ]);
  });

  it('do not lead out of where a glob begins by links that it matches', async () => {
    assert.deepEqual(await select('links/o*'), ['links/outside: linkLeavesFolder']);
  });

  it('follow a link that is chosen itself', async () => {
    assert.deepEqual(await select('links/outside'), ['links/outside']);
    assert.deepEqual(await select('links/folder'), ['links/folder/secret']);
  });

  it('are not looked at once cancelled', async () => {
    await assert.rejects(selectPaths(['a.png'], { signal: AbortSignal.abort(), cwd }), { name: 'AbortError' });
  });
});
