import assert from 'node:assert/strict';
import { chmod, mkdtemp, readFile, rm, watch, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Page } from '../../../src/core/reading/reading.ts';
import { pageText } from '../../../src/core/reading/pageText.ts';
import { pageOnPicture, uprightPage } from '../../../src/core/reading/turnedPage.ts';
import type { DisposableReader } from '../../../src/node/ocr/readerOptions.ts';
import { tesseractReader } from '../../../src/node/ocr/tesseract/tesseractReader.ts';
import { ownTime } from '../../setup/ownTime.ts';
import { holdTimeLimit } from './heldTimeLimit.ts';
import { assetsFolder, receiptPiece, sourceOf, startPictures, type Picture, type Vips } from './pictures.ts';

const { signal } = new AbortController();
const { PATH = '' } = process.env;

/** What stands in for Tesseract when it is to read; asked for its version or its languages, it is Tesseract. */
const misdeeds: readonly (readonly [title: string, script: string, reason: RegExp])[] = [
  ['crashes', 'kill -SEGV $$', /it was ended by SIGSEGV/],
  ['is killed for its memory', 'kill -KILL $$', /it was ended by SIGKILL/],
  ['fails with a word', 'echo "out of luck" >&2; exit 1', /it ended with 1: out of luck/],
  ['prints nothing', 'exit 0', /it printed no table of words/],
  ['prints something else', 'echo "level of confusion"; exit 0', /it printed no table of words/],
  ['prints without end', 'exec yes', /\(it printed without end\)/],
  ['complains without end', 'exec yes >&2', /\(it printed without end\)/],
  ['ends before it has read the picture', 'exec <&-; exit 4', /it ended with 4/],
];

