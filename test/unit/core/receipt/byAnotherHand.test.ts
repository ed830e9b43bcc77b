import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { findReceipt } from '../../../../src/core/receipt/findReceipt.ts';
import { printed } from './invented.ts';
import { plain } from './plain.ts';

/**
 * Each a receipt as it is laid out, and below the dashes what a person read on it, as JSON; all merchants are invented.
 */
const folder = new URL('byAnotherHand/', import.meta.url);

describe('receipts that somebody made up who did not know the rules', () => {
  for (const name of readdirSync(folder)) {
    it(`${name} has the fields that a person reads`, () => {
      const [text = '', fields = ''] = readFileSync(new URL(name, folder), 'utf8').split('\n---\n');
      const expected = JSON.parse(fields) as Readonly<Record<string, unknown>>;
      const found = plain(findReceipt(printed(text)));
      assert.deepEqual(Object.fromEntries(Object.keys(expected).map((field) => [field, found[field]])), expected);
    });
  }
});
