import assert from 'node:assert/strict';
import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Selected, Source } from '../../../src/core/model.ts';
import type { PrefetchedFile, Prefetching } from '../../../src/core/ports.ts';
import { FilePrefetcher } from '../../../src/node/files/filePrefetcher.ts';
import { fileSource } from '../../../src/node/files/fileSource.ts';
import { rewriteInPlace, setLongAgo } from '../../unit/node/files/rewriteInPlace.ts';

const { signal } = new AbortController();
const script = new URL('../../../src/node/files/prefetchThread.ts', import.meta.url);
const bundle = new URL('../../../dist/prefetchThread.js', import.meta.url);
const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
const count = 600;

const selected = (source: Source): Selected => ({ kind: 'source', source });

describe('small files that are read before their turn comes', () => {
  let folder: string;
  let sources: readonly Source[];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'porter-'));
    const names = Array.from({ length: count }, (_, index) => join(folder, `ä ${index}.png`));
    await Promise.all(names.map((name, index) => writeFile(name, contentOf(index))));
    sources = await Promise.all(names.map((name) => fileSource(name, name, signal)));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const contentOf = (index: number) =>
    Buffer.concat([index % 2 === 0 ? png : Buffer.from('text'), Buffer.from(`${index}`)]);

  function begun(of: readonly Source[] = sources, from: URL = script): Prefetching {
    const prefetching = new FilePrefetcher(from).begin(of.map(selected));
    assert(prefetching);
    return prefetching;
  }

  const at = (index: number) => sources[index] ?? assert.fail();

  function assertIs(file: PrefetchedFile | undefined, index: number): void {
    assert.deepEqual(Buffer.from(file?.bytes ?? []), contentOf(index));
    assert.equal(file?.detected, index % 2 === 0 ? 'image/png' : undefined);
  }

  for (const [what, from] of Object.entries({ 'its script': script, 'its bundle': bundle })) {
    it(`come whole, each once, with what their bytes are, when the thread runs ${what}`, async () => {
      using prefetching = begun(sources, from);
      for (let index = 0; index < count; index++) assertIs(await prefetching.take(at(index), signal), index);
      assert.equal(await prefetching.take(at(7), signal), undefined);
    });
  }

  it('come when many are asked for at once, in another order', async () => {
    using prefetching = begun();
    const indices = [0, ...Array.from({ length: 99 }, (_, index) => 99 - index)];
    const files = await Promise.all(indices.map(async (index) => prefetching.take(at(index), signal)));
    for (const [place, index] of indices.entries()) assertIs(files[place], index);
  });

  it('come each with its own bytes when to look at those that were asked for before takes longer', async () => {
    const zipped = gzipSync('within it is looked for an archive');
    const names = Array.from({ length: 32 }, (_, index) => join(folder, `${index}.gz`));
    await Promise.all(names.map((name) => writeFile(name, zipped)));
    const slow = await Promise.all(names.map((name) => fileSource(name, name, signal)));
    using prefetching = begun([...slow, ...sources]);
    for (const source of slow) {
      const file = await prefetching.take(source, signal);
      assert.deepEqual([Buffer.from(file?.bytes ?? []), file?.detected], [zipped, 'application/gzip']);
    }
    for (let index = 0; index < count; index++) assertIs(await prefetching.take(at(index), signal), index);
  });

  it('are not kept when they were passed over', async () => {
    using prefetching = begun();
    assertIs(await prefetching.take(at(0), signal), 0);
    assertIs(await prefetching.take(at(500), signal), 500);
    assert.equal(await prefetching.take(at(5), signal), undefined);
    assertIs(await prefetching.take(at(501), signal), 501);
  });

  it('are left to who asks when they changed, are gone, or are no small files', async () => {
    await appendFile(join(folder, 'ä 3.png'), 'more');
    await rm(join(folder, 'ä 4.png'));
    await writeFile(join(folder, 'large'), Buffer.alloc(70_000));
    const large = await fileSource(join(folder, 'large'), 'large', signal);
    using prefetching = begun([large, ...sources]);
    assert.equal(await prefetching.take(large, signal), undefined);
    assert.equal(await prefetching.take(at(3), signal), undefined);
    assert.equal(await prefetching.take(at(4), signal), undefined);
    assertIs(await prefetching.take(at(5), signal), 5);
  });

  it('are left to who asks when they were rewritten in place and given their time again', async () => {
    const path = join(folder, 'ä 0.png');
    await setLongAgo(path);
    const chosen = await fileSource(path, path, signal);
    await rewriteInPlace(path);
    using prefetching = begun([chosen, ...sources.slice(1)]);
    assert.equal(await prefetching.take(chosen, signal), undefined);
    assertIs(await prefetching.take(at(1), signal), 1);
  });

  it('are not waited for by who is cancelled', async () => {
    using prefetching = begun();
    const cancel = new AbortController();
    const taken = prefetching.take(at(0), cancel.signal);
    cancel.abort(new Error('enough'));
    await assert.rejects(Promise.resolve(taken), /enough/);
    assertIs(await prefetching.take(at(1), signal), 1);
  });

  it('are left to who asks when the thread falls over', async () => {
    using prefetching = begun(sources, pathToFileURL(join(folder, 'missing.js')));
    assert.equal(await prefetching.take(at(0), signal), undefined);
    assert.equal(await prefetching.take(at(1), signal), undefined);
  });

  it('are left to who asks where no thread can be started', () => {
    const prefetcher = new FilePrefetcher(new URL('http://127.0.0.1/'));
    assert.equal(prefetcher.begin(sources.map(selected)), undefined);
  });

  it('are left to who asks when it is over', async () => {
    const prefetching = begun();
    const waiting = prefetching.take(at(0), signal);
    prefetching[Symbol.dispose]();
    assert.equal(await waiting, undefined);
    assert.equal(await prefetching.take(at(1), signal), undefined);
  });

  it('are not worth a thread when they are few', () => {
    assert.equal(new FilePrefetcher(script).begin(sources.slice(0, 20).map(selected)), undefined);
  });
});
