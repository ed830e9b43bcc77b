import assert from 'node:assert/strict';
import { wordsByLanguage } from '../../../../src/core/receipt/labelLanguages.ts';
import { labelReader } from '../../../../src/core/receipt/labels.ts';
import { concepts, fillers } from '../../../../src/core/receipt/labelWords.ts';
import { parseReceipt } from '../../../../src/core/receipt/parseReceipt.ts';
import { printed } from './invented.ts';

/** An item of that name between two others, and what all come to. */
const withItem = (name: string) =>
  printed(`
    TEAPOT TRADING LTD
    1 High Street, London
    Date: 03/04/2025
    BREAD               4.50
    ${name.padEnd(16)}    2.50
    APPLES              3.00
    SUBTOTAL           10.00
    TOTAL GBP          10.00
  `);
const itemsOf = (name: string, languages?: readonly string[]) =>
  parseReceipt(withItem(name), { languages }).items.map(({ description }) => description.value);

describe('the language of a receipt, as a person says it,', () => {
  for (const [name, language, other] of [
    ['RESTO', 'ita', 'deu'],
    ['CARTA', 'ita', 'fra'],
    ['PAGO', 'spa', 'nld'],
    ['KORT', 'swe', 'eng'],
    ['MATA', 'msa', 'por'],
    ['RABAT', 'pol', 'ind'],
  ] as const) {
    it(`leaves ${name} an item where it is no label: in ${other}, not in ${language}`, () => {
      assert.deepEqual(itemsOf(name, [other]), ['BREAD', name, 'APPLES']);
      assert.ok(!itemsOf(name, [language]).includes(name));
      assert.ok(!itemsOf(name, [other, language]).includes(name));
      assert.ok(!itemsOf(name).includes(name), 'it may be in any');
    });
  }

  it('leaves the labels of that language and of English', () => {
    const german = printed(`
      TEEKANNE HANDELS GMBH
      Datum: 03.04.2025
      BROT                4,50
      Zwischensumme       4,50
      SUMME EUR           4,50
      BAR                 5,00
      RUCKGELD            0,50
    `);
    const said = parseReceipt(german, { languages: ['deu'] });
    assert.deepEqual(
      [said.total?.value, said.subtotal?.value, said.paid?.value, said.change?.value],
      [4.5, 4.5, 5, 0.5],
    );
    const wrong = parseReceipt(german, { languages: ['pol'] });
    assert.deepEqual([wrong.paid, wrong.change], [undefined, undefined]);
    assert.equal(parseReceipt(withItem('TEA'), { languages: ['deu'] }).total?.value, 10);
  });

  it('are all read where one is named whose words are not known', () => {
    assert.deepEqual(labelReader(['dan'])('MOMS').concepts, labelReader()('MOMS').concepts);
    assert.deepEqual(labelReader(['deu'])('MOMS').concepts, []);
  });

  it('forgives damaged letters as ever', () => {
    assert.deepEqual(labelReader(['deu'])('ZW1SCHENSUMNE').concepts, ['sub']);
    assert.deepEqual(labelReader(['deu'])('BET0ALEN').concepts, []);
  });
});

describe('the words of languages', () => {
  it('are words of labels', () => {
    const known = new Set([...Object.values(concepts).flat(), ...fillers]);
    const words = Object.values(wordsByLanguage).flatMap((list) => list.split(/\s+/));
    assert.deepEqual(
      words.filter((word) => !known.has(word)),
      [],
    );
  });
});
