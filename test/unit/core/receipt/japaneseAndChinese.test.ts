import assert from 'node:assert/strict';
import { findReceipt } from '../../../../src/core/receipt/findReceipt.ts';
import { kindOf } from '../../../../src/core/receipt/figureKinds.ts';
import { labelOf } from '../../../../src/core/receipt/labels.ts';
import { printed } from './invented.ts';
import { plain } from './plain.ts';

describe('the labels of Japanese and Chinese receipts', () => {
  for (const [text, kind] of [
    ['合計', 'total'],
    ['税込合計', 'total'],
    ['小計(税抜 8%)', 'subtotal'],
    ['消費税等(10%)', 'tax'],
    ['お預り', 'paid'],
    ['お釣り', 'change'],
    ['割引', 'discount'],
    ['合计', 'total'],
    ['实收', 'total'],
    ['优惠', 'discount'],
    ['找零', 'change'],
    ['クレジット', 'paid'],
    ['微信支付', 'paid'],
    ['数量', undefined],
    ['緑茶', undefined],
  ] as const) {
    it(`${text} is ${kind ?? 'none'}`, () => assert.equal(kindOf(labelOf(text)), kind));
  }
});

describe('a receipt', () => {
  it('of a restaurant in Japan is read, without a sign of the currency and with one space before amounts', () => {
    const page = printed(`
      花屋
      2024年3月12日 14:05
      伝票 1234
      定食          400
      煮物          486
      合計 886
      現金 1000
      お釣り 114
    `);
    const { merchant, address, items, total, paid, change } = findReceipt(page);
    assert.deepEqual([merchant?.value, address?.value], ['花屋', undefined]);
    assert.deepEqual(
      items.map(({ description, total: price }) => [description.value, price?.value]),
      [
        ['定食', 400],
        ['煮物', 486],
      ],
    );
    assert.deepEqual([total?.value, paid?.value, change?.value], [886, 1000, 114]);
  });

  it('has no address in an amount', () => {
    assert.equal(
      findReceipt(printed('花屋本店\n2024年3月12日 14:05\nお茶   886\n合計   886\nお預り   1,000\nお釣り   114'))
        .address,
      undefined,
    );
  });

  it('of a shop in Japan is read', () => {
    const page = printed(`
      みどりマート
      東京都港区海岸通1-2-3
      電話:03-5550-1234
      登録番号 T1234567890123
      2024年2月11日(日) 12:34
      領収書
      おにぎり 鮭          ¥151*
      緑茶 500ml           ¥138*
      小計                 ¥289
      消費税等( 8%)        ¥23
      合計                 ¥312
      お預り             ¥1,000
      お釣               ¥688
    `);
    assert.deepEqual(plain(findReceipt(page)), {
      merchant: 'みどりマート',
      address: '東京都港区海岸通1-2-3',
      country: 'JP',
      phone: '03-5550-1234',
      taxNumber: 'T1234567890123',
      date: '2024-02-11',
      time: '12:34',
      currency: 'JPY',
      items: [
        { description: 'おにぎり 鮭', total: 151 },
        { description: '緑茶 500ml', total: 138 },
      ],
      subtotal: 289,
      charges: [],
      taxes: [{ rate: 8, amount: 23 }],
      totalTax: 23,
      total: 312,
      payments: [{ amount: 1000 }],
      paid: 1000,
      change: 688,
    });
  });

  it('of a restaurant in China is read', () => {
    const page = printed(`
      北京明月饭馆
      北京市东城区前门大街30号
      单号: 202403150088
      日期: 2024-03-15 19:30
      品名         数量  单价   金额
      烤鸭          1   298.00  298.00
      米饭          4     3.00   12.00
      合计                      310.00
      优惠                      -10.00
      实收                     ¥300.00
      微信支付                  300.00
    `);
    assert.deepEqual(plain(findReceipt(page)), {
      merchant: '北京明月饭馆',
      address: '北京市东城区前门大街30号',
      country: 'CN',
      receiptNumber: '202403150088',
      date: '2024-03-15',
      time: '19:30',
      currency: 'CNY',
      items: [
        { description: '烤鸭', quantity: 1, unitPrice: 298, total: 298 },
        { description: '米饭', quantity: 4, unitPrice: 3, total: 12 },
      ],
      subtotal: 310,
      discount: 10,
      charges: [],
      taxes: [],
      total: 300,
      payments: [{ method: 'E-wallet', amount: 300 }],
      paid: 300,
    });
  });
});
