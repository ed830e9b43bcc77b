import assert from 'node:assert/strict';
import type { Page } from '../../../../src/core/reading/reading.ts';
import { findReceipt } from '../../../../src/core/receipt/findReceipt.ts';
import { pageOnPicture } from '../../../../src/core/reading/turnedPage.ts';
import { printed } from './invented.ts';

function receiptOf(name: string, date: string, tea: number): Page {
  return printed(`
    ${name} TRADING SDN BHD
    12, JALAN KENANGA
    DATE: ${date}
    TEA                ${tea}.00
    BUN                1.20
    TOTAL              ${tea + 1}.20
    CASH              10.00
  `);
}

const mawar = receiptOf('MAWAR', '12/03/2018', 3);
const lotus = receiptOf('LOTUS', '13/03/2018', 4);

/** The second page's lines moved. */
function together(first: Page, second: Page, right: number, down: number): Page {
  const lines = second.lines.map((line) => {
    const [left, top, to, bottom] = line.box;
    return { ...line, box: [left + right, top + down, to + right, bottom + down] as const };
  });
  return { width: 1400, height: 1200, lines: [...first.lines, ...lines] };
}

function twoOf(page: Page): readonly string[] {
  return findReceipt(page).checks.flatMap(({ name, holds, arithmetic }) =>
    name === 'oneReceipt' && !holds ? [arithmetic] : [],
  );
}

describe('of two receipts on one picture', () => {
  for (const [what, page] of [
    ['beside each other the left one', together(mawar, lotus, 600, 10)],
    ['below each other the upper one', together(mawar, lotus, 0, 500)],
    ['on a picture that is turned the first one', pageOnPicture(together(mawar, lotus, 600, 10), 90)],
  ] as const) {
    it(`${what} is read, and a check tells both totals`, () => {
      const { merchant, total } = findReceipt(page);
      assert.deepEqual([merchant?.value, total?.value], ['MAWAR TRADING SDN BHD', 4.2]);
      assert.deepEqual(twoOf(page), ['4.20; 5.20']);
    });
  }

  for (const [what, other] of [
    ['merchant', receiptOf('LOTUS', '12/03/2018', 3)],
    ['date', receiptOf('MAWAR', '13/03/2018', 3)],
  ] as const) {
    it(`another ${what} tells them apart where their totals are the same`, () => {
      assert.deepEqual(twoOf(together(mawar, other, 0, 500)), ['4.20; 4.20']);
    });
  }

  it('the totals have the decimals of their currency', () => {
    const [sakura, momiji] = [100, 300].map((price, index) =>
      printed(`
        ${['SAKURA', 'MOMIJI'][index]} STORE
        Tokyo Shibuya 1-2-3
        2024/05/1${index} 10:00
        Tea        ${price}
        Coffee     200
        Total     ¥${price + 200}
      `),
    ) as [Page, Page];
    assert.deepEqual(twoOf(together(sakura, momiji, 0, 500)), ['300; 500']);
  });

  it('a brand alone, without a legal form and an address, names a shop, too', () => {
    const [deli, tavern] = ['CORNER DELI', 'OAK TAVERN'].map((shop, index) =>
      printed(`
        ${shop}
        05/1${index}/2024 19:55
        TEA             2${index}.32
        BUN             10.00
        TOTAL           3${index}.32
        VISA            3${index}.32
      `),
    ) as [Page, Page];
    assert.deepEqual(twoOf(together(deli, tavern, 600, 0)), ['30.32; 31.32']);
  });

  it('more than two, beside and below each other, are cut until the first is alone', () => {
    const tanjung = receiptOf('TANJUNG', '14/03/2018', 5);
    const melati = receiptOf('MELATI', '15/03/2018', 6);
    const column = together(mawar, lotus, 0, 500);
    for (const page of [
      together(column, tanjung, 0, 1000),
      together(together(column, tanjung, 600, 0), melati, 600, 500),
    ]) {
      const { merchant, total } = findReceipt(page);
      assert.deepEqual([merchant?.value, total?.value], ['MAWAR TRADING SDN BHD', 4.2]);
      assert.equal(twoOf(page).length, 1);
    }
  });

  for (const [what, shop] of [
    ['', 'THE OAK TAVERN LLC'],
    [', where it names the firm,', 'OAK HOSPITALITY INC'],
  ] as const) {
    it(`the slip of the card that paid with a tip${what} is none of its own`, () => {
      const bill = printed(`
        THE OAK TAVERN LLC
        12 Main St
        Springfield IL 62701
        05/12/2024 19:30
        Burger            19.50
        Fries              9.50
        Subtotal          29.00
        Tax                2.32
        TOTAL             31.32
      `);
      const slip = printed(`
        ${shop}
        12 Main St
        Springfield IL 62701
        05/12/2024 19:55
        VISA ************1234
        AMOUNT            31.32
        TIP                6.00
        TOTAL             37.32
        APPROVED
      `);
      const page = together(bill, slip, 0, 500);
      assert.deepEqual(twoOf(page), []);
      assert.equal(findReceipt(page).payments[0]?.lastDigits?.value, '1234');
    });
  }

  it('the slips of two cards are two', () => {
    const [tavern, inn] = ['THE OAK TAVERN LLC', 'THE ELM INN LLC'].map((shop, index) =>
      printed(`
        ${shop}
        12 Main St
        Springfield IL 62701
        05/12/2024 19:55
        VISA ************1234
        TOTAL             3${index}.32
        APPROVED
      `),
    ) as [Page, Page];
    assert.deepEqual(twoOf(together(tavern, inn, 600, 0)), ['30.32; 31.32']);
  });

  it('sections whose totals add up are none of their own', () => {
    const rooms = printed(`
      HOTEL ALPHA GMBH
      Hauptstr. 5
      10115 Berlin
      12.05.2024
      Zimmer              100,00
      Total               100,00
    `);
    const restaurant = printed(`
      RESTAURANT ALPHA
      Tisch 4  12.05.2024
      Wein                 20,00
      Total                20,00
      Gesamt              120,00
    `);
    assert.deepEqual(twoOf(together(rooms, restaurant, 0, 500)), []);
  });

  it('the copy of one is none of its own', () => assert.deepEqual(twoOf(together(mawar, mawar, 0, 500)), []));

  it('no other paper counts', () => {
    const note = printed('BUY TEA\n12/03/2018\nTOTAL\nCALL ANN\nASK BEN\nBE HOME\nBY SIX');
    assert.deepEqual(twoOf(together(mawar, note, 600, 0)), []);
  });

  it('one alone has no such check', () => assert.deepEqual(twoOf(mawar), []));
});
