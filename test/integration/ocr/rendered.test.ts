import assert from 'node:assert/strict';
import { findReceipt } from '../../../src/core/receipt/findReceipt.ts';
import { localReader } from '../../../src/node/ocr/localReader.ts';
import type { DisposableReader } from '../../../src/node/ocr/readerOptions.ts';
import type { DamageName } from '../../rendered/damage.ts';
import { pictureOf } from '../../rendered/picture.ts';
import { renderedReceipt } from '../../rendered/receipt.ts';
import { f1, scoreOf, sumOf } from '../../rendered/score.ts';
import { assetsFolder, sourceOf } from './pictures.ts';

/** Number of a receipt, and what became of its picture. */
const pictures: readonly (readonly [what: string, seed: number, damage?: DamageName])[] = [
  ['a German receipt with a table of taxes', 24],
  ['an Australian slip in the shadow', 23, 'shadow'],
  ['a Spanish receipt, pale', 27, 'lowContrast'],
  ['a British receipt out of focus', 22, 'blur'],
];

/** What all fields of one come to together, of 1. */
const enough = 0.85;

describe('a rendered receipt is read from its picture:', () => {
  const { signal } = new AbortController();
  let reader: DisposableReader;

  before(() => {
    reader = localReader({ assetsFolder });
  });
  after(() => reader.dispose());

  for (const [what, seed, damage] of pictures) {
    it(what, async () => {
      const receipt = renderedReceipt(seed);
      const read = findReceipt(await reader.read(sourceOf(pictureOf(receipt, damage)), { signal }));
      const scores = scoreOf(read, receipt.truth);
      const all = f1(Object.values(scores).reduce(sumOf));
      assert.equal(read.total?.value, receipt.truth.total);
      assert.equal(read.date?.value, receipt.truth.date);
      assert.ok(all >= enough, `${all.toFixed(2)} of ${JSON.stringify(scores)}`);
    });
  }
});
