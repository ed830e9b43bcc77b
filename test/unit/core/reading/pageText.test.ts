import assert from 'node:assert/strict';
import { pageText } from '../../../../src/core/reading/pageText.ts';
import { printed } from '../receipt/invented.ts';

describe('pageText', () => {
  it('has a line a row, with a tab between what stands side by side', () => {
    assert.equal(pageText(printed('  GREEN HARBOUR\n  TEA       3.00')), 'GREEN HARBOUR\nTEA\t3.00\n');
  });

  it('is empty where nothing was read', () => {
    assert.equal(pageText({ width: 1, height: 1, lines: [] }), '');
  });
});
