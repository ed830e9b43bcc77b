import assert from 'node:assert/strict';
import type { Box, Evidence } from '../../../../src/core/reading/reading.ts';
import { fieldOwners, wordsOf } from '../../../../src/core/receipt/fieldOwners.ts';
import type { FieldPath, Slot } from '../../../../src/core/receipt/receiptFields.ts';

function slot(path: FieldPath, ...boxes: readonly Box[]): Slot {
  const evidence = boxes.map((box): Evidence => ({ text: '', box }));
  return { path, kind: 'text', field: { value: 'x', confidence: 1, evidence } };
}
const word = (...box: Box) => ({ text: 'x', box });

describe('fieldOwners', () => {
  it('gives a word to the field that was read from it, and none to another', () => {
    const owners = fieldOwners(
      [word(0, 0, 50, 10), word(60, 0, 90, 10)],
      [slot('total', [60, 0, 90, 10]), { path: 'totalTax', kind: 'amount', field: undefined }],
    );
    assert.deepEqual(owners, [[], ['total']]);
  });

  it('gives a word to every field that was read from it, the closest first', () => {
    const owners = fieldOwners(
      [word(60, 0, 90, 10)],
      [slot('address', [0, 0, 200, 10]), slot('total', [60, 0, 90, 10])],
    );
    assert.deepEqual(owners, [['total', 'address']]);
  });

  it('gives a word to a field that was read from a part of it', () => {
    assert.deepEqual(fieldOwners([word(0, 0, 100, 10)], [slot('time', [80, 0, 100, 10])]), [['time']]);
  });

  it('does not give a word to the evidence that it merely touches', () => {
    assert.deepEqual(fieldOwners([word(0, 0, 100, 10)], [slot('date', [90, 8, 190, 18])]), [[]]);
  });

  it('names a field once, though its evidence has several boxes there', () => {
    const owners = fieldOwners([word(0, 0, 100, 10)], [slot('address', [0, 0, 60, 10], [0, 0, 100, 10])]);
    assert.deepEqual(owners, [['address']]);
  });
});

describe('wordsOf', () => {
  it('takes a line that was not cut as one word', () => {
    const line = { text: 'GREEN HARBOUR', box: [0, 0, 90, 10] as const };
    const cut = { ...line, words: [word(0, 0, 40, 10), word(50, 0, 90, 10)] };
    assert.deepEqual(wordsOf({ width: 100, height: 20, lines: [line, cut] }), [line, ...cut.words]);
  });
});
