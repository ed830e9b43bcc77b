import assert from 'node:assert/strict';
import { parseReceipt } from '../../../../src/core/receipt/parseReceipt.ts';
import { printed } from './invented.ts';

function address(header: string): string | undefined {
  return parseReceipt(printed(header)).address?.value;
}

describe('the address', () => {
  for (const [what, header, expected] of [
    [
      'has a street that ends like a firm',
      'MAWAR SDN BHD\nLOT P.T. 281, JALAN ANG SA,\n53200 KLANG',
      'LOT P.T. 281, JALAN ANG SA, 53200 KLANG',
    ],
    [
      'begins with a number in two pieces',
      'MAWAR SDN BHD\n42 43,KOMPLKS PERNIAGAAN SERI\n53200 KLANG',
      '42 43,KOMPLKS PERNIAGAAN SERI, 53200 KLANG',
    ],
    [
      'joins its lines',
      'MAWAR\n12, JALAN KENANGA,\nTAMAN INDAH,\n47300 KLANG, SELANGOR.',
      '12, JALAN KENANGA, TAMAN INDAH, 47300 KLANG, SELANGOR',
    ],
    [
      'skips the registration number above it',
      'MAWAR SDN BHD\n(887766-K)\nNO. 5, JALAN 2\nTEL: 03-1',
      'NO. 5, JALAN 2',
    ],
    [
      'keeps a line without a word of addresses in it',
      'MAWAR\nLOT 5\nSRI GEMILANG\n47300 KLANG\nTEL: 03-1',
      'LOT 5, SRI GEMILANG, 47300 KLANG',
    ],
    [
      'ends before the telephone on its line',
      'MAWAR\nNO. 5, JALAN 2\n47300 KLANG, SELANGOR TEL: 03-123',
      'NO. 5, JALAN 2, 47300 KLANG, SELANGOR',
    ],
    [
      'ends after the state',
      'MAWAR\nNO. 5, JALAN 2\n47300 KLANG, SELANGOR\nMEGA OFFERS\nTEL: 03-1',
      'NO. 5, JALAN 2, 47300 KLANG, SELANGOR',
    ],
    [
      'goes on with the state on a line of its own',
      'MAWAR\nNO. 5, JALAN 2\n81300 SKUDAI,\nJOHOR\nTAX INVOICE',
      'NO. 5, JALAN 2, 81300 SKUDAI, JOHOR',
    ],
    [
      'is not broken by a date between',
      'MAWAR SDN BHD\n05 MAR 2018 18:24\n(887766-U)\n12, JALAN TAMPAN 7/4\n81200 JOHOR BAHRU',
      '12, JALAN TAMPAN 7/4, 81200 JOHOR BAHRU',
    ],
    [
      'may stand above the name',
      'UNIT 105, BLOCK A\nNO. 9, JALAN 16/11\nMAWAR RETAIL SB (887766-X)',
      'UNIT 105, BLOCK A, NO. 9, JALAN 16/11',
    ],
    [
      'is not the opening hours',
      'MAWAR\nNO. 5, JALAN 2\nSHOPPING HOURS\nSUN - THU: 1000 HRS - 2200 HRS',
      'NO. 5, JALAN 2',
    ],
    ['is German', 'Sonnenblume GmbH\nHauptstraße 5\n10115 Berlin\nTel: 030 123', 'Hauptstraße 5, 10115 Berlin'],
    [
      'has a date behind its town',
      'Sonnenblume GmbH\nHauptstraße 5\n20095 Hamburg 12.03.2024 14:05',
      'Hauptstraße 5, 20095 Hamburg',
    ],
    [
      'has a date in a column beside its town',
      'Sonnenblume GmbH\nHauptstraße 5\n20095 Hamburg         12.03.2024',
      'Hauptstraße 5, 20095 Hamburg',
    ],
    [
      'is American',
      'Sunflower Diner LLC\n500 Oak Street\nAustin, TX 78701\nTel: 512 555',
      '500 Oak Street, Austin, TX 78701',
    ],
    ['is British', 'Sunflower Ltd\n5 High Street\nLondon SW1A 1AA\nTel: 020 7', '5 High Street, London SW1A 1AA'],
    ['is Polish', 'Apteka Lipa s.c.\nul. Długa 5\n00-238 Warszawa\nTel. 22', 'ul. Długa 5, 00-238 Warszawa'],
    ['is Swiss', 'Metzgerei Edelweiss AG\nSeeweg 7\n8001 Zürich\nTel. 044', 'Seeweg 7, 8001 Zürich'],
    ['is Swedish', 'Solros Bageri AB\nStorgatan 5\n111 22 Stockholm\nTel 08', 'Storgatan 5, 111 22 Stockholm'],
    ['is Australian', 'Sunflower Pty Ltd\n5 Jetty\nSydney NSW 2000\nABN 1', '5 Jetty, Sydney NSW 2000'],
    ['is Mexican', 'MAWAR SA DE CV\nRFC: CCO8605231N4\nAV LIMA 1 CP 06000\n15/09/2025', 'AV LIMA 1 CP 06000'],
    ['is Indonesian', 'Toko Melati\nJl. Kenanga 5\nBandung 40139\n07/07/25', 'Jl. Kenanga 5, Bandung 40139'],
    [
      'is Japanese',
      'Himawari\n1-2-3 Sakae\nNaka-ku, Nagoya 460-0008\nTel 052',
      '1-2-3 Sakae, Naka-ku, Nagoya 460-0008',
    ],
    ['is Indian', 'Suryamukhi Pvt. Ltd.\n5 Neem\nBengaluru 560027\nTel 080', '5 Neem, Bengaluru 560027'],
    [
      'leaves out what stands beside it',
      'Tournesol SARL\n5 rue des Lilas   Facture N° 12345\n75011 Paris   Le: 05/12/2018\nTél. 01',
      '5 rue des Lilas, 75011 Paris',
    ],
    [
      'goes on behind a comma',
      'MAWAR SDN BHD\nNO 19-G, JALAN TASIK 4,\nMEDANNIAGATASIKDAMAI\nTEL: 03-1',
      'NO 19-G, JALAN TASIK 4, MEDANNIAGATASIKDAMAI',
    ],
    ['is a street and a town on one row', 'De Korenaar\nKoestraat 44, Leiden\nTel 071', 'Koestraat 44, Leiden'],
    [
      'ends above the heads of columns',
      'POSTO LIPA LTDA\nRod. BR-116 km 22 - Curitiba - PR\nDANFE NFC-e\nCodigo Descricao Qtde Un Vl.Unit Vl.Total',
      'Rod. BR-116 km 22 - Curitiba - PR',
    ],
    [
      'ends above the pump',
      'LOTUS Tankstelle\nRingstr. 5, 60311 Frankfurt\nSäule 3\nSuper 95 E5\n45,02 l x 1,859 EUR/l   83,69 EUR A',
      'Ringstr. 5, 60311 Frankfurt',
    ],
    [
      'ends above goods sold by weight',
      'LOTUS S/B\nLOT 5 JALAN BESAR 31900 KAMPAR\nMALT 1KG\n2 X RM19.90   RM39.80',
      'LOT 5 JALAN BESAR 31900 KAMPAR',
    ],
    [
      'ends above what only looks like a town',
      'LOTUS\n14 rue des Lilas\n33000 BORDEAUX\nPOMPE 4455\nSP95 E10',
      '14 rue des Lilas, 33000 BORDEAUX',
    ],
    ['ends above another street', 'LOTUS\nRing 5\n60311 Frankfurt\nHUMMUS\nTERRACE 4', 'Ring 5, 60311 Frankfurt'],
    [
      "ends above a receipt's number",
      'LOTUS AB\nKungsgatan 55\n111 22 Stockholm\nKvittonr 8812',
      'Kungsgatan 55, 111 22 Stockholm',
    ],
    ['ends above an Austrian tax number', 'LOTUS\nRing 1, 6020 Innsbruck\nATU12345678', 'Ring 1, 6020 Innsbruck'],
    [
      'begins below a tax number',
      'LOTUS SL\nC.I.F. B12345678\nC/ Alcalá 45, 28014 Madrid',
      'C/ Alcalá 45, 28014 Madrid',
    ],
    [
      'ends before a telephone without a label',
      'LOTUS\n1450 WARD AVE\nHUNTSVILLE, AL 35801 (256)555-0116',
      '1450 WARD AVE, HUNTSVILLE, AL 35801',
    ],
    [
      'begins below a telephone without a label',
      'LOTUS\nSpringfield - 217-555-0133\n3445 Freedom Dr\nSpringfield, IL 62704',
      '3445 Freedom Dr, Springfield, IL 62704',
    ],
    ['ends with its postcode', 'MAWAR\n5 High Street\nYork YO1 7HH\n(CITY MALL)', '5 High Street, York YO1 7HH'],
    [
      'is not a number with a label',
      'MAWAR\nNO 5, JALAN 2, 47300 KLANG\nPREPAY CHIT NUMBER\n57381',
      'NO 5, JALAN 2, 47300 KLANG',
    ],
    [
      'goes on with a state on two lines',
      'MAWAR\n8, JALAN 2\n53300 KUALA LUMPUR,\nWILAYAH PERSEKUTUAN KUALA\nLUMPUR, MALAYSIA\nTEL: 03-1',
      '8, JALAN 2, 53300 KUALA LUMPUR, WILAYAH PERSEKUTUAN KUALA, LUMPUR, MALAYSIA',
    ],
    [
      'ends above heads of columns that name a unit',
      'PADARIA LIPA LTDA\nRua Augusta 100\nSao Paulo - SP\nCODIGO DESCRICAO QTD UN VL UNIT VL TOTAL',
      'Rua Augusta 100, Sao Paulo - SP',
    ],
    [
      'is read through lost spaces',
      'MAWAR SDN BHD\n12,JALANKENANGA3\n47300KLANG\nTEL: 03-1',
      '12,JALANKENANGA3, 47300KLANG',
    ],
  ] as const) {
    it(what, () => assert.equal(address(header), expected));
  }

  it('is surer with a postcode or region', () => {
    const sure = (text: string) => parseReceipt(printed(text)).address?.confidence ?? NaN;
    assert.ok(sure('MAWAR\nNO. 5, JALAN 2\n47300 KLANG') >= 0.9);
    assert.ok(sure('MAWAR\nNO. 5, JALAN 2') < 0.9);
  });

  it('may stand at the foot', () => {
    const receipt =
      'MAWAR KITCHEN\nTAX INVOICE\n1 TEA   3.00\nTOTAL   3.00\nTEL: 07-123 4567\nNO 5, JALAN INDAH 2\n81200 KLANG';
    assert.equal(address(receipt), 'NO 5, JALAN INDAH 2, 81200 KLANG');
    assert.equal(address(receipt.replace('\n81200 KLANG', '')), undefined);
  });

  it('is no number of a payment at the foot', () => {
    assert.equal(address('MAWAR\nTAX INVOICE\nTEA   8.00\nTOTAL   8.00\nREF 48213 APPROVED\nTHANK YOU'), undefined);
    assert.equal(address('MAWAR\nTAX INVOICE\nNO 5, JALAN 2   8.00\nTOTAL   8.00\nKLANG 48213'), undefined);
  });

  it('is not the name of the country that stands in the name', () => {
    assert.equal(address('LOTUS SINGAPORE\n100 Orchard Road\nSingapore 238840'), '100 Orchard Road, Singapore 238840');
  });

  for (const row of ['Lane 4', 'Court 5 Tennis', 'Lot 14', 'Unit 3']) {
    it(`is no lone number of a place in the house: ${row}`, () => {
      assert.equal(address(`MAWAR\n${row}\nTEA   8.00\nTOTAL   8.00`), undefined);
    });
  }

  for (const row of ['ORDER A1B2C3', 'Server 10432', 'Booking 10432', 'Ref 555-0143', 'Order 112-8812']) {
    it(`is no number of the sale: ${row}`, () => {
      assert.equal(address(`MAWAR\n${row}\nTEA   8.00\nTOTAL   8.00`), undefined);
    });
  }

  for (const row of [
    'ST# 00100 OP# 009041 TE# 41',
    'REG#04 TRN#2231 STR#9912',
    'Nota 33812   Bord 7',
    'Store 2218  Reg 002',
    'Guest 12345',
    'Auth 88213',
    'FOLIO: 882341',
    '2025-01-18   nr 0923',
    '2025-01-18 10:45 slip 393440',
  ]) {
    it(`ends above ${row}`, () => {
      assert.equal(
        address(`MAWAR\n406 S HAZEL BLVD\nSALEM OR 97301\n${row}\nTEA   8.00\nTOTAL   8.00`),
        '406 S HAZEL BLVD, SALEM OR 97301',
      );
    });
  }

  it('is absent where there is none', () => assert.equal(address('MAWAR\nTAX INVOICE\n12/03/2018'), undefined));
});
