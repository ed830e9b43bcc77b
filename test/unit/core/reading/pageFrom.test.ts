import assert from 'node:assert/strict';
import { pageFrom, pagesIn } from '../../../../src/core/reading/pageFrom.ts';

const line = { text: 'TOTAL 9.50', box: [10, 20, 110, 40] };
const page = { width: 200, height: 100, lines: [line] };

describe('pageFrom', () => {
  it('takes a page whose lines have no words', () => assert.deepEqual(pageFrom(page, 'p.json'), page));

  it('takes words and confidences where there are some', () => {
    const words = [{ text: 'TOTAL', box: [10, 20, 60, 40], confidence: 0.9 }];
    const rich = { ...page, lines: [{ ...line, confidence: 0.8, words }], notes: ['first frame'] };
    assert.deepEqual(pageFrom(rich, 'p.json'), rich);
  });

  it('takes the page of a record that ocr --json printed', () => {
    assert.deepEqual(pageFrom({ file: 'a.jpg', engine: 'x', durationMs: 5, page, receipt: {} }, 'p.json'), page);
  });

  it('leaves out what a page does not have', () => {
    assert.deepEqual(pageFrom({ ...page, id: '7', key: { total: '1' } }, 'p.json'), page);
  });

  for (const [what, value, reason] of [
    ['a list', [page], /p\.json is no page: it is a list, not an object/],
    ['null', null, /it is null, not an object/],
    ['a text', 'page', /it is a string, not an object/],
    ['an object that holds nothing', {}, /no page: width: it is missing\./],
    ['a page without a width', { ...page, width: undefined }, /no page: width: it is missing\./],
    ['a width of zero', { ...page, width: 0 }, /no page: width: it must be 1 or more\./],
    ['a width without an end', { ...page, width: Infinity }, /no page: width: it is too large a number\./],
    ['lines that are no list', { ...page, lines: {} }, /no page: lines: it must be a list\./],
    ['a line that is none', { ...page, lines: [3] }, /no page: lines\.0: it must be an object\./],
    [
      'a confidence in percent',
      { ...page, lines: [{ ...line, confidence: 90 }] },
      /confidence: it must be from 0 to 1\./,
    ],
    ['a turn by no quarter', { ...page, turned: 45 }, /no page: turned: it must be 90 or 180 or 270\./],
    [
      'a box of three numbers',
      { ...page, lines: [{ ...line, box: [1, 2, 3] }] },
      /no page: lines\.0\.box\.3: it is missing\./,
    ],
    [
      'a box that is inside out',
      { ...page, lines: [{ ...line, box: [9, 2, 3, 4] }] },
      /lines\.0\.box: a box is \[left/,
    ],
    ['a line without text', { ...page, lines: [line, { box: line.box }] }, /no page: lines\.1\.text: it is missing\./],
    ['a wrong page in a record', { page: { ...page, height: '9' } }, /no page: page\.height: it must be a number\./],
    ['a record of a failure', { file: 'a.jpg', status: 'failed', problem: {} }, /holds a problem instead/],
  ] as const) {
    it(`says what is wrong with ${what}`, () => {
      assert.throws(
        () => pageFrom(value, 'p.json'),
        (thrown: unknown) => {
          assert.ok(thrown instanceof Error && 'code' in thrown);
          assert.equal(thrown.code, 'pageInvalid');
          assert.match(thrown.message, reason);
          return true;
        },
      );
    });
  }
});

describe('pagesIn', () => {
  const named = (text: string): readonly string[] => pagesIn(text, 'p.json').map(({ file }) => file);

  it('names a single page for its file', () => assert.deepEqual(named(JSON.stringify(page, null, 2)), ['p.json']));

  it('names a page for its id', () => assert.deepEqual(named(JSON.stringify({ id: '007', ...page })), ['007']));

  it('names the pages of JSON Lines for their ids, and records for their files', () => {
    const text = [{ id: '1', ...page }, { file: 'b.jpg', page }, page].map((one) => JSON.stringify(one)).join('\r\n');
    assert.deepEqual(named(`\uFEFF${text}\n\n`), ['1', 'b.jpg', 'p.json']);
  });

  it('goes on after a line that is no page, and names that line', () => {
    const found = pagesIn(`${JSON.stringify(page)}\n\n{"id": "x"}\n{broken}\n${JSON.stringify(page)}`, 'p.jsonl');
    assert.deepEqual(
      found.map((one) => ('problem' in one ? [one.file, one.problem.message.split(' is no page')[0]] : 'page')),
      ['page', ['x', 'p.jsonl, line 3'], ['p.jsonl, line 4', 'p.jsonl, line 4'], 'page'],
    );
  });

  for (const [what, text, reason] of [
    ['an empty file', '', 'it is empty'],
    ['a file of blanks', ' \n ', 'it is empty'],
    ['a picture', '\u0089PNG\r\n', 'it is not JSON'],
    ['a page that was cut off', JSON.stringify(page, null, 2).slice(0, 50), 'it is not JSON'],
  ] as const) {
    it(`says what is wrong with ${what}`, () => {
      const [only] = pagesIn(text, 'p.json');
      assert.ok(only && 'problem' in only);
      assert.equal(only.problem.code, 'pageInvalid');
      assert.ok(only.problem.message.startsWith(`p.json is no page: ${reason}.`));
    });
  }
});
