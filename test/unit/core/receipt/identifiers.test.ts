import assert from 'node:assert/strict';
import type { Receipt } from '../../../../src/core/reading/reading.ts';
import { parseReceipt } from '../../../../src/core/receipt/parseReceipt.ts';
import { printed, withWords } from './invented.ts';

type TextField = 'phone' | 'registrationNumber' | 'taxNumber' | 'receiptNumber' | 'receiptType';

/** What the field holds on a receipt with these rows between its address and its total. */
function read(name: TextField, rows: string): string | undefined {
  const receipt: Receipt = parseReceipt(printed(`MAWAR TRADING\n5, JALAN 2, 47300 KLANG\n${rows}\nTOTAL   9.50`));
  return receipt[name]?.value;
}

const cases: Readonly<Record<TextField, readonly (readonly [rows: string, expected: string | undefined])[]>> = {
  phone: [
    ['TEL: 03-1234 5678', '03-1234 5678'],
    ['TEL: 03-1234 5678   FAX: 03-8765 4321', '03-1234 5678'],
    ['TEL NO. : +603-1234 5678', '+603-1234 5678'],
    ['PHONE (512) 555-0147', '(512) 555-0147'],
    ['Tél. 01 23 45 67 89', '01 23 45 67 89'],
    ['TEL :   012-345 6789', '012-345 6789'],
    ['Fone: (11) 5555-0123', '(11) 5555-0123'],
    ['Telefon 0221/4710843', '0221/4710843'],
    ['PH0NE 03-8765 4321', '03-8765 4321'],
    ['(512) 555-0147', '(512) 555-0147'],
    ['512-555-0147', '512-555-0147'],
    ['312.555.0199', '312.555.0199'],
    ['South Loop - 312-555-0199', '312-555-0199'],
    ['+49 (0)221 4457810', '+49 (0)221 4457810'],
    ['04 78 42 11 09', '04 78 42 11 09'],
    ['020-6234411', '020-6234411'],
    ['T: 020 7946 0000', '020 7946 0000'],
    ['T 01962 555 019', '01962 555 019'],
    ['Ph. 02 9323 1555', '02 9323 1555'],
    ['Tfno: 915 23 44 18', '915 23 44 18'],
    ['Tfn 08-640 22 11', '08-640 22 11'],
    ['Tel/Fax 051 123456', '051 123456'],
    ['Call us 0800 123 456', '0800 123 456'],
    ['FAX: 03-8765 4321', undefined],
    ['FAX 512-555-0147', undefined],
    ['T 12345678', undefined],
    ['12-03-2018   10:15', undefined],
    ['9556001122334', undefined],
    ['TEL: -', undefined],
    ['HOTEL 12345678', undefined],
  ],
  registrationNumber: [
    ['0rg.nr 556021-0261', '556021-0261'],
    ['CO. REG. NO: 887766-K', '887766-K'],
    ['(887766-K)\nTEL: 03-123', undefined],
    ['ABN 12 345 678 901', '12 345 678 901'],
    ['SIRET 123 456 789 00012', '123 456 789 00012'],
    ['HRB 12345', '12345'],
    ['Org.nr 556123-4567', '556123-4567'],
    ['GST REG NO: 000123456789', undefined],
  ],
  taxNumber: [
    ['GST REG NO: 000123456789', '000123456789'],
    ['(GST ID NO :000123456789)', '000123456789'],
    ['GST NO.   :\n000123456789', '000123456789'],
    ['GST 000123456789', '000123456789'],
    ['USt-IdNr.: DE123456789', 'DE123456789'],
    ['VAT REG NO GB 123 4567 89', 'GB 123 4567 89'],
    ['N° TVA intracom: FR12 345678901', 'FR12 345678901'],
    ['P.IVA 01234567890', '01234567890'],
    ['BTW-nr: NL123456789B01', 'NL123456789B01'],
    ['GSTIN: 22ABCDE1234F1Z5', '22ABCDE1234F1Z5'],
    ['CNPJ: 12.345.678/0001-90', '12.345.678/0001-90'],
    ['CNP]: 12.345.678/0001-90', '12.345.678/0001-90'],
    ['BTW nI. NL123456789B01', 'NL123456789B01'],
    ['NIP 123-456-32-18', '123-456-32-18'],
    ['CHE-123.456.789 MWST', 'CHE-123.456.789'],
    ['ATU12345678', 'ATU12345678'],
    ['GST/HST No: 123456789 RT0001', '123456789 RT0001'],
    ['Contribuinte: 501234567', '501234567'],
    ['St.-Nr. 06/123/45678', '06/123/45678'],
    ['VAT: GB123456789', 'GB123456789'],
    ['TVA: FR23480231556', 'FR23480231556'],
    ['BTW-nummer NL803441229B01', 'NL803441229B01'],
    ['BTW: NL803441229B01', 'NL803441229B01'],
    ['N.I.F. B83124577', 'B83124577'],
    ['C.I.F. B-83124577', 'B-83124577'],
    ['P.I. 02345678901', '02345678901'],
    ['Part. IVA 02345678901', '02345678901'],
    ['HST# 123456789RT0001', '123456789RT0001'],
    ['TPS/GST 123456789 RT0001', '123456789 RT0001'],
    ['T1234567890123', 'T1234567890123'],
    ['FRUTERIA ALBA, S.A.   A-83124577', 'A-83124577'],
    ['LOT A-83124577', undefined],
    ['VAT   1.20', undefined],
    ['Faktura VAT nr 12345678', undefined],
    ['TAX INVOICE NO: 12345678', undefined],
    ['GST 6%   0.54', undefined],
  ],
  receiptNumber: [
    ['0rg.nr 556021-0261\nKvitto nr 8842', '8842'],
    ['0rg.nr 556021-0261', undefined],
    ...[
      ...[
        'Receipt 44117',
        'Chk 44117',
        'Bill 44117',
        'Ticket 44117',
        'INVOICE 44117',
        'INV-44117',
        'Bon 44117',
        'Beleg 44117',
      ],
      ...[
        'Facture 44117',
        'Kvitto 44117',
        'Paragon nr 44117',
        'Nº: 44117',
        'No 44117',
        '#44117',
        'Order 44117',
        'Trans 44117',
      ],
      ...[
        'Ticket de caisse n° 44117',
        'Gutschrift Nr. 44117',
        'Extrato No. 44117',
        'Fatura n.º 44117',
        'Rg.-Nr. 44117',
        'SC.N. 44117',
      ],
      ...['FRA. SIMPLIFICADA 44117', 'Parkschein 44117', 'Table 4   Chk 44117   Gst 2'],
    ].map((row) => [row, '44117'] as const),
    ['FATURA SIMPLIFICADA FS 1/23345', 'FS 1/23345'],
    ['Bon   L6B2-881-0219   Kasir: RINA', 'L6B2-881-0219'],
    ['ORIG TRANS 3312', undefined],
    ['Beleg: 1533-22-8841', '1533-22-8841'],
    ['Receipt No: 12 3456 789', '12 3456 789'],
    ['INV: 0412 00123 889   12/03/2018', '0412 00123 889'],
    ['INV: 0412 12/03/2018', '0412'],
    ['INV: 0412 14:05', '0412'],
    ['BILL NO: 4412 2 ITEMS', '4412'],
    ['BILL NO: 001234 1405', '001234'],
    ['BILL NO: 4412 140512', '4412'],
    ['BILL NO: 4412 20180312', '4412'],
    ['BILL NO: 4412 03 15', '4412'],
    ['BILL NO: 8831 03 15 24', '8831'],
    ['Order: NR 44120', undefined],
    ['Invoice No: NO 12345', undefined],
    ['BILL NO: 4412 / TABLE 5', '4412'],
    ['Invoice No: 2024 / 118', '2024 / 118'],
    ['Fattura n. 12 / A del 05/04/2024', '12 / A'],
    ['Rechnung Nr.: RE 2024 0815', 'RE 2024 0815'],
    ['Transaktion: 448120\nBon 4421   Kasse 2', '4421'],
    ['RECEIPT 15 DAYS', undefined],
    ['RECEIPT 12/03/2018', undefined],
    ['CHECK   44.50', undefined],
    ['NO 1234, JALAN 5', undefined],
    ['INVOICE NO : 18287/102/T0049', '18287/102/T0049'],
    ['Talao n : AB12345', 'AB12345'],
    ['RECEIPT #: CS00012664   DATE: 12/03/2018', 'CS00012664'],
    ['TAX INVOICE NO\n0012', '0012'],
    ['BILL#:V001- 123456   PAX(S): 2', 'V001- 123456'],
    ['TRANS: 123456\nINV NO: A-77', 'A-77'],
    ['Bon-Nr. 4711', '4711'],
    ['Facture N° 2018-0042', '2018-0042'],
    ['N° de facture : 2018-0042', '2018-0042'],
    ['Belegnummer: 4711', '4711'],
    ['RECEIPT N0:4711', '4711'],
    ['N°ticket 4711', '4711'],
    ['Ticket N 9 R979608', 'R979608'],
    ['Cupom N9: R223228', 'R223228'],
    ['N Ticket LH94904', 'LH94904'],
    ['PAX 2   N Ticket LH94904', 'LH94904'],
    ['Bil1 No : 92-9029', '92-9029'],
    ['DINE N ORDER 12345', undefined],
    ['BILL N9-1234', undefined],
    ['BILL: N9-1234', 'N9-1234'],
    ['Ricevuta n. 4711', '4711'],
    ['No. Struk: 4711', '4711'],
    ['Nr paragonu 4711', '4711'],
    ['TAX INVOICE', undefined],
    ['RECEIPT DATE: 12/03/2018', undefined],
    ['BILL: 12/03/2018', undefined],
    ['BILL: 12.50', undefined],
    ['KEEP THE RECEIPT FOR 14 DAYS', undefined],
  ],
  receiptType: [
    ['TABLE 12\nPAX: 2', 'Meal'],
    ['TABLE F12\nPAX: 2', 'Meal'],
    ['Tbl 14   Chk 2231', 'Meal'],
    ['*** RETURN ***', 'CreditNote'],
    ['NO RETURN WITHOUT RECEIPT', undefined],
    ['Pump   Gallons   Price', 'Gas'],
    ['NOZZLE NO.: 02', 'Gas'],
    ['Pump 6   PREMIUM 95', 'Gas'],
    ['ENTRY 09:03\nEXIT 14:47\nDURATION 5H 44M', 'Parking'],
    ['TABLE LAMP   9.50', undefined],
    ['TABLE: 12', undefined],
    ['PARKING TIME   2:10', 'Parking'],
    ['RON95   P3   22.73', 'Gas'],
    ['DIESEL   20.10 LITRES', 'Gas'],
    ['DIESEL   2.15/LTR', 'Gas'],
    ['SUPER E10   30.20', 'Gas'],
    ['DIESEL   2.15/L', 'Gas'],
    ['DIESEL JEANS L   59.00', undefined],
    ['DIESEL JEANS FINEST QUALITY   59.00', undefined],
    ['LED SUPER E27   4.50', undefined],
    ['ROOM NO: 12\nARRIVAL 12/03/2018\nDEPARTURE 13/03/2018', 'Hotel'],
    ['ROOM NO: 12\nHOTEL MAWAR\nDEPARTURE 13/03/2018\nPARKING FEE   5.00', 'Hotel'],
    ['PARKHAUS LINDEN\nEINFAHRT   08:15\nAUSFAHRT   09:30', 'Parking'],
    ['MASUK   08:15\nKELUAR   09:30', undefined],
    ['SURTIDOR 4', 'Gas'],
    ['STOLIK 4\nKAWIARNIA LIPA', 'Meal'],
    ['CREDIT NOTE', 'CreditNote'],
    ['CAFE OPEN DAILY', undefined],
    ['TAX INVOICE', undefined],
  ],
};

