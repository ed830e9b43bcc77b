import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Porter } from './porter.ts';

const module = new URL('../../../src/cli/compiledBundle.ts', import.meta.url).href;

interface How {
  readonly calls?: boolean;
  readonly hasRoom?: boolean;
  readonly user?: number;
  readonly arch?: string;
}

describe('a bundle that is run by the code of an earlier run', () => {
  let root: string;
  let file: string;
  let folder: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'porter-bundle-'));
    file = join(root, 'bundle.cjs');
    folder = join(root, 'cache', 'code');
    await write('hello');
  });
  afterEach(() => rm(root, { recursive: true }));

  async function write(word: string): Promise<void> {
    await writeFile(file, `"use strict"; module.exports = { greet: () => "${word} – " + bundleUrl };`);
    // As many tools that install packages do.
    await utimes(file, 1, 1);
  }

  function greeting(word: string): string {
    return `${word} – ${pathToFileURL(file).href}`;
  }

  /** Runs it in a process of its own, as one process compiles the same but once, and keeps the code. */
  function run({ calls = true, hasRoom = true, user, arch }: How = {}): string {
    // No file may grow.
    const [program, ...before] = [...(hasRoom ? [] : ['sh', '-c', 'ulimit -f 0 && exec "$0" "$@"']), process.execPath];
    const { stdout, stderr } = spawnSync(
      program,
      [
        ...before,
        '--input-type=module',
        '--eval',
        `import { runBundle } from ${JSON.stringify(module)};
        ${user === undefined ? '' : `process.geteuid = () => ${user};`}
        ${arch === undefined ? '' : `Object.defineProperty(process, 'arch', { value: '${arch}' });`}
        const { exports, keepCode } = runBundle(${JSON.stringify(file)}, ${JSON.stringify(folder)});
        if (${calls}) process.stdout.write(exports.greet());
        keepCode();`,
      ],
      { encoding: 'utf8', env: { PATH: process.env['PATH'] }, timeout: 30_000 },
    );
    assert.equal(stderr, '');
    return stdout;
  }

  async function kept(): Promise<string> {
    const names = await readdir(folder);
    assert.equal(names.length, 1);
    return join(folder, names[0] ?? '');
  }

  it('does the same', async () => {
    assert.equal(run(), greeting('hello'));
    assert.ok((await stat(await kept())).size > 0);
    assert.equal(run(), greeting('hello'));
  });

  it('keeps the code once, for this user only', async () => {
    run();
    const before = await stat(await kept());
    run();
    const after = await stat(await kept());
    assert.equal(after.ino, before.ino);
    if (process.platform !== 'win32') assert.equal(after.mode & 0o777, 0o600);
  });

  it('is not run by the code of another user, which goes', async () => {
    run();
    const { uid } = await stat(await kept());
    await utimes(await kept(), 1, 1);
    run({ user: uid });
    assert.equal((await stat(await kept())).mtimeMs, 1_000);
    assert.equal(run({ user: uid + 1 }), greeting('hello'));
    assert.ok((await stat(await kept())).mtimeMs > 1_000);
  });

  it('is not run by the code of another processor, as homes and Rosetta bring it about', async () => {
    run();
    const before = await kept();
    assert.equal(run({ arch: 'other' }), greeting('hello'));
    assert.notEqual(await kept(), before);
  });

  it('keeps the functions that were called', async () => {
    run({ calls: false });
    const { size } = await stat(await kept());
    await rm(await kept());
    run();
    assert.ok((await stat(await kept())).size > size);
  });

  it('is not run by the code of a bundle of the same length and time that it replaced, which goes', async () => {
    run();
    const before = await kept();
    await write('HELLO');
    assert.equal(run(), greeting('HELLO'));
    assert.notEqual(await kept(), before);
  });

  for (const [what, damage] of [
    ['cut short', (path: string) => truncate(path, 40)],
    ['nothing', (path: string) => truncate(path, 0)],
    ['damaged', async (path: string) => writeFile(path, (await readFile(path)).fill(0xaa, 200, 300))],
    ['zeros', async (path: string) => writeFile(path, Buffer.alloc((await stat(path)).size))],
  ] as const) {
    it(`is compiled anew when what was kept is ${what}`, async () => {
      run();
      const { size } = await stat(await kept());
      await damage(await kept());
      const damaged = await readFile(await kept());
      assert.equal(run(), greeting('hello'));
      const after = await readFile(await kept());
      assert.equal(after.length, size);
      assert.ok(!after.equals(damaged));
    });
  }

  it('leaves nothing behind where the disk is full', async () => {
    assert.equal(run({ hasRoom: false }), greeting('hello'));
    assert.deepEqual(await readdir(folder), []);
  });

  it('runs where no folder can be made', () => {
    folder = '/proc/porter/code';
    assert.equal(run(), greeting('hello'));
  });

  it('runs where nothing can be kept', async () => {
    await mkdir(join(root, 'cache'));
    await writeFile(folder, 'a file');
    await chmod(folder, 0o400);
    assert.equal(run(), greeting('hello'));
    assert.equal(run(), greeting('hello'));
  });
});

describe('the code that a command keeps', () => {
  it('is that of a run that did something: later ones do as much', async () => {
    await using porter = await Porter.open();
    const kept = async () => {
      const paths = await readdir(porter.folder, { recursive: true });
      return paths.filter((path) => /[/\\]code[/\\]parse[/\\]/.test(path));
    };
    assert.equal((await porter.run(['parse', '--help'])).code, 0);
    assert.equal((await porter.run(['parse', '--nonsense'])).code, 2);
    assert.deepEqual(await kept(), []);
    await writeFile(join(porter.folder, 'page.json'), JSON.stringify({ lines: [] }));
    await porter.run(['parse', 'page.json']);
    assert.equal((await kept()).length, 1);
  });
});
