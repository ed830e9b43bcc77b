import assert from 'node:assert/strict';
import { findReceipt } from '../../../../src/core/receipt/findReceipt.ts';
import { printed } from './invented.ts';

const none = { items: [], charges: [], taxes: [], payments: [], checks: [] };

describe('findReceipt', () => {
  for (const [what, template] of [
    [
      'a whole receipt',
      `
      MAWAR TRADING
      12, JALAN KENANGA
      RECEIPT NO: 1234
      DATE: 12/03/2018       09:42
      CASHIER: ANN
      ITEM              AMOUNT
      TEA                 3.00
      BUN                 1.20
      MILK                2.20
      ---------------------
      TOTAL               6.40
      CASH               10.00
      CHANGE              3.60
      THANK YOU
    `,
    ],
    ['its foot', 'TEA       3.00\nTOTAL     3.00'],
    [
      'one of a ride among sentences',
      `
      Uber
      Thanks for riding, Anna
      12 March 2024
      Total           14.50
      Trip fare       12.50
      Booking fee      2.00
      You rode with Marco in a black car from home
      we hope that you have enjoyed the ride with us
      your receipt is not an invoice for the tax office
    `,
    ],
    ['its head', 'MAWAR SDN BHD (887766-K)\n12, JALAN KENANGA\nDATE: 12/03/2018'],
  ] as const) {
    it(`finds ${what}`, () => assert.notDeepEqual(findReceipt(printed(template)), none));
  }

  for (const [what, template] of [
    ['a blank page', ''],
    ['a chart', 'Loaves sold in a month\n420    468    455    530\nJan    Feb    Mar    Apr'],
    ['a heading with a telephone', 'Call us\nTEL: 03-1234 5678'],
    [
      'a letter that tells of an amount',
      `
      Dear Ms Finch,

      thank you for your letter of 12 March 2018. We looked into it and
      found that you were charged twice, which should not have happened.
      The total is 12.50 and goes back to your account within a week. We
      hope that you will not hold this against us: somebody new was at
      the till that morning, and the queue went out of the door.

      The loaves that you were so kind to praise are baked from the flour
      of a mill in our valley. The miller, whom we asked, would be happy
      to show you around on any Saturday in spring, with your family or
      your friends, if you tell him a few days before. From the station
      it is a walk of a quarter of an hour along the river.

      Yours sincerely,
      Rose Marigold
    `,
    ],
    [
      'a short letter',
      `
      Dear Mr Moss,

      thank you for your letter of 12 March 2025. As we
      agreed, the price for the roof will be 2,400.00 EUR
      and the work begins on 01/05/2025. The total of the
      three invoices will not exceed 4,000.00 EUR.

      Kind regards,
      Ann Slate
      Slate Roofing Ltd
      12 Station Road, Leeds LS1 4AB
      `,
    ],
    [
      'a letter of a business',
      `
      ROSE MARIGOLD MILLS LTD
      12 HIGH STREET
      VAT NO: GB123456789
      DATE: 12/03/2018

      Dear Ms Finch,

      thank you for your letter. We looked
      into it and found that the bread had
      been left in the oven for too long,
      which should not have happened. We
      hope that you will not hold this
      against us: somebody new was at the
      oven that morning, and the queue
      went out of the door.

      The loaves that you were so kind to
      praise are baked from the flour of a
      mill in our valley. The miller would
      be happy to show you around on any
      day in spring, with your friends.
      Yours sincerely,
      Rose Marigold
    `,
    ],
    [
      'an offer of reduced prices',
      `
      The price stays so until Sunday, by
      the river, and as long as we have
      them: shirts of the finest linen,
      woven in the valley, in all sizes.
      TOTAL   54.00
      SHIRT 10% OFF   60.00   6.00
      Bring a friend, who pays the same
      and gets a cup of tea with it. Our
      tailor will look after the length
      of your sleeves while you wait and
      tell you of the old mill where the
      linen was bleached in the sun, and
      of the women who sang at the work.
    `,
    ],
    [
      'a long text in which somebody pays',
      `
      A morning at the mill

      We came by the early train, on
      DATE: 12/03/2018
      and walked along the river, which
      was high after a week of rain. The
      miller stood at the door, and led
      us in without many words. It was
      warm inside, and smelt of grain. He
      showed us the wheel, and the stones
      that his father had brought from a
      valley in the south, on a cart. In
      the ledger of that year stands what
      they cost, in the ink of the time:
      TOTAL   12.50
      CASH    20.00
      Nobody knows who drew the flower
      beside it. We sat on sacks and had
      bread and cheese, and he told us of
      the flood that took the old bridge
      and of the winter when the wheel
      froze, and they ground by hand, all
      of them, the children too, singing,
      so that nobody would fall asleep.
      In the evening we went back to the
      station, and he came with us as far
      as the bend, where the path is bad.
    `,
    ],
    [
      'a program that adds amounts',
      `
      /** The sum of a basket, in cents. */
      export function total(basket: readonly Item[]): number {
        let total = 0;
        for (const item of basket) {
          total += item.price * item.count;
        }
        const discount = basket.length > 10 ? 0.95 : 1;
        return Math.round(total * discount);
      }

      it('adds up', () => {
        const basket = [tea, bun];
        assert.equal(total(basket), 12.50);
      });
    `,
    ],
  ] as const) {
    it(`finds none in ${what}`, () => assert.deepEqual(findReceipt(printed(template)), none));
  }

  // Where the work grew with the third power of a row's length, these took minutes.
  for (const [what, part] of [
    ['words', 'the quick '],
    ['figures', '1.50 '],
    ['columns', '1.50  '],
  ] as const) {
    it(`reads a row of thousands of ${what} while a person waits`, () => {
      const template = `CORNER SHOP LTD\n05/04/2024\nTEA       5.00\n${part.repeat(1600)}\nTOTAL     5.00`;
      assert.equal(findReceipt(printed(template)).total?.value, 5);
    });
  }
});