for (const [name, rows] of Object.entries(cases) as [TextField, (typeof cases)[TextField]][]) {
  describe(`the field ${name}`, () => {
    for (const [text, expected] of rows) {
      it(`is ${expected ?? 'absent'} on ${JSON.stringify(text)}`, () => assert.equal(read(name, text), expected));
    }
  });
}

describe('the type of a receipt', () => {
  it('is Meal where the merchant is called a place to eat', () => {
    const text = 'RESTAURACJA POD LIPĄ\nul. Długa 5, 00-238 Warszawa\nSUMA PLN   116,60';
    assert.equal(parseReceipt(printed(text)).receiptType?.value, 'Meal');
  });
});

describe('the numbers of a firm', () => {
  it('are read behind and below its name', () => {
    const number = (header: string) =>
      parseReceipt(printed(`${header}\n5, JALAN 2, 47300 KLANG\nTOTAL   9.50`)).registrationNumber?.value;
    assert.equal(number('MAWAR SDN BHD (887766-K)'), '887766-K');
    assert.equal(number('MAWAR SDN BHD\nJM0887766-V'), 'JM0887766-V');
  });

  it('show the words that they were read from', () => {
    const page = withWords(printed('MAWAR SDN BHD\nTEL: 03-1234 5678\nTOTAL   9.50'));
    assert.deepEqual(parseReceipt(page).phone?.evidence, [
      { text: '03-1234', box: [50, 80, 120, 100] },
      { text: '5678', box: [130, 80, 170, 100] },
    ]);
  });
});
