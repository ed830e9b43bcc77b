import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { commands, env, extensions, Uri, workspace, type Disposable } from 'vscode';
import { bytesAt, copiedLinks } from '../links.ts';
import { MemoryFileSystem } from '../memoryFileSystem.ts';
import { Person } from '../person.ts';
import { ViewablePictures } from '../../../src/vscode/panel/viewablePictures.ts';
import { pdfOf } from '../../integration/ocr/pdfs.ts';
import { useTus } from '../tusDestination.ts';
import { withSettings } from '../workspace.ts';

/** A PNG. */
const onePixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

describe('A file system that is no disk', () => {
  const files = new MemoryFileSystem();
  let registration: Disposable;
  const at = (path: string) => Uri.from({ scheme: 'porter-memory', path });

  before(() => {
    registration = workspace.registerFileSystemProvider('porter-memory', files, { isReadonly: true });
  });
  beforeEach(() => {
    files.files.clear();
    files.read.length = 0;
    files.onRead = undefined;
    files.isVague = false;
  });
  after(() => void registration.dispose());

  it('has its files uploaded as they are', async () => {
    using person = new Person();
    const content = Buffer.from([0, 255, 10, 13, 1]);
    files.files.set('/a/b.bin', content);
    await commands.executeCommand('porter.upload', at('/a/b.bin'));
    assert.match((await person.isTold()).text, /b\.bin was uploaded/);
    assert.deepEqual(await bytesAt(await env.clipboard.readText()), content);
  });

  it('is asked for a file once, though its type is looked at before it is sent', async () => {
    using person = new Person();
    files.files.set('/once.bin', Buffer.alloc(1000));
    await commands.executeCommand('porter.upload', at('/once.bin'));
    await person.isTold();
    assert.deepEqual(files.read, ['/once.bin']);
  });

  it('is asked for a file once, in however many parts it goes', async () => {
    using person = new Person();
    await using tus = await useTus();
    const content = randomBytes(1_000_000);
    files.files.set('/parts.bin', content);
    await commands.executeCommand('porter.upload', at('/parts.bin'));
    assert.match((await person.isTold()).text, /parts\.bin was uploaded/);
    assert.deepEqual(await tus.stored(), content);
    assert.ok(tus.offsets().length >= 4, tus.offsets().join());
    assert.deepEqual(files.read, ['/parts.bin']);
  });

  it('is asked for a document once, however many of its pages are looked at, until it changes', async () => {
    const { extensionPath = '' } = extensions.getExtension('porter.porter') ?? {};
    const pictures = new ViewablePictures(join(extensionPath, 'dist/ocr'));
    const look = async (page: number) => {
      const uri = at('/scan.pdf').with({ fragment: `page=${page}` });
      return pictures.load(uri, `scan.pdf, page ${page}`, new AbortController().signal);
    };
    try {
      files.files.set('/scan.pdf', pdfOf([['ONE'], ['TWO'], ['THREE']]));
      const shown = [await look(1), await look(3), await look(1)];
      assert.deepEqual(
        shown.map(({ kind }) => kind),
        ['file', 'file', 'file'],
      );
      assert.notDeepEqual(shown[0], shown[1]);
      assert.deepEqual(shown[0], shown[2]);
      assert.deepEqual(files.read, ['/scan.pdf']);
      files.files.set('/scan.pdf', pdfOf([['ANOTHER']]));
      assert.notDeepEqual(await look(1), shown[0]);
      assert.deepEqual(files.read, ['/scan.pdf', '/scan.pdf']);
      files.files.clear();
      const gone = 'scan.pdf, page 1 cannot be shown (it was moved or deleted). What was read from it is kept.';
      assert.deepEqual(await look(1), { kind: 'none', message: gone });
    } finally {
      await pictures.dispose();
    }
  });

  it('has it told why a picture is not shown: it changes while it is read, or cannot be read', async () => {
    const pictures = new ViewablePictures('unused');
    const look = () => pictures.load(at('/a.png'), 'a.png', new AbortController().signal);
    const shownNot = (reason: string) => ({
      kind: 'none',
      message: `a.png cannot be shown (${reason}). What was read from it is kept.`,
    });
    files.files.set('/a.png', Buffer.alloc(1000));
    files.onRead = () => files.files.set('/a.png', Buffer.alloc(1001));
    assert.deepEqual(await look(), shownNot('it changed while it was read'));
    files.onRead = () => {
      throw new Error('the disk is broken');
    };
    const { message } = (await look()) as { readonly message: string };
    assert.match(message, /^a\.png cannot be shown \(.*the disk is broken.*\)\. What was read from it is kept\.$/);
  });

  it('has a picture shown whose size it does not tell', async () => {
    const pictures = new ViewablePictures('unused');
    files.isVague = true;
    files.files.set('/a.png', Buffer.from(onePixel, 'base64'));
    const shown = await pictures.load(at('/a.png'), 'a.png', new AbortController().signal);
    assert.equal(shown.kind, 'file');
  });

  it('has its folders walked', async () => {
    using person = new Person();
    for (const name of ['one', 'sub/two', '.git/three']) files.files.set(`/folder/${name}`, Buffer.from(name));
    await commands.executeCommand('porter.upload', at('/folder'));
    assert.match((await person.isTold()).text, /^2 files were uploaded/);
    const texts = await Promise.all((await copiedLinks()).map(async (link) => String(await bytesAt(link))));
    assert.deepEqual(texts, ['one', 'sub/two']);
  });

  it('has a file above the limit refused with a sentence, and a button for the limit', async () => {
    using person = new Person();
    await using _ = await withSettings({ 'porter.virtualFileLimit': 0.001 });
    files.files.set('/small', Buffer.alloc(1000));
    files.files.set('/large', Buffer.alloc(1001));
    await commands.executeCommand('porter.upload', at('/small'), [at('/small'), at('/large')]);
    const told = await person.isTold();
    assert.match(told.text, /^1 of 2 files were not uploaded/);
    assert.match(told.text, /large has 1 kB; files that are not on this disk are uploaded up to 1 kB/);
    assert.ok(told.buttons.includes('Open Settings'));
  });

  it('has a file uploaded whose size it does not tell, up to the limit', async () => {
    using person = new Person();
    await using _ = await withSettings({ 'porter.virtualFileLimit': 0.001 });
    files.isVague = true;
    files.files.set('/vague', Buffer.from('vague'));
    await commands.executeCommand('porter.upload', at('/vague'));
    assert.match((await person.isTold()).text, /vague was uploaded/);
    assert.equal(String(await bytesAt(await env.clipboard.readText())), 'vague');
    files.files.set('/large', Buffer.alloc(1001));
    await commands.executeCommand('porter.upload', at('/large'));
    assert.match(
      (await person.isTold()).text,
      /large has 1 kB; files that are not on this disk are uploaded up to 1 kB/,
    );
  });

  it('has a missing file named', async () => {
    using person = new Person();
    await commands.executeCommand('porter.upload', at('/none.txt'));
    assert.match((await person.isTold()).text, /none\.txt does not exist/);
  });
});
