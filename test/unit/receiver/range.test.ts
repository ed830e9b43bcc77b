import assert from 'node:assert/strict';
import { rangeIn } from '../../../src/receiver/range.ts';

const file = { size: 1000, etag: '"e"' };

describe('rangeIn', () => {
  const cases: Record<string, ReturnType<typeof rangeIn>> = {
    'bytes=0-': { start: 0, end: 1000 },
    'bytes=400-': { start: 400, end: 1000 },
    'bytes=400-499': { start: 400, end: 500 },
    'bytes=999-5000': { start: 999, end: 1000 },
    'bytes=-100': { start: 900, end: 1000 },
    'bytes=-5000': { start: 0, end: 1000 },
    'Bytes= 1-2 ': { start: 1, end: 3 },
    'bytes=1000-': 'unsatisfiable',
    'bytes=-0': 'unsatisfiable',
    'bytes=99999999999999999999-': 'unsatisfiable',
    'bytes=500-400': undefined,
    'bytes=0-1,5-6': undefined,
    'bytes=-': undefined,
    'bytes=a-b': undefined,
    'lines=1-2': undefined,
    '': undefined,
  };
  for (const [range, expected] of Object.entries(cases)) {
    it(`reads ${JSON.stringify(range)}`, () => assert.deepEqual(rangeIn({ range }, file), expected));
  }

  it('is for the file that it was begun with only', () => {
    assert.deepEqual(rangeIn({ range: 'bytes=4-', 'if-range': '"e"' }, file), { start: 4, end: 1000 });
    assert.equal(rangeIn({ range: 'bytes=4-', 'if-range': '"other"' }, file), undefined);
    assert.equal(rangeIn({ range: 'bytes=4-', 'if-range': 'W/"e"' }, file), undefined);
    assert.equal(rangeIn({ range: 'bytes=4-', 'if-range': 'Wed, 21 Oct 2015 07:28:00 GMT' }, file), undefined);
  });

  it('has nothing of an empty file', () => {
    for (const range of ['bytes=0-', 'bytes=-1']) {
      assert.equal(rangeIn({ range }, { ...file, size: 0 }), 'unsatisfiable');
    }
  });
});
