import assert from 'node:assert/strict';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import type { Page, Receipt } from '../../../src/core/reading/reading.ts';
import { lockedPdf, pdfOf } from '../ocr/pdfs.ts';
import { germanData } from '../servers/npmRegistry.ts';
import { ocrSpaceKey, receiptAnswer, startOcrSpace } from '../servers/ocrSpace.ts';
import { finished, Porter, recordsOf } from './porter.ts';

const samples = join(import.meta.dirname, '../../../media/samples');
const sample = join(samples, 'receipt.jpg');

function teapot(total: string): readonly string[] {
  return ['TEAPOT TRADING LTD', '1 High Street', 'Date: 03/04/2025', `TOTAL ${total}`];
}

describe('porter ocr', () => {
  it('reads a picture into a record that parse takes, and says what is no picture', async () => {
    await using porter = await Porter.open();
    await writeFile(join(porter.folder, 'notes.txt'), 'no picture');
    const read = await porter.run(['ocr', sample, 'notes.txt', '--json']);
    const [first = '', second = ''] = read.stdout.split('\n');
    const record = JSON.parse(first) as { file: string; engine: string; page: Page; receipt: Receipt };
    assert.equal(record.engine, 'PP-OCRv4');
    assert.ok(record.page.lines.length > 5);
    assert.equal(record.receipt.total?.value, 40.2);
    assert.deepEqual((JSON.parse(second) as { status: string }).status, 'skipped');

    await writeFile(join(porter.folder, 'record.json'), first);
    const parsed = await porter.run(['parse', 'record.json', '--json']);
    assert.deepEqual((JSON.parse(parsed.stdout) as { receipt: Receipt }).receipt, record.receipt);
  });

  it('says that a picture shows no receipt, and gives its text', async () => {
    await using porter = await Porter.open();
    const chart = join(samples, 'chart.png');
    const { code, stdout } = await porter.run(['ocr', chart]);
    assert.equal(code, 0);
    assert.match(stdout, /^(\S+)\n {2}No receipt was found in \1\.\n\n {2}Loaves/);
  });

  it('reads the pictures and PDFs of folders and globs, some at the same time, and lists them in their order', async () => {
    await using porter = await Porter.open();
    const put = async (path: string, content: string | Uint8Array) => {
      await mkdir(dirname(join(porter.folder, path)), { recursive: true });
      await writeFile(join(porter.folder, path), content);
    };
    await put('trip/a.pdf', pdfOf([teapot('1.50'), teapot('2.50')]));
    await put('trip/day 2/scan', pdfOf([teapot('3.50')]));
    await put('trip/notes.txt', 'no picture');
    await put('trip/node_modules/logo.png', 'left out');
    await put('more/b.pdf', pdfOf([teapot('4.50')]));
    await put('more/b.txt', 'no picture');
    const { code, stdout, stderr } = await porter.run(['ocr', 'trip', 'more/*', '--jobs', '3', '--json']);
    const records = recordsOf<{ file: string; page: Page }>(stdout);
    assert.deepEqual(
      records.map(({ file, page }) => [file, page.lines.at(-1)?.text.replaceAll(' ', '')]),
      [
        ['trip/a.pdf, page 1', 'TOTAL1.50'],
        ['trip/a.pdf, page 2', 'TOTAL2.50'],
        ['trip/day 2/scan', 'TOTAL3.50'],
        ['more/b.pdf', 'TOTAL4.50'],
      ],
    );
    assert.deepEqual([code, stderr], [0, '']);
  });

  it('says that there is nothing to read in a folder, and what of a PDF could not be read', async () => {
    await using porter = await Porter.open();
    await mkdir(join(porter.folder, 'texts'));
    await writeFile(join(porter.folder, 'texts/notes.txt'), 'no picture');
    await writeFile(join(porter.folder, 'locked.pdf'), lockedPdf());
    const { code, stdout, stderr } = await porter.run(['ocr', 'texts', 'locked.pdf', '--csv']);
    assert.equal(code, 1);
    assert.deepEqual(stderr.split('\n').slice(0, 2), [
      'texts holds no picture or PDF. Choose another folder, or name the file itself.',
      'locked.pdf is locked with a password. Save a copy without one, and read that.',
    ]);
    assert.match(stdout, /\r\ntexts,failed,.*\r\nlocked\.pdf,failed,/);
  });

  it('reads with the installed Tesseract when told to', async () => {
    await using porter = await Porter.open();
    const { code, stdout } = await porter.run(['ocr', sample, '--engine', 'tesseract', '--lang', 'en', '--json']);
    const record = JSON.parse(stdout) as { engine: string; receipt: Receipt };
    assert.deepEqual([code, record.receipt.total?.value], [0, 40.2]);
    assert.match(record.engine, /^tesseract \d/);
  });

  it('sends pictures to OCR.space when told to, with the key of the environment', async () => {
    await using porter = await Porter.open();
    await using service = await startOcrSpace();
    const flags = ['--engine', 'ocr.space', '--ocr-space-url', service.url, '--ocr-space-engine', '2', '--lang', 'de'];
    const env = { PORTER_SECRET_ocrspace: ocrSpaceKey };
    const { code, stdout, stderr } = await porter.run(['ocr', sample, ...flags, '--json'], env);
    const record = JSON.parse(stdout) as { engine: string; receipt: Receipt };
    assert.deepEqual([code, stderr, record.engine], [0, '', 'OCR.space engine 2']);
    assert.equal(record.receipt.total?.value, 4.5);
    assert.equal(service.asked[0]?.fields['language'], 'ger');

    const refused = await porter.run(['ocr', sample, ...flags], { PORTER_SECRET_ocrspace: 'other' });
    assert.equal(refused.code, 1);
    assert.match(refused.stderr, /OCR\.space engine 2 takes no picture with this key now \(status 403/);
  });

  for (const format of [[], ['--csv'], ['--json']]) {
    it(`tells of which picture only a part was read: ${format.join() || 'as text'}`, async () => {
      await using porter = await Porter.open();
      await using service = await startOcrSpace();
      service.reply = () => ({ ...receiptAnswer(), OCRExitCode: 2 });
      const flags = ['--engine', 'ocr.space', '--ocr-space-url', service.url, ...format];
      const { code, stderr } = await porter.run(['ocr', sample, ...flags], { PORTER_SECRET_ocrspace: ocrSpaceKey });
      assert.deepEqual([code, stderr], [0, `${sample}: OCR.space read only a part of it.\n`]);
    });
  }

  it('says at which picture an engine failed', async () => {
    await using porter = await Porter.open();
    const path = process.env['PATH'] ?? '';
    const script = `#!/bin/sh\n[ "$1" = stdin ] && exit 3\nPATH='${path}'\nexec tesseract "$@"\n`;
    await writeFile(join(porter.folder, 'tesseract'), script, { mode: 0o755 });
    for (const name of ['a.jpg', 'b.jpg']) await copyFile(sample, join(porter.folder, name));
    const env = { PATH: [porter.folder, path].join(delimiter) };
    const { code, stderr } = await porter.run(['ocr', 'a.jpg', 'b.jpg', '--engine', 'tesseract'], env);
    assert.equal(code, 1);
    assert.deepEqual(
      stderr.trim().split('\n'),
      ['a.jpg', 'b.jpg'].map(
        (name) =>
          `${name}: The reading engine tesseract stopped (it ended with 3). Try again; the next picture gets a new one.`,
      ),
    );
  });

  it('reads with tesseract.js when told to, with data of a folder', async () => {
    await using porter = await Porter.open();
    const flags = ['--engine', 'tesseract.js', '--lang', 'de', '--lang-folder', germanData];
    const { code, stdout } = await porter.run(['ocr', sample, ...flags, '--json']);
    const record = JSON.parse(stdout) as { engine: string; receipt: Receipt };
    assert.deepEqual([code, record.engine, record.receipt.total?.value], [0, 'tesseract.js 7', 40.2]);
  });

  for (const [what, flags, sentence] of [
    [
      'to fetch data without being told to',
      ['--engine', 'tesseract.js'],
      /The data for eng are not here yet\. .*--fetch-lang/,
    ],
    ['a folder of data with another engine', ['--lang-folder', '.'], /it is for --engine tesseract\.js/],
    ['OCR.space without a key', ['--engine', 'ocr.space'], /environment variable PORTER_SECRET_ocrspace/],
    [
      'an address of OCR.space that is none',
      ['--engine', 'ocr.space', '--ocr-space-url', 'api.ocr.space'],
      /^porter: --ocr-space-url in the command line is not right: it must be an address like https/,
    ],
    ['what is for OCR.space with another engine', ['--ocr-space-engine', '2'], /it is for --engine ocr\.space/],
    ['an engine that there is none of', ['--engine', 'other'], /Allowed choices are local, tesseract/],
    [
      'what is no language',
      ['--engine', 'tesseract', '--lang', 'german'],
      /is invalid\. It must be a language like "de"/,
    ],
    ['more pictures at a time than any machine reads', ['--jobs', '1e9'], /must be a whole number from 1 to 64/],
    ['a time limit that no timer takes', ['--time-limit', '2147484'], /must be at most 86400 seconds/],
    ['a language that has no data', ['--engine', 'tesseract', '--lang', 'tlh'], /no data for the language tlh/],
  ] as const) {
    it(`refuses ${what}`, async () => {
      await using porter = await Porter.open();
      const { code, stdout, stderr } = await porter.run(['ocr', sample, ...flags]);
      assert.deepEqual([code, stdout], [2, '']);
      assert.match(stderr, sentence);
    });
  }

  for (const command of ['upload', 'ocr', 'parse']) {
    it(`refuses an empty path, which would be the working folder: ${command}`, async () => {
      await using porter = await Porter.open();
      const { code, stdout, stderr } = await porter.run([command, sample, '']);
      assert.deepEqual([code, stdout], [2, '']);
      assert.match(stderr, /It must not be empty\. For the current folder write “\.”\./);
    });
  }

  it('gives a picture up after the time that it is told', async () => {
    await using porter = await Porter.open();
    const { code, stderr } = await porter.run(['ocr', sample, '--time-limit', '0.01']);
    assert.equal(code, 1);
    assert.match(stderr, /took longer than 0\.01 s to read/);
  });

  it('writes a table with a header', async () => {
    await using porter = await Porter.open();
    const { code, stdout } = await porter.run(['ocr', sample, '--csv']);
    assert.equal(code, 0);
    const [header = '', row = ''] = stdout.split('\r\n');
    assert.match(header, /^file,status,merchant,/);
    assert.match(row, /,40\.20,/);
  });

  it('begins the file of a table so that spreadsheets know its letters', async () => {
    await using porter = await Porter.open();
    const { code } = await finished(
      porter.startBy(['sh', '-c', 'exec "$@" >table.csv', 'sh'], ['ocr', sample, '--csv']),
    );
    assert.equal(code, 0);
    assert.match(await readFile(join(porter.folder, 'table.csv'), 'utf8'), /^\uFEFFfile,status,merchant,/);
  });
});
