import assert from 'node:assert/strict';
import { parseReceipt } from '../../../../src/core/receipt/parseReceipt.ts';
import { fieldNames } from '../../../../src/core/receipt/receiptFields.ts';
import { printed } from './invented.ts';

/** What people read on the receipt, checks by whether they hold. */
function read(text: string): Record<string, unknown> {
  const receipt = parseReceipt(printed(text));
  const [payment] = receipt.payments;
  const named = fieldNames.map((name) => [name, receipt[name]] as const);
  const fields = [...named, ['method', payment?.method], ['lastDigits', payment?.lastDigits]] as const;
  return {
    ...Object.fromEntries(fields.flatMap(([name, field]) => (field === undefined ? [] : [[name, field.value]]))),
    items: receipt.items.map((item) => [item.description.value, item.total?.value]),
    checks: receipt.checks.filter(({ holds }) => !holds).map(({ arithmetic }) => arithmetic),
  };
}

const receipts: Readonly<Record<string, readonly [text: string, expected: Record<string, unknown>]>> = {
  'the United States': [
    `
    SUNFLOWER DINER LLC
    500 OAK STREET
    AUSTIN, TX 78701
    (512) 555-0147
    03/04/2018   1:15 PM
    BURGER           $12.50
    COFFEE            $3.00
    SUBTOTAL         $15.50
    SALES TAX 8%      $1.24
    TIP               $3.00
    TOTAL            $19.74
    VISA ************4242   $19.74
    `,
    {
      ...{ merchant: 'SUNFLOWER DINER LLC', country: 'US', currency: 'USD', date: '2018-03-04', time: '13:15' },
      ...{ subtotal: 15.5, totalTax: 1.24, tip: 3, total: 19.74, method: 'Visa', lastDigits: '4242' },
    },
  ],
  Canada: [
    `
    MAPLE LEAF BOOKS INC.
    12 KING STREET WEST
    TORONTO, ONTARIO M5V 2T6
    GST NO 123456789
    DATE: 2018-03-14
    NOVEL            $20.00
    SUBTOTAL         $20.00
    HST 13%           $2.60
    TOTAL            $22.60
    `,
    { country: 'CA', currency: 'CAD', date: '2018-03-14', subtotal: 20, totalTax: 2.6, total: 22.6 },
  ],
  Australia: [
    `
    SUNFLOWER PTY LTD
    ABN 12 345 678 901
    5 HIGH STREET, SYDNEY NSW 2000
    TAX INVOICE
    14/03/2018
    FLAT WHITE        $4.50
    TOTAL             $4.50
    GST INCLUDED      $0.41
    `,
    { country: 'AU', currency: 'AUD', registrationNumber: '12 345 678 901', totalTax: 0.41, total: 4.5 },
  ],
  'the United Kingdom': [
    `
    Sunflower Ltd
    5 High Street
    London SW1A 1AA
    VAT No: GB 123 4567 89
    4/3/2018
    Tea                £2.40
    Scone              £3.10
    TOTAL              £5.50
    CASH              £10.00
    CHANGE             £4.50
    `,
    {
      ...{ country: 'GB', currency: 'GBP', taxNumber: 'GB 123 4567 89', date: '2018-03-04', total: 5.5, change: 4.5 },
      items: [
        ['Tea', 2.4],
        ['Scone', 3.1],
      ],
    },
  ],
  Germany: [
    `
    Bäckerei Sonnenblume GmbH
    Hauptstraße 5
    10115 Berlin
    Tel.: 030 1234567
    USt-IdNr.: DE123456789
    Bon-Nr. 4711
    Datum: 04.03.2018 Uhrzeit: 14:05
    Roggenbrot          3,80
    Brezel 2x           1,60
    Zwischensumme       5,40
    Gesamtbetrag  EUR   5,40
    inkl. MwSt 7%       0,35
    Bar           EUR  10,00
    Rückgeld      EUR   4,60
    `,
    {
      ...{ country: 'DE', currency: 'EUR', date: '2018-03-04', time: '14:05', phone: '030 1234567' },
      ...{ taxNumber: 'DE123456789', receiptNumber: '4711', total: 5.4, totalTax: 0.35, paid: 10, change: 4.6 },
      method: 'Cash',
    },
  ],
  Switzerland: [
    `
    Metzgerei Edelweiss AG
    Bahnhofstrasse 7
    8001 Zürich
    CHE-123.456.789 MWST
    14.03.2018
    Bratwurst        CHF 9.50
    Total            CHF 9.50
    `,
    { country: 'CH', currency: 'CHF', date: '2018-03-14', total: 9.5 },
  ],
  France: [
    `
    Boulangerie Tournesol SARL
    5 rue des Lilas
    75011 Paris
    SIRET 123 456 789 00012
    Tél. 01 23 45 67 89
    14 mars 2018 08:15
    Baguette tradition      1,20 €
    Gâteau             1 024,00 €
    Total HT             971,75 €
    TVA 5,5 %             53,45 €
    TOTAL TTC          1 025,20 €
    Espèces            1 030,00 €
    Rendu                  4,80 €
    `,
    {
      ...{ country: 'FR', currency: 'EUR', date: '2018-03-14', time: '08:15', registrationNumber: '123 456 789 00012' },
      ...{ subtotal: 971.75, totalTax: 53.45, total: 1025.2, paid: 1030, change: 4.8, method: 'Cash' },
    },
  ],
  Spain: [
    `
    PANADERIA GIRASOL S.L.
    CALLE MAYOR 5
    28013 MADRID
    CIF: B-12345678
    FECHA: 14/03/2018
    PAN                1,20
    TARTA             12,00
    TOTAL A PAGAR     13,20 €
    IVA INCLUIDO 10%   1,20
    EFECTIVO          20,00 €
    CAMBIO             6,80 €
    `,
    { country: 'ES', currency: 'EUR', date: '2018-03-14', total: 13.2, totalTax: 1.2, paid: 20, change: 6.8 },
  ],
  Italy: [
    `
    TRATTORIA GIRASOLE S.R.L.
    VIA ROMA 5
    20121 MILANO
    P.IVA 01234567890
    14/03/2018 20:15
    COPERTO              2,00
    PASTA                9,50
    TOTALE COMPLESSIVO  11,50
    DI CUI IVA           1,05
    CONTANTI            20,00
    RESTO                8,50
    `,
    { country: 'IT', currency: 'EUR', taxNumber: '01234567890', total: 11.5, totalTax: 1.05, paid: 20, change: 8.5 },
  ],
  Portugal: [
    `
    PADARIA GIRASSOL LDA
    RUA AUGUSTA 5
    1100-048 LISBOA
    CONTRIBUINTE: 501234567
    DATA: 14-03-2018
    PAO                 1,20
    BOLO                3,30
    TOTAL A PAGAR       4,50
    DINHEIRO            5,00
    TROCO               0,50
    `,
    { country: 'PT', currency: 'EUR', date: '2018-03-14', total: 4.5, paid: 5, change: 0.5, method: 'Cash' },
  ],
  Brazil: [
    `
    LANCHONETE GIRASSOL LTDA
    RUA DAS FLORES 5
    SAO PAULO SP
    CNPJ: 12.345.678/0001-90
    14/03/2018 12:30
    SUCO              R$ 8,50
    DESCONTO          R$ 0,50
    TOTAL             R$ 8,00
    `,
    { country: 'BR', currency: 'BRL', taxNumber: '12.345.678/0001-90', discount: 0.5, total: 8 },
  ],
  'the Netherlands': [
    `
    Bakkerij Zonnebloem B.V.
    Kerkstraat 5
    1017 GA Amsterdam
    BTW-nr: NL123456789B01
    14-03-2018 09:10
    Brood               2,95
    Koek                1,50
    TOTAAL              4,45
    Waarvan BTW 9%      0,37
    Contant            10,00
    Wisselgeld          5,55
    `,
    { country: 'NL', currency: 'EUR', taxNumber: 'NL123456789B01', total: 4.45, totalTax: 0.37, change: 5.55 },
  ],
  Sweden: [
    `
    Solros Bageri AB
    Storgatan 5
    111 22 Stockholm
    Org.nr 556123-4567
    2018-03-14 09:10
    Bulle              25,00 kr
    Kaffe              30,00 kr
    Att betala         55,00 kr
    Varav moms 12%      5,89 kr
    Kort               55,00 kr
    `,
    { country: 'SE', currency: 'SEK', date: '2018-03-14', total: 55, totalTax: 5.89 },
  ],
  Poland: [
    `
    Piekarnia Słonecznik
    ul. Długa 5
    00-238 Warszawa
    NIP 123-456-32-18
    2018-03-14
    PARAGON FISKALNY
    Chleb               4,50
    Bułka               1,20
    PTU A               0,27
    SUMA PLN            5,70
    Gotówka            10,00
    Reszta              4,30
    `,
    { country: 'PL', currency: 'PLN', taxNumber: '123-456-32-18', total: 5.7, change: 4.3, method: 'Cash' },
  ],
  India: [
    `
    SURYAMUKHI RESTAURANT
    5 MG ROAD, BENGALURU
    GSTIN: 22ABCDE1234F1Z5
    DATE: 14/03/2018
    MASALA DOSA       Rs. 120.00
    SUBTOTAL          Rs. 120.00
    CGST 2.5%           3.00
    SGST 2.5%           3.00
    GRAND TOTAL       Rs. 126.00
    `,
    { country: 'IN', currency: 'INR', subtotal: 120, total: 126, totalTax: 6 },
  ],
  Indonesia: [
    `
    WARUNG BUNGA MATAHARI
    JL. SUDIRMAN 5, JAKARTA
    NPWP 01.234.567.8-901.000
    TANGGAL: 14/03/2018
    NASI GORENG       25.000
    ES TEH             5.000
    SUBTOTAL          30.000
    PPN 10%            3.000
    TOTAL          Rp 33.000
    TUNAI             50.000
    KEMBALI           17.000
    `,
    {
      ...{ country: 'ID', currency: 'IDR', subtotal: 30000, totalTax: 3000, total: 33000, paid: 50000, change: 17000 },
      items: [
        ['NASI GORENG', 25000],
        ['ES TEH', 5000],
      ],
    },
  ],
  Japan: [
    `
    HIMAWARI COFFEE
    1-2-3 SHIBUYA, TOKYO JAPAN
    2018/03/14 09:10
    BLEND COFFEE       ¥480
    CAKE SET         ¥1,200
    TOTAL            ¥1,680
    CASH             ¥2,000
    CHANGE             ¥320
    `,
    { country: 'JP', currency: 'JPY', date: '2018-03-14', total: 1680, paid: 2000, change: 320 },
  ],
  China: [
    `
    SUNFLOWER TEA HOUSE
    5 NANJING ROAD, SHANGHAI CHINA
    2018-03-14
    TEA               ¥ 38.00
    TOTAL             ¥ 38.00
    `,
    { country: 'CN', currency: 'CNY', total: 38 },
  ],
  Singapore: [
    `
    SUNFLOWER PTE LTD
    5 ORCHARD ROAD SINGAPORE 238801
    GST REG NO: 201234567A
    04/03/2018
    LAKSA             $8.00
    SUBTOTAL          $8.00
    SERVICE CHARGE    $0.80
    GST 7%            $0.62
    TOTAL             $9.42
    `,
    { country: 'SG', currency: 'SGD', date: '2018-03-04', service: 0.8, totalTax: 0.62, total: 9.42 },
  ],
};

describe('a receipt of', () => {
  for (const [country, [text, expected]] of Object.entries(receipts)) {
    it(country, () => {
      const found = read(text);
      const wanted: Record<string, unknown> = { ...expected, checks: [] };
      assert.deepEqual(Object.fromEntries(Object.keys(wanted).map((name) => [name, found[name]])), wanted);
    });
  }

  it('nowhere in particular has neither country nor currency', () => {
    const { country, currency } = parseReceipt(printed('SUNFLOWER\nTEA   $2.00\nTOTAL   $2.00'));
    assert.deepEqual([country, currency], [undefined, undefined]);
  });
});
