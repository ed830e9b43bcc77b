import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Source } from '../../../src/core/model.ts';
import type { Page } from '../../../src/core/reading/reading.ts';
import type { Reader } from '../../../src/core/ports.ts';
import { BoundedFolder } from '../../../src/node/files/boundedFolder.ts';
import { ContentHashes } from '../../../src/node/files/contentHashes.ts';
import { rememberingReader, type PageMemory } from '../../../src/node/ocr/rememberingReader.ts';
import { sourceOf } from './pictures.ts';

const never = new AbortController().signal;

describe('A reader that remembers', () => {
  let parent: string;
  let read: string[];
  let troubles: unknown[];
  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), 'porter-pages-'));
    read = [];
    troubles = [];
  });
  afterEach(() => rm(parent, { recursive: true, force: true }));

  const pageOf = (text: string): Page => ({ width: 9, height: 9, lines: [{ text, box: [0, 0, 9, 9] }] });

  function engine(name: string): Reader {
    return {
      engine: name,
      read: (source) => {
        read.push(`${name}: ${source.path}`);
        return source.path === 'broken' ? Promise.reject(new Error('broken')) : Promise.resolve(pageOf(source.path));
      },
    };
  }

  function remembering(name = 'e 1', more: Partial<PageMemory> = {}): Reader {
    const folder = new BoundedFolder(join(parent, 'pages'), { size: 1e6, age: 1e9 });
    const onTrouble = (error: unknown) => void troubles.push(error);
    return rememberingReader(engine(name), {
      folder,
      hashes: new ContentHashes(),
      circumstances: 'en',
      onTrouble,
      ...more,
    });
  }

  const all = async (reader: Reader, ...sources: readonly Source[]) => {
    const pages: (string | undefined)[] = [];
    for (const source of sources) pages.push((await reader.read(source, { signal: never })).lines[0]?.text);
    return pages;
  };

  it('reads a content once, whatever the file is called, also in another run', async () => {
    const [one, same, other] = [
      sourceOf(Buffer.from('a'), 'one'),
      sourceOf(Buffer.from('a'), 'same'),
      sourceOf(Buffer.from('b'), 'other'),
    ];
    assert.deepEqual(await all(remembering(), one, same, other), ['one', 'one', 'other']);
    assert.deepEqual(await all(remembering(), same), ['one']);
    assert.deepEqual(read, ['e 1: one', 'e 1: other']);
  });

  it('says of a page that it was read earlier', async () => {
    const file = sourceOf(Buffer.from('a'), 'one');
    const first = await remembering().read(file, { signal: never });
    const again = await remembering().read(file, { signal: never });
    assert.deepEqual(again, { ...first, remembered: true });
    assert.equal(first.remembered, undefined);
  });

  it('reads anew by another engine, in another language, and another page', async () => {
    const file = sourceOf(Buffer.from('a'), 'one');
    await all(remembering(), file, { ...file, page: 1 }, { ...file, page: 2 });
    await all(remembering('e 2'), file);
    await all(remembering('e 1', { circumstances: 'de' }), file);
    assert.deepEqual(read, ['e 1: one', 'e 1: one', 'e 1: one', 'e 2: one', 'e 1: one']);
  });

  it('looks at a document once for all of its pages', async () => {
    const file = sourceOf(Buffer.from('many pages'), 'scan.pdf');
    let opened = 0;
    const counted: Source = { ...file, open: (...args) => (opened++, file.open(...args)) };
    await all(remembering(), { ...counted, page: 1 }, { ...counted, page: 2 }, { ...counted, page: 3 });
    assert.deepEqual([opened, read.length], [1, 3]);
  });

  it('looks at no file that is too large for a picture, however it begins', async () => {
    const unopened = () => assert.fail('It was opened.');
    const film: Source = { ...sourceOf(Buffer.from('a'), 'film.mp4'), size: 20e9, open: unopened };
    await all(remembering(), film);
    assert.deepEqual(read, ['e 1: film.mp4']);
  });

  it('remembers no failure', async () => {
    const broken = sourceOf(Buffer.from('a'), 'broken');
    await assert.rejects(all(remembering(), broken));
    await assert.rejects(all(remembering(), broken));
    assert.equal(read.length, 2);
  });

  it('keeps no names of files', async () => {
    await all(remembering(), sourceOf(Buffer.from('a'), 'secret.png'));
    const names = await readdir(join(parent, 'pages'));
    assert.match(names.join(), /^[0-9a-f]{64}\.json$/);
  });

  it('reads anew what is damaged on disk', async () => {
    const file = sourceOf(Buffer.from('a'), 'one');
    await all(remembering(), file);
    const [name = ''] = await readdir(join(parent, 'pages'));
    await writeFile(join(parent, 'pages', name), '{"width":');
    assert.deepEqual(await all(remembering(), file), ['one']);
    assert.equal(read.length, 2);
  });

  it('reads on where nothing can be kept, and says so', async () => {
    await writeFile(join(parent, 'pages'), 'a file');
    assert.deepEqual(await all(remembering(), sourceOf(Buffer.from('a'), 'one')), ['one']);
    assert.equal(troubles.length, 1);
  });
});
