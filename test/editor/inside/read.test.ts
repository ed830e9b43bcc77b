import assert from 'node:assert/strict';
import { commands, env, window } from 'vscode';
import { memorySource } from '../../../src/node/files/memorySource.ts';
import { wantedPages } from '../../../src/vscode/choosePages.ts';
import { pdfOf } from '../../integration/ocr/pdfs.ts';
import { germanData } from '../../integration/servers/npmRegistry.ts';
import { bytesAt } from '../links.ts';
import { Person } from '../person.ts';
import { resultsAppear } from '../resultsPanel.ts';
import { inWorkspace, withSettings, writeFile } from '../workspace.ts';

const notPicture = 'data, not pixels';

describe('Read Image', () => {
  afterEach(() => commands.executeCommand('workbench.action.closeAllEditors'));

  it('shows in the panel what could not be read, too', async () => {
    const appeared = resultsAppear();
    await commands.executeCommand('porter.readImage', await writeFile('broken.png', notPicture));
    await appeared;
  });

  it('stops when it is cancelled, and shows nothing', async () => {
    using person = new Person();
    person.cancels();
    await commands.executeCommand('porter.readImage', await writeFile('never.png', notPicture));
    assert.equal(window.tabGroups.all.flatMap(({ tabs }) => tabs).length, 0);
    assert.deepEqual(person.unheard, []);
  });

  for (const value of ['long', 2_147_484]) {
    it(`names a setting that is wrong: ${value}`, async () => {
      using person = new Person();
      await using _ = await withSettings({ 'porter.reading.timeLimit': value });
      await commands.executeCommand('porter.readImage', await writeFile('unread.png', notPicture));
      assert.match(
        (await person.isTold()).text,
        /^porter\.reading\.timeLimit in settings\.json is not right: it must be a number from 1 to 86400\./,
      );
    });
  }

  it('says when the engine that was chosen lacks what it needs, and shows nothing', async () => {
    using person = new Person();
    await using _ = await withSettings({ 'porter.ocr.engine': 'tesseract', 'porter.ocr.language': 'tlh' });
    await commands.executeCommand('porter.readImage', await writeFile('unread.png', notPicture));
    const told = await person.isTold();
    assert.match(told.text, /^The reading engine tesseract has no data for the language tlh/);
    assert.deepEqual(told.buttons, ['Open Settings', 'Show Details']);
    assert.equal(window.tabGroups.all.flatMap(({ tabs }) => tabs).length, 0);
  });

  it('fetches the data of tesseract.js only when a person says yes', async () => {
    using person = new Person();
    await using _ = await withSettings({ 'porter.ocr.engine': 'tesseract.js', 'porter.ocr.language': 'de' });
    const done = commands.executeCommand('porter.readImage', await writeFile('unread.png', notPicture));
    const told = await person.isTold();
    assert.equal(told.text, 'Fetch the data for German?');
    assert.deepEqual(told.buttons, ['Fetch']);
    told.press();
    await done;
    assert.deepEqual([window.tabGroups.all.flatMap(({ tabs }) => tabs), person.unheard], [[], []]);
  });

  it('reads with data of a folder without asking', async () => {
    using person = new Person();
    await using _ = await withSettings({
      'porter.ocr.engine': 'tesseract.js',
      'porter.ocr.language': 'de',
      'porter.ocr.languageFolder': germanData,
    });
    const appeared = resultsAppear();
    await commands.executeCommand('porter.readImage', await writeFile('unread.png', notPicture));
    await appeared;
    assert.deepEqual(person.unheard, []);
  });

  it('names a country that there is none of', async () => {
    using person = new Person();
    await using _ = await withSettings({ 'porter.ocr.country': 'XX' });
    await commands.executeCommand('porter.readImage', await writeFile('unread.png', notPicture));
    assert.match(
      (await person.isTold()).text,
      /^porter\.ocr\.country in settings\.json is not right: it must be a country of two letters/,
    );
  });

  it('names a language that there is none of', async () => {
    using person = new Person();
    await using _ = await withSettings({ 'porter.ocr.language': 'german' });
    await commands.executeCommand('porter.readImage', await writeFile('unread.png', notPicture));
    assert.match(
      (await person.isTold()).text,
      /^porter\.ocr\.language in settings\.json is not right: it must be a language like "de"/,
    );
  });

  it('names an engine that there is none of', async () => {
    using person = new Person();
    await using _ = await withSettings({ 'porter.ocr.engine': 'other' });
    await commands.executeCommand('porter.readImage', await writeFile('unread.png', notPicture));
    assert.match(
      (await person.isTold()).text,
      /^porter\.ocr\.engine in settings\.json is not right: it must be one of/,
    );
  });

  it('asks for pictures when no tab shows one', async () => {
    using person = new Person();
    const appeared = resultsAppear();
    person.choosesFiles = [await writeFile('chosen.png', notPicture)];
    await commands.executeCommand('porter.readImage');
    await appeared;
    const [filters = {}] = person.filters;
    assert.deepEqual(Object.keys(filters), ['Pictures and PDFs', 'All Files']);
    const [endings = []] = Object.values(filters);
    assert.ok(endings.includes('jpeg') && endings.includes('pdf'));
  });
});

