import assert from 'node:assert/strict';
import type { Entry, FileTree } from '../../../src/core/ports.ts';
import { Problem } from '../../../src/core/problem.ts';
import { walkFolder } from '../../../src/core/walkFolder.ts';
import { never } from './fakes.ts';

/** A folder by name; a text is a file, or a link when it begins with `->`. */
interface Folder {
  readonly [name: string]: Folder | string | null;
}

function tree(root: Folder, links: Readonly<Record<string, Awaited<ReturnType<FileTree<string>['follow']>>>> = {}) {
  const listed: string[] = [];
  const at = (path: string) =>
    path
      .split('/')
      .slice(1)
      .reduce<Folder | string | null | undefined>(
        (node, name) => (typeof node === 'object' ? node?.[name] : undefined),
        root,
      );
  const fileTree: FileTree<string> = {
    list: (path) => {
      listed.push(path);
      const folder = at(path);
      if (typeof folder !== 'object' || folder === null) {
        return Promise.reject(new Problem('fileUnreadable', { file: path, reason: 'EACCES' }));
      }
      return Promise.resolve(Object.entries(folder).map(([name, node]): Entry => ({ name, kind: kindOf(node) })));
    },
    child: (path, name) => `${path}/${name}`,
    follow: (path, within) => {
      assert.equal(within, 'root');
      return Promise.resolve(links[path] ?? 'missing');
    },
  };
  return { fileTree, listed };
}

function kindOf(node: Folder | string | null): Entry['kind'] {
  if (node === null) return 'other';
  if (typeof node === 'object') return 'folder';
  if (node === 'locked') return 'folder';
  return node.startsWith('->') ? 'link' : 'file';
}

async function walk(root: Folder, exclude?: readonly string[], path = 'photos') {
  const { fileTree } = tree(root, {
    'root/out': 'outside',
    'root/in': 'file',
    'root/loop': 'folder',
    'root/pipe': 'other',
  });
  const found = await walkFolder('root', path, fileTree, { signal: never, ...(exclude ? { exclude } : {}) });
  return found.map((one) => (one.kind === 'file' ? one.path : `${one.path}: ${one.problem.code}`));
}

describe('walking a folder', () => {
  it('leaves out what globs name from the folder above as well as from itself', async () => {
    const { fileTree } = tree({ keys: { id: 'x' }, own: { a: 'x' }, b: 'x' });
    const options = { signal: never, exclude: ['config/keys/**', 'own/**'], within: 'config' };
    const found = await walkFolder('root', 'config', fileTree, options);
    assert.deepEqual(
      found.map(({ path }) => path),
      ['config/b'],
    );
  });

  it('takes a folder that was chosen itself, whatever globs name it from the one above', async () => {
    const { fileTree } = tree({ keys: { id: 'x' }, b: 'x' });
    const options = { signal: never, exclude: ['/out/**', '**/build/**', 'out', '**/keys/**'], within: 'out/build' };
    const found = await walkFolder('root', 'build', fileTree, options);
    assert.deepEqual(
      found.map(({ path }) => path),
      ['build/b'],
    );
  });

  it('finds the files of all its folders, by name', async () => {
    assert.deepEqual(await walk({ b: 'x', a: { d: 'x', c: { e: 'x' } }, Z: 'x' }), [
      'photos/Z',
      'photos/a/c/e',
      'photos/a/d',
      'photos/b',
    ]);
  });

  it('tells where each file is', async () => {
    const { fileTree } = tree({ a: { b: 'x' } });
    const found = await walkFolder('root', '/home/x/', fileTree, { signal: never });
    assert.deepEqual(found, [{ kind: 'file', at: 'root/a/b', path: '/home/x/a/b' }]);
  });

  it('names files without a prefix when the folder is the working folder', async () => {
    assert.deepEqual(await walk({ a: { b: 'x' } }, [], '.'), ['a/b']);
  });

  it('leaves out .git and node_modules at any depth, without listing them', async () => {
    const { fileTree, listed } = tree({ '.git': { a: 'x' }, sub: { node_modules: { b: 'x' }, c: 'x' }, '.env': 'x' });
    const found = await walkFolder('root', 'p', fileTree, { signal: never });
    assert.deepEqual(
      found.map(({ path }) => path),
      ['p/.env', 'p/sub/c'],
    );
    assert.deepEqual(listed, ['root', 'root/sub']);
  });

  for (const [exclude, left] of [
    [['*.log'], ['photos/a.png', 'photos/sub/.x.png', 'photos/sub/b.png']],
    [['sub'], ['photos/a.log', 'photos/a.png']],
    [['/sub/*.png'], ['photos/a.log', 'photos/a.png', 'photos/sub/b.log']],
    [
      ['**/b.*', '**/.*'],
      ['photos/a.log', 'photos/a.png'],
    ],
    [['**'], []],
  ] as const) {
    it(`leaves out ${exclude.join(' and ')}`, async () => {
      const root = { 'a.png': 'x', 'a.log': 'x', sub: { 'b.png': 'x', 'b.log': 'x', '.x.png': 'x' } };
      assert.deepEqual(await walk(root, exclude), left);
    });
  }

  it('follows links to files inside, and rejects those that lead out, nowhere or to a pipe', async () => {
    assert.deepEqual(await walk({ out: '->', in: '->', gone: '->', pipe: '->' }), [
      'photos/gone: linkDangling',
      'photos/in',
      'photos/out: linkLeavesFolder',
      'photos/pipe: notAFile',
    ]);
  });

  it('does not walk a loop', async () => {
    assert.deepEqual(await walk({ loop: '->', a: 'x' }), ['photos/a']);
  });

  it('rejects pipes, sockets and devices', async () => {
    assert.deepEqual(await walk({ fifo: null }), ['photos/fifo: notAFile']);
  });

  it('goes on after a folder that cannot be read', async () => {
    assert.deepEqual(await walk({ a: 'locked', b: 'x' }), ['photos/a: fileUnreadable', 'photos/b']);
  });

  it('goes on after a link that cannot be followed', async () => {
    const { fileTree } = tree({ a: '->', b: 'x' });
    const broken: FileTree<string> = { ...fileTree, follow: () => Promise.reject(new Error('ELOOP')) };
    const found = await walkFolder('root', 'p', broken, { signal: never });
    assert.deepEqual(
      found.map(({ kind }) => kind),
      ['rejected', 'file'],
    );
  });

  it('ends when cancelled', async () => {
    const controller = new AbortController();
    const { fileTree, listed } = tree({ a: { b: 'x' }, c: { d: 'x' } });
    const list: FileTree<string>['list'] = (path, signal) => {
      if (path === 'root/a') controller.abort();
      return fileTree.list(path, signal);
    };
    const walking = walkFolder('root', 'p', { ...fileTree, list }, { signal: controller.signal });
    await assert.rejects(walking, { name: 'AbortError' });
    assert.deepEqual(listed, ['root', 'root/a']);
  });
});
