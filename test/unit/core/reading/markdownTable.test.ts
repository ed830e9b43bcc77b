import assert from 'node:assert/strict';
import fc from 'fast-check';
import { escapeMarkdown, markdownTable } from '../../../../src/core/reading/markdownTable.ts';

describe('markdownTable', () => {
  it('has figures on the right, and nothing where nothing is', () => {
    const columns = [{ title: 'Name' }, { title: 'Sum', isFigure: true }];
    assert.equal(
      markdownTable(columns, [
        ['Tea', '3.00'],
        [undefined, '1'],
      ]),
      '| Name | Sum |\n| --- | ---: |\n| Tea | 3.00 |\n|  | 1 |\n',
    );
  });

  for (const [text, escaped] of [
    ['a|b', 'a\\|b'],
    ['two\nlines\t here ', 'two lines here'],
    ['*bold* _it_ `code`', '\\*bold\\* \\_it\\_ \\`code\\`'],
    ['<img src=x>', '\\<img src=x\\>'],
    ['[a](http://b)', '\\[a\\](http://b)'],
    ['a\\|b', 'a\\\\\\|b'],
    ['Marks & Spencer', 'Marks & Spencer'],
    ['&lt;b&gt;', '\\&lt;b\\&gt;'],
    ['$5 or $6', '\\$5 or \\$6'],
  ] as const) {
    it(`writes ${JSON.stringify(text)} as ${escaped}`, () => assert.equal(escapeMarkdown(text), escaped));
  }

  it('has as many cells in each row as columns, whatever stands in them', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string(), fc.string())), (rows) => {
        const lines = markdownTable([{ title: 'A' }, { title: 'B' }], rows).split('\n');
        assert.equal(lines.length, rows.length + 3);
        // A bar with an even number of backslashes before it ends a cell.
        for (const line of lines.slice(0, -1)) {
          assert.equal([...line.matchAll(/(?<!\\)(?:\\\\)*\|/g)].length, 3);
        }
      }),
    );
  });
});
