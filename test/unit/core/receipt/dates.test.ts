import assert from 'node:assert/strict';
import { parseReceipt, type ParseOptions } from '../../../../src/core/receipt/parseReceipt.ts';
import { printed } from './invented.ts';

function date(text: string, options?: ParseOptions): string | undefined {
  return parseReceipt(printed(text), options).date?.value;
}

describe('the date of a receipt', () => {
  for (const [text, expected] of [
    ['DATE: 04/03/2018', '2018-03-04'],
    ['04-03-18', '2018-03-04'],
    ['4.3.2018', '2018-03-04'],
    ['2018-03-04', '2018-03-04'],
    ['20180304', '2018-03-04'],
    ['04 MAR 2018', '2018-03-04'],
    ['04-MAR-18', '2018-03-04'],
    ['04/MAR/2018', '2018-03-04'],
    ['4TH MARCH 2018', '2018-03-04'],
    ['MAR 4, 2018', '2018-03-04'],
    ['4. MÄRZ 2018', '2018-03-04'],
    ['TARIKH: 4 OGOS 2018', '2018-08-04'],
    ['4 DÉC 2018', '2018-12-04'],
    ['4 Agustus 2018', '2018-08-04'],
    ['4 września 2018', '2018-09-04'],
    ['Le: 04/03/2018', '2018-03-04'],
    ['4 de marzo de 2018', '2018-03-04'],
    ['4 de março de 2018', '2018-03-04'],
    ['4 maart 2018', '2018-03-04'],
    ['1er mars 2018', '2018-03-01'],
    ["Mar 4 '18", '2018-03-04'],
    ["Mar 4'18", '2018-03-04'],
    ['Mar 4, 18 12:10PM', '2018-03-04'],
    ['01/01/2018\nRechnungsdatum: 04.03.2018', '2018-03-04'],
    ['Leistungsdatum: 01.01.2018\n04.03.2018', '2018-03-04'],
    ["12 JUN '18", '2018-06-12'],
    ['12   JUN   2018', '2018-06-12'],
    ['24 M4P 2018', '2018-03-24'],
    ['DATE: 24/03/Z0I8', '2018-03-24'],
    ['DATE: 2 8/04/2018', '2018-04-28'],
    ['DATE: 27/0 5/20 18 8:07 PM', '2018-05-27'],
    ['27/05/20 18:30', '2020-05-27'],
    ['27/05/20 18h30', '2020-05-27'],
    ['27/05/20 18.30', '2020-05-27'],
    ['27/05/20 19 TABLE 4', '2020-05-27'],
    ['Reg 1 8/11/2018 1:15 PM\nAustin TX 78701', '2018-08-11'],
    ['Table 5 Ser 12', undefined],
    ['4 MARCH 18, 14:05', '2018-03-04'],
    ['04MAR18,14:05', '2018-03-04'],
    ['4 SEPT 18', '2018-09-04'],
    ['4 września 18', '2018-09-04'],
  ] as const) {
    it(`reads ${text}`, () => assert.equal(date(text), expected));
  }

  for (const [text, expected] of [
    ['25/12/20188:13PM', '2018-12-25'],
    ['21.04.24-19:22/2.0.45/LTUS-112', '2024-04-21'],
    ['18-11-1813:58 SH01', '2018-11-18'],
    ['15 Jun 1808:34:31', '2018-06-15'],
    ['14 M ay 2018 18:10', '2018-05-14'],
    ['O4/O3/2O18', '2018-03-04'],
    ['0ct 24,2025', '2025-10-24'],
    ['7: Ju1i 2024 21:47', '2024-07-07'],
    ['l4/1Z/201B', '2018-12-14'],
    ['S1/2/2018 and 0S/02/2018', '2018-02-05'],
    ['NO1/2/2018', '2018-02-01'],
    ['2O18-O3-O4', '2018-03-04'],
    ['04/03-2018', '2018-03-04'],
    ['-REG #19- 21/03/2018', '2018-03-21'],
    ['-REG #19- MAR 21, 2018', '2018-03-21'],
    ['-REG #19-11/05/2018 20:22', '2018-05-11'],
    ['MI11/3-21\n04-03-18', '2018-03-04'],
    ['I3 MAY 2018 18:26', '2018-05-13'],
    ['2O MAY 2018 18:26', '2018-05-20'],
    ['04 JAN 2OI7', '2017-01-04'],
    ['24-01-I6 11:44', '2016-01-24'],
    ['11/03/1816:3O', '2018-03-11'],
    ['BATCH 05-03-18\n04-03-18 2I:44', '2018-03-04'],
    ['1B/12/18', '2018-12-18'],
    ['2D/03/2018', '2018-03-20'],
    ['0g/03/2018', '2018-03-09'],
    ['04-03-2D18', '2018-03-04'],
    ['04~03-2018', '2018-03-04'],
    ['DATE: 23-032018', '2018-03-23'],
    ['DATE: 2303/2018', '2018-03-23'],
    ['2303/2018 14:05', '2018-03-23'],
    ['23/0318 14:05', '2018-03-23'],
    ['2303-18 14:05', '2018-03-23'],
    ['DATE: 18103/2018', '2018-03-18'],
    ['DATE: 18/0312018', '2018-03-18'],
    ['DATE: 18/12/018 14:05', '2018-12-18'],
    ['13 MAY 201 8 18:26', '2018-05-13'],
    ['13 MAY 201 818:26', '2018-05-13'],
  ] as const) {
    it(`reads ${text} through the damage`, () => assert.equal(date(text), expected));
  }

  for (const [text, expected] of [
    ['WED MAR 21 10:11 PM 2018', undefined],
    ['INV 2303/2018', undefined],
    ['ITEM 23-032018', undefined],
    ['2303/18', undefined],
    ['Order 12-0424 14:05', undefined],
    ['Trans 0112-24 14:05:33', undefined],
    ['Check: 12.0324 14:05', undefined],
    ['Invoice 0512-03 14:05', undefined],
    ['ST 0412-03 14:05', undefined],
    ['DATE 14:05 TRANS 0112-24', undefined],
    ['DATE   ORDER 0112-24', undefined],
    ['18/12/018', undefined],
    ['12-03-814:37', undefined],
    ['29-10-207 18:31', undefined],
    ['DATE: 16 JUN 2078', undefined],
    ['10:11 STAFF 2018\n21/03/2018', '2018-03-21'],
    ['CASHIER 3: MAY 12:30\n21/03/2018', '2018-03-21'],
    ['NO. 2B-1-10 JALAN BUNGA\n21/03/2018', '2018-03-21'],
    ['NO. 1G-2-18 JALAN BUNGA\n21/03/2018', '2018-03-21'],
    ['NO. 2B-1-10 JALAN BUNGA\nTOTAL  USD 5.00\n03/04/2018', '2018-03-04'],
  ] as const) {
    it(`reads ${expected ?? 'none'} from ${JSON.stringify(text)}`, () => assert.equal(date(text), expected));
  }

  const goods = ['2 LIPTON 25G', '2 LIP 25G', '2 MARLBORO 20', '1 MARTINI 12.50', '1 MAR 12.50', '2 APRICOTS 12'];
  for (const text of ['31/02/2018', '45/13/2018', 'TEL: 03-11-2233445', '10.20.30.40', 'NO. 12/3, 47300', ...goods]) {
    it(`finds none in ${text}`, () => assert.equal(date(text), undefined));
  }

  it('is less sure of a day that may have lost a digit, as the month beside it has two', () => {
    const sure = (text: string) => parseReceipt(printed(text)).date?.confidence ?? NaN;
    assert.ok(sure('DATE: 6/04/2018 14:05') < 0.9);
    assert.ok(sure('DATE: 06/4/2018 14:05') < 0.9);
    assert.ok(sure('DATE: 16/4/2018 14:05') >= 0.9);
  });

  it('puts the day first where nothing tells', () => assert.equal(date('03/04/2018'), '2018-04-03'));

  for (const [town, text, expected] of [
    ['Tokyo Japan', '24/03/11 14:22', '2024-03-11'],
    ['Shibuya-ku Tokyo', '25/12/24 08:12', '2025-12-24'],
    ['111 51 Stockholm', '24-03-25 14:22', '2024-03-25'],
    ['111 51 Stockholm', '24-03-28 14:22', '2024-03-28'],
    ['111 51 Stockholm', '11-03-24 14:22', '2024-03-11'],
    ['111 51 Stockholm', "24-03-'18 14:22", '2018-03-24'],
    ['Beijing', '24-03-11 14:22', '2024-03-11'],
    ['Montréal QC H2C 1M2', '24/03/11 14:22', '2024-03-11'],
    ['Montréal QC H2C 1M2', '11/13/24 14:22', '2024-11-13'],
    ['London W1K 1QZ', '24/03/11 14:22', '2011-03-24'],
    ['111 21 Stockholm', '14/03/25 14:22', '2025-03-14'],
    ['111 21 Stockholm', '31/12/24 14:22', '2024-12-31'],
    ['111 21 Stockholm', '25-03-14 14:22', '2025-03-14'],
    ['Tokyo Japan', '15/03/25 14:05', '2025-03-15'],
    ['Montréal QC H2C 1M2', '25/03/24 08:12', '2024-03-25'],
    ['Montréal QC H2C 1M2', '31/12/24 18:12', '2024-12-31'],
    ['Montréal QC H2C 1M2', '27-03-25 10:12', '2025-03-27'],
    ['Montréal QC H2C 1M2', '25/03/14 10:12', '2025-03-14'],
    ['Montréal QC H2C 1M2', '25/03/14 10:12\nREFUND BY 27/04/2014', '2014-03-25'],
  ] as const) {
    const now = Date.UTC(2026, 0, 1);
    it(`reads ${JSON.stringify(text)} in ${town} as ${expected}`, () =>
      assert.equal(date(`LOTUS\n${town}\n${text}`, { now }), expected));
  }

  it('puts the month first in the country that a person says', () => {
    assert.equal(date('03/04/2018', { country: 'US' }), '2018-03-04');
    assert.equal(date('03/04/2018\nMANILA', { country: 'PH' }), '2018-03-04');
    assert.equal(date('DATE 03/04/2018\nTOTAL  USD 5.00', { country: 'GB' }), '2018-04-03');
  });

  it('puts the month first on a receipt in US dollars', () => {
    assert.equal(date('DATE 03/04/2018\nTOTAL  USD 5.00'), '2018-03-04');
  });

  for (const [title, text] of [
    ['a dollar sign', '03/04/2018\nTOTAL   $5.00'],
    ['the twelve-hour clock', '03/04/2018 2:15 PM\nTOTAL   5.00'],
    ['sales tax', '03/04/2018\nSALES TAX 8%   0.40'],
    ['a telephone of ten digits', '(303) 555-0142\n03/04/2018'],
    ['a damaged ZIP code', 'Denver, c0 802O3\n03/04/2018'],
  ] as const) {
    it(`puts the month first beside ${title}`, () => assert.equal(date(text), '2018-03-04'));
  }

  it('learns the order from another date on the page', () => {
    const order = 'PRINTED 12/25/2018\nDATE 03/04/2018';
    assert.equal(date(order), '2018-03-04');
  });

  it('takes a number above 12 for the day wherever it stands', () => {
    assert.equal(date('12/28/2017'), '2017-12-28');
  });

  it('prefers the date with a label, or with a time', () => {
    assert.equal(date('01/01/2015\nDATE: 04/03/2018'), '2018-03-04');
    assert.equal(date('01/01/2015\n04/03/2018 14:05'), '2018-03-04');
  });

  for (const other of [
    'EXPIRY DATE',
    'VALID UNTIL',
    'DUE DATE',
    'REGISTERED SINCE',
    'LUPUT',
    'Vervaldatum',
    'À régler avant le',
    'Anreise',
  ]) {
    it(`leaves alone a date after ${other}`, () => {
      assert.equal(date(`${other}: 30/09/2020\n04/03/2018`), '2018-03-04');
    });
  }
});