describe('A PDF of many pages', () => {
  afterEach(() => commands.executeCommand('workbench.action.closeAllEditors'));

  /** So small that they are read in no time. */
  const manyPages = (count: number) =>
    pdfOf(Array.from({ length: count }, () => []))
      .toString('latin1')
      .replace('230 320', '020 020');

  it('is asked about, and not read when the answer is no', async () => {
    using person = new Person();
    const done = commands.executeCommand('porter.readImage', await writeFile('book.pdf', manyPages(3000)));
    const told = await person.isTold();
    assert.equal(told.text, 'book.pdf has 3000 pages. Read them all?');
    assert.deepEqual(told.buttons, ['Read All 3000 Pages', 'Read First 50']);
    told.press();
    await done;
    assert.deepEqual([window.tabGroups.all.flatMap(({ tabs }) => tabs), person.unheard], [[], []]);
  });

  it('is read when the answer is yes', async () => {
    using person = new Person();
    const appeared = resultsAppear();
    const done = commands.executeCommand('porter.readImage', await writeFile('book.pdf', manyPages(51)));
    (await person.isTold()).press('Read All 51 Pages');
    await appeared;
    await done;
    assert.deepEqual(person.unheard, []);
  });

  it('is read up to the page that was chosen, and of fifty pages without a question', async () => {
    using person = new Person();
    const { signal } = new AbortController();
    const counted = (count: number) =>
      wantedPages({ count: () => Promise.resolve(count) }, false, () => assert.fail('cancelled')).count(
        memorySource({ id: 'memory:book.pdf', name: 'book.pdf', path: 'book.pdf' }, new Uint8Array()),
        signal,
      );
    for (const [button, wanted] of [
      ['Read All 3000 Pages', 3000],
      ['Read First 50', 50],
      ['Leave It Out', 0],
    ] as const) {
      const count = counted(3000);
      (await person.isTold()).press(button);
      assert.equal(await count, wanted);
    }
    assert.equal(await counted(50), 50);
    assert.deepEqual(person.unheard, []);
  });

  it('is left out, and the pictures beside it are read', async () => {
    using person = new Person();
    const appeared = resultsAppear();
    const files = [await writeFile('book.pdf', manyPages(3000)), await writeFile('one.pdf', manyPages(1))];
    const done = commands.executeCommand('porter.readImage', files[0], files);
    (await person.isTold()).press('Leave It Out');
    await appeared;
    await done;
    assert.deepEqual(person.unheard, []);
  });
});

describe('Read Receipts in Folder', () => {
  const open = () => window.tabGroups.all.flatMap(({ tabs }) => tabs);
  afterEach(() => commands.executeCommand('workbench.action.closeAllEditors'));

  it('asks before it reads many, and reads nothing when the answer is no', async () => {
    using person = new Person();
    await using _ = await withSettings({ 'porter.confirm.files': 1 });
    await writeFile('many/one.png', notPicture);
    await writeFile('many/below/two.pdf', notPicture);
    await writeFile('many/three.txt', notPicture);
    const done = commands.executeCommand('porter.readFolder', inWorkspace('many'));
    const told = await person.isTold();
    assert.deepEqual([told.text, told.buttons], ['Read 2 pictures and PDFs?', ['Read']]);
    told.press();
    await done;
    assert.deepEqual([open(), person.unheard], [[], []]);

    const appeared = resultsAppear();
    const reading = commands.executeCommand('porter.readFolder', inWorkspace('many'));
    (await person.isTold()).press('Read');
    await appeared;
    await reading;
  });

  it('says when there is nothing to read in it', async () => {
    using person = new Person();
    await writeFile('texts/notes.txt', notPicture);
    await commands.executeCommand('porter.readFolder', inWorkspace('texts'));
    assert.match((await person.isTold()).text, /^texts holds no picture or PDF\./);
    assert.deepEqual(open(), []);
  });

  it('asks for a folder when it is called from the palette, whatever a tab shows', async () => {
    using person = new Person();
    await window.showTextDocument(await writeFile('shown.txt', notPicture));
    await writeFile('asked/one.png', notPicture);
    person.choosesFiles = [inWorkspace('asked')];
    const appeared = resultsAppear();
    await commands.executeCommand('porter.readFolder');
    await appeared;
    assert.equal(person.filters.length, 1);
  });
});

describe('Upload and Read', () => {
  afterEach(() => commands.executeCommand('workbench.action.closeAllEditors'));

  it('does both', async () => {
    using person = new Person();
    const appeared = resultsAppear();
    await commands.executeCommand('porter.uploadAndRead', await writeFile('both.png', notPicture));
    assert.match((await person.isTold()).text, /^both\.png was uploaded/);
    assert.equal(String(await bytesAt(await env.clipboard.readText())), notPicture);
    await appeared;
  });

  it('reads on when the upload fails', async () => {
    using person = new Person();
    const appeared = resultsAppear();
    await using _ = await withSettings({ 'porter.defaultDestination': 'nowhere' });
    await commands.executeCommand('porter.uploadAndRead', await writeFile('readOn.png', notPicture));
    assert.match((await person.isTold()).text, /^There is no destination “nowhere”/);
    await appeared;
  });
});