describe('the engine tesseract', () => {
  let vips: Vips;
  let piece: Picture;
  let picture: Uint8Array;
  let folder: string;
  let reader: DisposableReader | undefined;

  before(async () => {
    vips = await startPictures();
    piece = await receiptPiece(vips);
    picture = piece.writeToBuffer('.png');
  });
  after(() => vips.shutdown());

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'porter-tesseract-'));
  });

  afterEach(async () => {
    process.env['PATH'] = PATH;
    await reader?.dispose();
    reader = undefined;
    await rm(folder, { recursive: true });
  });

  async function open(): Promise<DisposableReader> {
    reader = await tesseractReader(['eng'], { assetsFolder }, signal);
    return reader;
  }

  /** From now on, what reads a picture first does something else. */
  async function beFirst(script: string): Promise<void> {
    const stand = join(folder, 'tesseract');
    const mark = join(folder, 'done');
    await writeFile(
      stand,
      `#!/bin/sh\nPATH='${PATH}'\n[ "$1" = stdin ] && [ ! -e '${mark}' ] && { : >'${mark}'; ${script}; }\nexec tesseract "$@"\n`,
    );
    await chmod(stand, 0o755);
    process.env['PATH'] = [folder, PATH].join(delimiter);
  }

  function place(page: Page, text: string) {
    const line = page.lines.find((candidate) => candidate.text.includes(text));
    assert.ok(line, pageText(page));
    return line.box;
  }

  for (const [turned, turn] of [
    [90, (upright: Picture) => upright.rot90()],
    [180, (upright: Picture) => upright.rot180()],
    [270, (upright: Picture) => upright.rot270()],
  ] as const) {
    it(`reads a page that is turned by ${turned}°, with boxes where its words are`, async () => {
      const page = await (await open()).read(sourceOf(turn(piece).writeToBuffer('.png')), { signal });
      assert.equal(page.turned, turned);
      const [x0, y0, x1, y1] = place(page, '48 Lantern Street');
      const [left, top, right, bottom] = place(uprightPage(page), '48 Lantern Street');
      assert.ok(right - left > 5 * (bottom - top) && bottom < piece.height / 3, `${left},${top},${right},${bottom}`);
      assert.deepEqual(pageOnPicture(uprightPage(page), turned), page);
      assert.ok(x1 <= page.width && y1 <= page.height && x0 >= 0 && y0 >= 0);
    });
  }

  it('reads a page of lines and words, and tells its version', async () => {
    const tesseract = await open();
    assert.match(tesseract.engine, /^tesseract \d+\.\d+/);
    const page = await tesseract.read(sourceOf(picture), { signal });
    assert.deepEqual([page.width, page.height], [430, 175]);
    const line = page.lines.find(({ text }) => text === '48 Lantern Street');
    assert.ok(line, pageText(page));
    assert.deepEqual(
      line.words?.map(({ text }) => text),
      ['48', 'Lantern', 'Street'],
    );
    assert.ok((line.confidence ?? 0) > 0.9);
  });

  it('places what it reads in the picture as a person sees it, also in one that is read smaller', async () => {
    const tesseract = await open();
    const [left, top, right, bottom] = place(await tesseract.read(sourceOf(picture), { signal }), 'Lantern');
    const large = piece.resize(8);
    const lying = large.rot270().copy();
    lying.setInt('orientation', 6);
    for (const bytes of [large.writeToBuffer('.jpg'), lying.writeToBuffer('.jpg')]) {
      const page = await tesseract.read(sourceOf(bytes), { signal });
      assert.deepEqual([page.width, page.height], [430 * 8, 175 * 8]);
      const box = place(page, 'Lantern');
      const expected = [left * 8, top * 8, right * 8, bottom * 8];
      assert.ok(
        box.every((edge, index) => Math.abs(edge - (expected[index] ?? NaN)) < 30),
        `${box.join()} is not ${expected.join()}`,
      );
    }
  });

  describe('where no language is named', () => {
    /** A Tesseract of those languages, to which every picture is a German receipt, and which notes in what it reads. */
    async function germanOnly(installed: readonly string[]): Promise<readonly string[]> {
      const notes = join(folder, 'notes');
      const words = ['Zwischensumme', 'Rechnungsbetrag', 'Rückgeld'];
      const rows = words.map(
        (word, row) => `5\\t1\\t1\\t1\\t${row + 1}\\t1\\t10\\t${row * 30}\\t200\\t20\\t95\\t${word}`,
      );
      const header = ['level', 'page_num', 'block_num', 'par_num', 'line_num', 'word_num', 'left', 'top', 'width']
        .concat('height', 'conf', 'text')
        .join('\\t');
      const script = `#!/bin/sh
case "$1" in
  --version) echo tesseract 5 ;;
  --list-langs) printf 'List:\\n${installed.join('\\n')}\\n' ;;
  *) cat >'${join(folder, 'input')}'; echo "$4" >>'${notes}'; printf '${header}\\n${rows.join('\\n')}\\n' ;;
esac
`;
      await writeFile(join(folder, 'tesseract'), script);
      await chmod(join(folder, 'tesseract'), 0o755);
      process.env['PATH'] = [folder, PATH].join(delimiter);
      reader = await tesseractReader([], { assetsFolder }, signal);
      assert.match(pageText(await reader.read(sourceOf(picture), { signal })), /^Zwischensumme$/m);
      return (await readFile(notes, 'utf8')).trim().split('\n');
    }

    it('reads a page once more in the language of its labels', async () => {
      assert.deepEqual(await germanOnly(['deu', 'eng', 'osd']), ['eng', 'deu+eng']);
    });

    it('reads English where it has no data for another', async () => {
      assert.deepEqual(await germanOnly(['eng', 'fra']), ['eng']);
    });
  });

  it('says which language it has no data for, also beside one that it has', async () => {
    await assert.rejects(tesseractReader(['eng', 'tlh'], { assetsFolder }, signal), {
      code: 'languageMissing',
      message: /^The reading engine tesseract has no data for the language tlh; it has: .*\beng\b/,
    });
  });

  it('says that it is not installed', async () => {
    process.env['PATH'] = folder;
    await assert.rejects(open(), { code: 'engineMissing', message: /there is no command tesseract on the PATH/ });
  });

  it('is not asked to read what is no picture', async () => {
    const tesseract = await open();
    await assert.rejects(tesseract.read(sourceOf(Buffer.from('text')), { signal }), { code: 'notAnImage' });
  });

  for (const [title, script, reason] of misdeeds) {
    it(`that ${title} is a problem, and the next picture is read`, async () => {
      await beFirst(script);
      const tesseract = await open();
      await assert.rejects(tesseract.read(sourceOf(picture), { signal }), { code: 'engineFailed', message: reason });
      place(await tesseract.read(sourceOf(picture), { signal }), 'Lantern');
    });
  }

  /** From now on, what reads a picture first hangs. @returns what settles once it does. */
  async function hangFirst(): Promise<() => Promise<void>> {
    await beFirst(`mkfifo '${join(folder, 'hangs')}'; exec sleep 1000`);
    return async () => {
      for await (const { filename } of watch(folder)) if (filename === 'hangs') break;
    };
  }

  it('that hangs is ended after the time limit, and the next picture is read', async () => {
    const hanging = await hangFirst();
    const tesseract = await open();
    using limit = holdTimeLimit();
    const ended = assert.rejects(tesseract.read(sourceOf(picture, 'slow.png'), { signal }), {
      code: 'readingTimedOut',
      message: /^slow\.png took longer than 60 s to read/,
    });
    await hanging();
    assert.equal(limit.length, 60_000);
    limit.end();
    await ended;
    place(await tesseract.read(sourceOf(picture), { signal }), 'Lantern');
  });

  it('stops within 100 ms when cancelled', async () => {
    const hanging = await hangFirst();
    const tesseract = await open();
    const controller = new AbortController();
    const reading = tesseract.read(sourceOf(picture), { signal: controller.signal });
    const cancelled = assert.rejects(reading, { name: 'AbortError' });
    await hanging();
    const took = await ownTime(() => {
      controller.abort();
      return cancelled;
    });
    assert.ok(took < 100, `${took} ms`);
  });
});