describe('the date of a hotel’s bill', () => {
  const nights = [
    '07.09.2018  Single room   119,00',
    '07.09.2018  Breakfast   16,00',
    '08.09.2018  Single room   119,00',
    '08.09.2018  Breakfast   16,00',
  ].join('\n');

  it('is not one of the nights', () => {
    assert.equal(date(`10.09.2018\n${nights}`), '2018-09-10');
    assert.equal(date(`Rechnungsdatum: 09.09.2018\nAnreise: 07.09.2018  Abreise: 09.09.2018\n${nights}`), '2018-09-09');
  });

  it('is the last of them where no other stands there, and not sure', () => {
    const { date } = parseReceipt(printed(`Arrival: 07.09.2018\n${nights}\nTOTAL   270,00`));
    assert.deepEqual([date?.value, (date?.confidence ?? 1) <= 0.5], ['2018-09-08', true]);
  });

  it('is rather of the departure than of the arrival', () => {
    assert.equal(date('Arrival 2018/09/07  Departure 2018/09/09\nTOTAL   270.00'), '2018-09-09');
  });

  it('may stand in front of a price by itself', () => {
    assert.ok((parseReceipt(printed('24.09.2018  Coffee   2,00')).date?.confidence ?? 0) > 0.8);
  });
});

describe('how sure a date is', () => {
  const sure = (text: string) => parseReceipt(printed(text)).date?.confidence ?? NaN;

  it('is more beside its label and time, less with a rival', () => {
    assert.ok(sure('DATE: 24/03/2018 14:05') >= 0.9);
    assert.ok(sure('DATE: 24/03/2018') > sure('24/03/2018'));
    assert.ok(sure('24/03/2018\n25/03/2018') < 0.8);
  });

  it('is little where nothing tells which number is the month', () => {
    assert.ok(sure('DATE: 03/04/2018 14:05\nTOTAL   $5.00') <= 0.55);
    assert.ok(sure('Toronto, Ontario\nDATE: 03/04/2018 14:05') <= 0.55);
    for (const [other, known] of [
      ['', 'DATE: 04/04/2018 14:05'],
      ['', 'DATE: 13/04/2018 14:05'],
      ['31/03/2018', 'DATE: 03/04/2018 14:05'],
      ['Leeds', 'DATE: 03/04/2018 14:05'],
      ['TOTAL   5,00', 'DATE: 03/04/2018 14:05'],
      ['(303) 555-0142\nTOTAL   $5.00', 'DATE: 03/04/2018 14:05'],
    ] as const)
      assert.ok(sure(`${known}\n${other}`) > 0.7, other);
  });

  it('is little where a separator is lost and no label tells it', () => {
    assert.ok(sure('Leeds\n12.0324 14:05') <= 0.55);
    assert.ok(sure('Leeds\nDATE: 23.0324 14:05') > 0.8);
  });

  it('is little where the year may stand first', () => {
    assert.ok(sure('Leeds\nDATE: 24-03-12 14:05') <= 0.55);
    assert.ok(sure('Leeds\nDATE: 24-03-2012 14:05') > 0.8);
    assert.ok(sure('Leeds\nDATE: 24/03/12 14:05') > 0.8);
    assert.ok(sure('DATE: 24-03-28 14:05') <= 0.55);
    assert.ok(sure('Montréal, Québec\nDATE: 24/03/11 14:05') <= 0.55);
    assert.ok(sure('Stockholm\nDATE: 11-03-24 14:05') <= 0.55);
    assert.ok(sure('Montréal, Québec\nDATE: 24/03/25 14:05') <= 0.55);
    assert.ok(sure('Stockholm\nDATE: 24-03-11 14:05') < 0.9);
    assert.ok(sure('Stockholm\nDATE: 11/03/25 14:05') <= 0.55);
    assert.ok(sure('Stockholm\nDATE: 2024-03-11 14:05') >= 0.9);
  });

  for (const other of ['EXPIRY', 'Exchange by', 'Returns by', 'Refund by'])
    it(`is little after ${other}, which says that it is something else’s`, () =>
      assert.ok(sure(`${other} 04/03/2018`) <= 0.5));
});
