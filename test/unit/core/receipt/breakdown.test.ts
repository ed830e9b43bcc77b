import assert from 'node:assert/strict';
import { parseReceipt } from '../../../../src/core/receipt/parseReceipt.ts';
import { printed } from './invented.ts';

/** The parts of the total and how many words each was read from. */
function parts(text: string) {
  const { subtotal, discount, service, tip, totalTax, total } = parseReceipt(printed(text));
  const values = { subtotal, discount, service, tip, totalTax, total };
  return Object.fromEntries(Object.entries(values).flatMap(([name, field]) => (field ? [[name, field.value]] : [])));
}

describe('what a total is made of', () => {
  it('may be a service charge and a tip', () => {
    assert.deepEqual(parts('SUBTOTAL   20.00\nSERVICE CHARGE 10%   2.00\nTAX   1.20\nTIP   3.00\nTOTAL   26.20'), {
      ...{ subtotal: 20, service: 2, tip: 3, totalTax: 1.2, total: 26.2 },
    });
  });

  it('may be what is called net, which alone would be the total', () => {
    assert.deepEqual(parts('NET AMOUNT   20.00\nVAT 20%   4.00\nTOTAL   24.00'), {
      ...{ subtotal: 20, totalTax: 4, total: 24 },
    });
    assert.deepEqual(parts('NETT TOTAL   24.00\nCASH   30.00\nCHANGE   6.00'), { total: 24 });
    assert.deepEqual(parts('TOTAL   24.02\nROUNDING   -0.02\nTOTAL   24.00'), { total: 24 });
  });

  it('may have to be paid', () => {
    assert.deepEqual(parts('BERSIH   20.00\nGST 6%   1.20\nJUMLAH PERLU DIBAYAR   21.20'), {
      ...{ subtotal: 20, totalTax: 1.2, total: 21.2 },
    });
  });

  it('has no tip where tips are only suggested', () => {
    assert.deepEqual(parts('SUBTOTAL   20.00\nTAX   1.20\nTOTAL   21.20\nTIP 15%   3.00\nTIP 20%   4.00'), {
      ...{ subtotal: 20, totalTax: 1.2, total: 21.2 },
    });
  });

  it('has no tip where its line was left empty', () => {
    assert.deepEqual(parts('AMOUNT   20.00\nTIP ________\nTOTAL ________'), { total: 20 });
  });

  it('may have several discounts taken off, which are one with the evidence of all', () => {
    const text = 'SUBTOTAL   20.00\nDISCOUNT   -2.00\nVOUCHER   -1.50\nTOTAL   16.50';
    assert.deepEqual(parts(text), { subtotal: 20, discount: 3.5, total: 16.5 });
    assert.deepEqual(
      parseReceipt(printed(text)).discount?.evidence.map((evidence) => evidence.text.trim()),
      ['-2.00', '-1.50'],
    );
  });

  for (const name of ['Staff 10%', '3 for 2 saving', 'Offerta', 'Bonus']) {
    it(`has ${name} taken off, which stands with a minus between the subtotal and the total`, () => {
      assert.deepEqual(parts(`SUBTOTAL   20.00\n${name}   -2.00\nTOTAL   18.00`), {
        ...{ subtotal: 20, discount: 2, total: 18 },
      });
      assert.equal(parts(`SUBTOTAL   20.00\n${name}   2.50-\nTOTAL   18.00`)['discount'], undefined, 'does not add up');
    });
  }

  it('may be charges of any name between the subtotal and the total, if they make it', () => {
    const charged = (text: string) =>
      parseReceipt(printed(text)).charges.map(({ description, amount }) => [description.value, amount?.value]);
    const [tip, delivery] = ['TIP   3.00', '* Delivery to you:   2.50\nDEPOSIT BOTTLES   0.25'];
    const text = `SUBTOTAL   20.00\n${delivery}\nTAX   1.20\n${tip}\nTOTAL   26.95`;
    assert.deepEqual(parts(text), { subtotal: 20, tip: 3, totalTax: 1.2, total: 26.95 });
    assert.deepEqual(charged(text), [
      ['Delivery to you', 2.5],
      ['DEPOSIT BOTTLES', 0.25],
    ]);
    const [check] = parseReceipt(printed(text)).checks;
    assert.deepEqual(check, {
      ...{ name: 'subtotalAndTax', holds: true },
      arithmetic: '20.00 + 1.20 + 2.50 + 0.25 + 3.00 = 26.95',
    });
    const fees =
      'Delivery fee   2.50\nSmall order fee   1.10\nYou could save   3.10\nBag fee   0.25\nRain fee   0.40\nCity fee   0.75';
    assert.deepEqual(
      charged(`SUBTOTAL   20.00\n${fees}\nTAX   1.20\nTOTAL   26.20`).map(([name]) => name),
      ['Delivery fee', 'Small order fee', 'Bag fee', 'Rain fee', 'City fee'],
    );
    assert.deepEqual(charged('SUBTOTAL   20.00\nYou may win   2.50\nTAX   1.20\nTOTAL   21.20'), []);
    assert.deepEqual(charged('SUBTOTAL   20.00\nYou may win   2.50\nTAX   1.20\nTOTAL   29.20'), []);
  });

  it('leaves out of the name of a charge how many they are', () => {
    const { charges } = parseReceipt(printed('SUBTOTAL   378,00\nKurtaxe 6 x 2,00   12,00\nGESAMT   390,00'));
    assert.deepEqual(
      charges.map(({ description }) => description.value),
      ['Kurtaxe'],
    );
  });

  it('has charges added to the items where the check sums them up', () => {
    const text = 'APPLE   4.00\nPEAR   6.00\nSUBTOTAL   10.00\nBAG LEVY   0.10\nTOTAL   10.10';
    assert.deepEqual(
      parseReceipt(printed(text)).checks.map(({ holds, arithmetic }) => [holds, arithmetic]),
      [
        [true, '4.00 + 6.00 = 10.00'],
        [true, '10.00 + 0.10 = 10.10'],
      ],
    );
  });

  it('has the subtotal that the items make also where the total was misread', () => {
    const text = 'BURGER   10.00\nFRIES   4.00\nSUBTOTAL   14.00\nTAX   1.40\nTOTAL   75.40';
    assert.deepEqual(parts(text), { subtotal: 14, totalTax: 1.4, total: 75.4 });
    const { checks, total } = parseReceipt(printed(text));
    assert.deepEqual(
      checks.filter(({ holds }) => !holds).map(({ arithmetic }) => arithmetic),
      ['14.00 + 1.40 ≠ 75.40'],
    );
    assert.ok((total?.confidence ?? 1) < 0.9);
  });

  it('has the subtotal that the goods cost, not what the included tax is charged on', () => {
    const text =
      'RICE   30.000\nTEA   11.000\nHARGA JUAL   41.000\nDISKON   (1.000)\nTOTAL   40.000\nPPN :   DPP= 36.036   PPN= 3.964';
    assert.deepEqual(parts(text), { subtotal: 41000, discount: 1000, totalTax: 3964, total: 40000 });
  });

  it('takes off only the discounts that add up', () => {
    assert.deepEqual(parts('SUBTOTAL   20.00\nDISCOUNT   -2.00\nYOU SAVED   3.50\nTOTAL   18.00'), {
      ...{ subtotal: 20, discount: 2, total: 18 },
    });
  });
});
