import assert from 'node:assert/strict';
import { pageText } from '../../../src/core/reading/pageText.ts';
import { localReader } from '../../../src/node/ocr/localReader.ts';
import type { DisposableReader } from '../../../src/node/ocr/readerOptions.ts';
import { drawing } from '../../rendered/drawing.ts';
import { Paper, print, type Sheet } from '../../rendered/paper.ts';
import { assetsFolder, sourceOf } from './pictures.ts';

const heading = 'THE MILL IN OUR VALLEY AND ITS MILLER, A VISIT IN SPRING';
const columns = [
  [
    'The flour of our bread',
    'comes from a mill which',
    'has been there for four',
    'hundred years. Whoever',
    'buys bread buys a part',
    'of its history as well.',
  ],
  [
    'We met him by the river',
    'on a morning in April. He',
    'showed us the wheel, the',
    'stones, and an old ledger',
    'with the names of those',
    'who brought their grain.',
  ],
  [
    'The wheel turns when the',
    'snow melts, and stands in',
    'August. Then he mends the',
    'roof, dresses his stones',
    'and sells what is left in',
    'the barn behind the house.',
  ],
] as const;

/** A page of so many columns below their heading, and a line that goes across at its foot. */
function sheetOf(count: number): Sheet {
  const paper = new Paper(count * 30);
  const [first, ...others] = columns.slice(0, count);
  paper.left(print(heading));
  paper.space();
  const rows = (first ?? []).map((line, row) => [line, ...others.map((column) => column[row] ?? '')]);
  paper.table(
    '<'.repeat(count),
    rows.map((texts) => texts.map((text) => print(text))),
  );
  paper.space();
  paper.left(print('Every loaf is weighed on the scales of the shop before it is sold.'.slice(0, count * 30)));
  return paper.sheet;
}

/** The letters of each row: an engine may take a space for none. */
function lettersOf(text: string): readonly string[] {
  return text.split('\n').flatMap((row) => row.toLowerCase().replace(/[^a-z]/g, '') || []);
}

describe('a picture of a text in columns', () => {
  const { signal } = new AbortController();
  let reader: DisposableReader;

  before(() => {
    reader = localReader({ assetsFolder });
  });
  after(() => reader.dispose());

  for (const count of [2, 3]) {
    it(`is read one after the other of its ${count} columns, below the heading and above the foot`, async () => {
      const sheet = sheetOf(count);
      const foot = sheet.rows.at(-1)?.cells[0]?.text ?? '';
      const picture = drawing(sheet, 'sans').toBuffer('image/png');
      const page = await reader.read(sourceOf(picture, 'columns.png'), { signal });
      const expected = [heading, ...columns.slice(0, count).flat(), foot].join('\n');
      assert.deepEqual(lettersOf(pageText(page)), lettersOf(expected));
    });
  }
});
