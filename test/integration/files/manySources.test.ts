import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Worker } from 'node:worker_threads';
import type { Source } from '../../../src/core/model.ts';
import { fileSource } from '../../../src/node/files/fileSource.ts';
import { ManySources, type FoundFile } from '../../../src/node/files/manySources.ts';

const { signal } = new AbortController();
const script = new URL('../../../src/node/files/statThread.ts', import.meta.url);
const bundle = new URL('../../../dist/statThread.js', import.meta.url);
const count = 1300;

async function manySources(
  files: readonly FoundFile[],
  from: URL,
  until: AbortSignal,
): Promise<readonly (Source | undefined)[]> {
  using looking = new ManySources(from);
  for (const file of files) looking.add(file);
  return await looking.all(until);
}

describe('sources of many files', () => {
  let folder: string;
  let files: readonly FoundFile[];

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'porter-'));
    const names = Array.from({ length: count }, (_, index) => `ü ${index}.txt`);
    await Promise.all(names.map((name) => writeFile(join(folder, name), name)));
    files = names.map((name) => ({ at: join(folder, name), path: `shown/${name}` }));
  });
  after(() => rm(folder, { recursive: true }));

  for (const [what, from] of Object.entries({ 'its script': script, 'its bundle': bundle })) {
    it(`are those that a single file has, in their order, when the thread runs ${what}`, async () => {
      const sources = await manySources(files, from, signal);
      assert.equal(sources.length, count);
      for (const [index, { at, path }] of files.entries()) {
        assert.equal(JSON.stringify(sources[index]), JSON.stringify(await fileSource(at, path, signal)));
      }
      const [first] = sources;
      const bytes = await first?.read?.({ start: 0, end: first.size }, signal);
      assert.equal(Buffer.from(bytes ?? []).toString(), 'ü 0.txt');
    });
  }

  it('notice when a file is written to after it was seen', async () => {
    const at = join(folder, 'changing');
    await writeFile(at, 'before');
    const [source] = await manySources([{ at, path: 'changing' }, ...files], script, signal);
    await truncate(at, 3);
    await assert.rejects(async () => source?.read?.({ start: 0, end: 6 }, signal), { code: 'fileChanged' });
  });

  it('leave out what is missing, empty or no file', async () => {
    const empty = join(folder, 'empty');
    const inner = join(folder, 'folder');
    await Promise.all([writeFile(empty, ''), mkdir(inner)]);
    const odd = [join(folder, 'missing'), empty, inner].map((at) => ({ at, path: at }));
    const sources = await manySources([...odd, ...files], script, signal);
    assert.deepEqual(sources.slice(0, 3), [undefined, undefined, undefined]);
    assert.deepEqual(
      sources.slice(3).map((source) => source?.path),
      files.map(({ path }) => path),
    );
  });

  it('are none where the files are too few for a thread, where none can be started, and where it falls over', async () => {
    assert.deepEqual(await manySources(files.slice(0, 999), script, signal), []);
    assert.deepEqual(await manySources(files, new URL('http://127.0.0.1/'), signal), []);
    assert.deepEqual(await manySources(files, pathToFileURL(join(folder, 'missing.js')), signal), []);
  });

  it('are made while files are still being found', async () => {
    using looking = new ManySources(script);
    for (const file of files.slice(0, 1200)) looking.add(file);
    const thread = once(process, 'worker').then(([worker]) => worker as Worker);
    await once(await thread, 'message');
    for (const file of files.slice(1200)) looking.add(file);
    const sources = await looking.all(signal);
    assert.deepEqual(
      sources.map((source) => source?.path),
      files.map(({ path }) => path),
    );
  });

  it('are not waited for by who is cancelled', async () => {
    const cancel = new AbortController();
    const made = manySources(files, script, cancel.signal);
    cancel.abort();
    await assert.rejects(made, { name: 'AbortError' });
    await assert.rejects(manySources(files, script, cancel.signal), { name: 'AbortError' });
  });
});
