import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { findReceipt } from '../../../../src/core/receipt/findReceipt.ts';
import { isReceipt } from '../../../../src/core/receipt/receiptFields.ts';
import { printed } from './invented.ts';

/** Invented papers with amounts or dates, as they are laid out; a file's name says what it shows. */
const folder = new URL('papers/', import.meta.url);

describe('a paper with amounts or dates', () => {
  for (const [kind, wanted] of [
    ['other', false],
    ['receipts', true],
  ] as const) {
    for (const name of readdirSync(new URL(kind, folder))) {
      it(`is ${wanted ? 'a' : 'no'} receipt: ${name.replace('.txt', '').replaceAll('-', ' ')}`, () => {
        const text = readFileSync(new URL(`${kind}/${name}`, folder), 'utf8');
        assert.equal(isReceipt(findReceipt(printed(text))), wanted);
      });
    }
  }
});
