import assert from 'node:assert/strict';
import { pageLanguage } from '../../../../src/core/receipt/pageLanguage.ts';

const languageOf = (...lines: readonly string[]) =>
  pageLanguage({ lines: lines.map((text, index) => ({ text, box: [0, index * 20, 100, index * 20 + 10] })) });

describe('the language of a page', () => {
  it('is that of the most labels', () => {
    assert.equal(languageOf('Bäckerei Roth', 'Zwischensumme 4,00', 'inkl. 7% MwSt 0,26', 'Bar gegeben 5,00'), 'deu');
    assert.equal(languageOf('Sous-total 4,00', 'TVA 5,5 %', 'Espèces', 'Rendu monnaie 1,00'), 'fra');
    assert.equal(languageOf('Mellansumma 40,00', 'varav moms 4,29', 'Växel 0,00'), 'swe');
  });

  it('may be told by words that others have, too', () => {
    assert.equal(languageOf('Subtotale', 'Importo da pagare', 'di cui IVA', 'Pagamento contante', 'Resto'), 'ita');
  });

  it('is not told by English labels, one word of another, or words that two have', () => {
    assert.equal(languageOf('Total 4.00', 'Cash 5.00', 'Change 1.00', 'Thank you'), undefined);
    assert.equal(languageOf('Jumlah 4.00', 'Cash 5.00', 'Change 1.00'), undefined);
    assert.equal(languageOf('Jumlah besar', 'Tunai', 'Bayar'), undefined);
    assert.equal(languageOf('Summe', 'SUMME', 'summe'), undefined);
    assert.equal(languageOf(), undefined);
  });
});
