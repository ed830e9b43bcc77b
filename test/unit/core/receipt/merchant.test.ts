import assert from 'node:assert/strict';
import { parseReceipt } from '../../../../src/core/receipt/parseReceipt.ts';
import { printed } from './invented.ts';

function merchant(header: string): string | undefined {
  return parseReceipt(printed(header)).merchant?.value;
}

function address(header: string): string | undefined {
  return parseReceipt(printed(header)).address?.value;
}

describe('the merchant', () => {
  for (const [what, header, expected] of [
    ['is the first line', 'HAPPY LOTUS\n12, JALAN KENANGA 3', 'HAPPY LOTUS'],
    [
      'is the legal name below a brand',
      'LOTUS MART\nSETIA JAYA RETAIL SDN BHD\n(887766-K)',
      'SETIA JAYA RETAIL SDN BHD',
    ],
    ['is a club', 'WASPS RFC\n12, JALAN KENANGA 3', 'WASPS RFC'],
    ['goes without its registration number', 'KEDAI MAWAR SDN BHD (887766-K)', 'KEDAI MAWAR SDN BHD'],
    ['goes without a number that follows it', 'MAWAR BERHAD 887766-K\nTEL: 03-123 4567', 'MAWAR BERHAD'],
    ['has a legal form on the line below', 'MAWAR BOOK STORES\nSDN BHD\n(887766-K)', 'MAWAR BOOK STORES SDN BHD'],
    ['has a form with its country below', 'MAWAR BOOK\nCO. (M) SDN BHD\n(887766-K)', 'MAWAR BOOK CO. (M) SDN BHD'],
    ['goes on after an ampersand', 'MAWAR HARDWARE &\nTIMBER SDN BHD', 'MAWAR HARDWARE & TIMBER SDN BHD'],
    [
      'goes on where a line begins with one',
      'THE GOLDEN BEAN\n& LEAF (M) SDN. BHD.',
      'THE GOLDEN BEAN & LEAF (M) SDN. BHD.',
    ],
    [
      'spans three lines',
      'ANG HARDWARE\nENTERPRISE (BUKIT\nINDAH) SDN BHD\n887766-X',
      'ANG HARDWARE ENTERPRISE (BUKIT INDAH) SDN BHD',
    ],
    ['goes without a number that an engine cut in two', 'KEDAI MAWAR SDN BHD (887766   X)', 'KEDAI MAWAR SDN BHD'],
    ['goes without a number that sticks to it', 'MAWARCAKE SDN BHD887766-U\n5, JALAN 2', 'MAWARCAKE SDN BHD'],
    ['goes without one that sticks to a short form', 'MAWARBAKERYS/B887766-U\n5, JALAN 2', 'MAWARBAKERYS/B'],
    ['goes without a torn number', 'MAWAR MART S/B 8877 66-X)\n5, JALAN 2', 'MAWAR MART S/B'],
    ['goes without a torn number behind another form', 'MAWAR SDN BHD 8 8776 6-U\n5, JALAN 2', 'MAWAR SDN BHD'],
    ['is not a street that ends like a firm', 'MAWAR\nNO 290, JALAN AIR PAN AS.\n53200 KLANG', 'MAWAR'],
    ['may begin like a house', 'NO 8 BISTRO AG\nBahnhofstrasse 4\n8001 Zürich', 'NO 8 BISTRO AG'],
    ['may be a number alone', 'NO 1 SRL\nVia Dante 12\n20121 MILANO', 'NO 1 SRL'],
    ['may begin like a street', '24, AVENUE MODE SA\nRue du Lac 4\n1003 Lausanne', '24, AVENUE MODE SA'],
    ['may begin with a number and end with its form', 'LOT 10 MAWAR SDN BHD\n53200 KLANG', 'LOT 10 MAWAR SDN BHD'],
    [
      'has an end that an engine damaged',
      'SETIA JAYA\nRESTAURANI SDN BHD\n5, JALAN 2',
      'SETIA JAYA RESTAURANT SDN BHD',
    ],
    ['begins with a number beside it', '99   MAWAR MART S/B\n5, JALAN 2', '99 MAWAR MART S/B'],
    [
      'is not what somebody wrote above it',
      'lunch w/ client\nTHE STORE (M) SDN BHD\n5, JALAN 2',
      'THE STORE (M) SDN BHD',
    ],
    ['is below it without a form, too', 'lunch w/ client\n12/03/2018 9:10\nCASHIER: 1\nMAWAR\n5, JALAN 2', 'MAWAR'],
    ['is all there without capitals', 'mawar book stores\nsdn bhd\n5, jalan 2', 'mawar book stores sdn bhd'],
    ['is not the brand above a name without spaces', 'LOTUS\nMAWARJAYASDNBHD\n5, JALAN 2', 'MAWARJAYA SDN BHD'],
    ['may be two initials and a trade', 'LOTUS\nS&Y STATIONERY\n(002050590-H)', 'S&Y STATIONERY'],
    ['goes without who runs it, too, where a space is lost', 'OWNBY:MAWAR SDN BHD\n5, JALAN 2', 'MAWAR SDN BHD'],
    ['is not what the document calls itself', 'TAX INVOICE\nMAWAR PIZZA\nGST NO: 001694261248', 'MAWAR PIZZA'],
    ['is not a greeting', 'WELCOME TO\nMAWAR CAFE', 'MAWAR CAFE'],
    [
      'is not the foot of the receipt before',
      'THANK YOU\nGOODS SOLD ARE NOT RETURNABLE\nMAWAR SHOP\nNO. 5, JALAN 2',
      'MAWAR SHOP',
    ],
    [
      'is not who the goods go to',
      'MAWAR PAINT\n5, JALAN 2, 47300 KLANG\nTAX INVOICE\nBILL TO: OTHER SDN BHD',
      'MAWAR PAINT',
    ],
    [
      'is not who owns the shop',
      'MAWAR SHOP\n5, JALAN 2, 47300 KLANG\nTEL: 03-123 4567\nOWNED BY\nOTHER SDN BHD',
      'MAWAR SHOP',
    ],
    [
      'is who runs the outlet, where it has a number',
      'TAX INVOICE\nLOTUSFUEL DESA 2\nLOT 5\n81750 MASAI, JOHOR\nMAWAR FUEL ENTERPRISE\nCO. REG. NO: 001122334-T',
      'MAWAR FUEL ENTERPRISE',
    ],
    ['is set as a block', 'THE\nMAWAR\nCORNER\nBAKERY\n117, JALAN KENANGA', 'THE MAWAR CORNER BAKERY'],
    ['ends before a word of something else', 'MAWAR\nDAMANSARA\n117, JALAN KENANGA', 'MAWAR'],
    [
      'has its branch in brackets below',
      'MAWAR MART SDN BHD\n(BUKIT INDAH)\nLOT 5, JALAN KENANGA',
      'MAWAR MART SDN BHD (BUKIT INDAH)',
    ],
    ['is not what it was called before', 'MAWAR SDN BHD\n(FORMERLY LOTUS)\nLOT 5, JALAN 2', 'MAWAR SDN BHD'],
    ['is not what it was formerly known as', 'MAWAR\nFORMERLY KNOWN AS LOTUS FOODS\nLOT 5, JALAN 2', 'MAWAR'],
    ['is not the name of a number', 'MAWAR TOOLS\nCO-REG : 887766-D\nLOT 5, JALAN 2', 'MAWAR TOOLS'],
    ['may be called after a street', 'GREEN LANE PHARMACY\n5, JALAN 2, 47300 KLANG', 'GREEN LANE PHARMACY'],
    ['is not a stamp', 'POSTED\nMAWAR & CARRY\n(887766-P)', 'MAWAR & CARRY'],
    ['has its form spelt right', 'MAWAR.K (TAMAN DESA) SDN BND\n887766-W', 'MAWAR.K (TAMAN DESA) SDN BHD'],
    ['goes without what was read beside its form', 'MAWAR TIMBER SDN. BHD. LLT\n(887766-K)', 'MAWAR TIMBER SDN. BHD.'],
    ['keeps its branch behind its form', 'MAWAR RESTAURANTS SDN BHD - KLANG', 'MAWAR RESTAURANTS SDN BHD - KLANG'],
    ['keeps a short branch behind its form', 'MAWAR RESTAURANTS SDN BHD - USJ', 'MAWAR RESTAURANTS SDN BHD - USJ'],
    ['keeps what it calls a branch', 'PASARAYA MAWAR SDN BHD CAWANGAN KLANG', 'PASARAYA MAWAR SDN BHD CAWANGAN KLANG'],
    ['keeps what it trades as', 'OLDTOWN SDN BHD T/A KOPI MAWAR', 'OLDTOWN SDN BHD T/A KOPI MAWAR'],
    ['keeps an ampersand behind its form', 'MAWAR SDN BHD & SONS TRADING', 'MAWAR SDN BHD & SONS TRADING'],
    ['keeps what stands behind its form alone', 'SDN BHD MAWAR TIMBER', 'SDN BHD MAWAR TIMBER'],
    ['keeps a short word behind its form alone', 'SDN BHD ABC', 'SDN BHD ABC'],
    ['goes without OWNED BY', 'OLD TOWN\nOWNED BY: MAWAR SDN BHD\n(887766-K)', 'MAWAR SDN BHD'],
    ['goes without DIMILIKI', 'DIMILIKI: MAWAR CAFE SDN BHD', 'MAWAR CAFE SDN BHD'],
    ['is German', 'Bäckerei Sonnenblume GmbH\nHauptstraße 5\n10115 Berlin', 'Bäckerei Sonnenblume GmbH'],
    ['is French', 'Boulangerie Tournesol SARL\n5 rue des Lilas\n75011 Paris', 'Boulangerie Tournesol SARL'],
    ['is American', 'Sunflower Diner LLC\n500 Oak Street\nAustin, TX 78701', 'Sunflower Diner LLC'],
    ['is not below a price that somebody wrote', 'ANNA 12.50\nMAWAR\n12, JALAN KENANGA 3', 'MAWAR'],
    ['keeps the number of its shop', 'De Korenaar 1342\nMolengracht 44, Leiden\n071-6234411', 'De Korenaar 1342'],
    ['is not a town below such a number', 'RADIO CARS 3570\nRoma\nRicevuta n. 1182', 'RADIO CARS 3570'],
    ['is whom a delivery was ordered from', 'Order from Mawar Ltd\n10 Hill St, London W1U 3BW', 'Mawar Ltd'],
    ['may have a park in its name', 'M-Park Parkhaus Mitte\nTicket Nr. 0011223', 'M-Park Parkhaus Mitte'],
    [
      'is no fee with its currency behind it',
      'Parkgebühr   18,00 EUR\nLindengarage\nBezahlt   18,00 EUR',
      'Lindengarage',
    ],
    ['may have its country behind it', 'LOTUS FRANCE\n12 rue Pasteur 69003 Lyon', 'LOTUS FRANCE'],
    ['is not the town below its country', 'LOTUS CHINA\nShenzhen\n2024-04-05 14:22', 'LOTUS CHINA'],
    ['is Australian', 'Sunflower Pty Ltd\nABN 12 345 678 901', 'Sunflower Pty Ltd'],
  ] as const) {
    it(what, () => assert.equal(merchant(header), expected));
  }

  for (const [header, expected] of [
    ['MAWAR SON BHD\n(887766-K)', 'MAWAR SDN BHD'],
    ['MAWAR C0. (M) BHD', 'MAWAR CO. (M) BHD'],
    ['MR. D.1.Y. SDN BHD', 'MR. D.I.Y. SDN BHD'],
    ['88 MAWAR 5/B (887766-K)', '88 MAWAR S/B'],
    ['MAWARTRADINGSDNBHD(887766-K)', 'MAWARTRADING SDN BHD'],
    ['GLORY\nMAWAR SDN BKD\nNO. 5, JALAN 2', 'MAWAR SDN BKD'],
    ['MAWAR HARDNARE\n887766-K', 'MAWAR HARDWARE'],
    ['Mawar Hardwa e Centre\n887766-K', 'Mawar Hardware Centre'],
    ['MAWAR PHAR HACY SDN BHD', 'MAWAR PHARMACY SDN BHD'],
    ['MAWAR\nST TIONERY SDN BHD', 'MAWAR STATIONERY SDN BHD'],
    ['MAWAR HARDWARE\nENTERPRISE SETIA\nALAM) SDN BHD', 'MAWAR HARDWARE ENTERPRISE SETIA ALAM) SDN BHD'],
    ['MAWAR SERVICE SDN BHD', 'MAWAR SERVICE SDN BHD'],
    ['MAWAR G STATIONERY', 'MAWAR G STATIONERY'],
  ] as const) {
    it(`is read from ${JSON.stringify(header)} through the damage`, () => assert.equal(merchant(header), expected));
  }

  it('is not a note by hand, in small letters or far above', () => {
    assert.equal(merchant('anna lee\nMAWAR\n12, JALAN KENANGA 3'), 'MAWAR');
    assert.equal(merchant('ANNA LEE\n\n\n\n\nMAWAR\n12, JALAN KENANGA 3'), 'MAWAR');
  });

  for (const [what, text] of [
    ['no line can be a name', 'TEL: 03-123 4567\n12/03/2018'],
    ['the page begins with the total', 'TOTAL   12.50\nCASH   20.00\nCHANGE   7.50'],
    ['the page begins with goods', 'TEA   3.20\nCAKE   4.10\nTOTAL   £7.30\nVISA   £7.30\n03/04/2024 18:22'],
    ['a card slip has none', 'MERCHANT ID 8812\nVISA\nXXXX XXXX XXXX 9912\nAMOUNT   GBP 42.10'],
    ['the page begins with the heads of columns', 'QTY   DESCRIPTION   PRICE   AMOUNT\n1   TEA   3.20   3.20'],
  ] as const) {
    it(`is not found where ${what}`, () => assert.equal(merchant(text), undefined));
  }

  it('stands beside the column of its address', () => {
    const head = 'Seehotel Linde GmbH     Seeweg 3\n                        88131 Lindau\nRechnung   4711';
    assert.equal(merchant(head), 'Seehotel Linde GmbH');
    assert.equal(address(head), 'Seeweg 3, 88131 Lindau');
  });

  it('is surer where it stands alone above its address, less below another that may be it', () => {
    const sure = (text: string) => parseReceipt(printed(text)).merchant?.confidence ?? NaN;
    assert.ok(sure('HAPPY LOTUS\n12, JALAN KENANGA 3') > 0.7);
    assert.ok(sure('HAPPY LOTUS\nGOLDEN BEAN\n12, JALAN KENANGA 3') < 0.6);
    assert.ok(sure('MAWAR SDN BHD\n12, JALAN KENANGA 3') > 0.9);
    assert.ok(sure('HAPPY LOTUS\nMAWAR SDN BHD\n12, JALAN KENANGA 3') < 0.9);
  });

  it('shows the lines that it was read from', () => {
    const evidence = parseReceipt(printed('MAWAR BOOK STORES\nSDN BHD\nTEL: 03-1')).merchant?.evidence;
    assert.deepEqual(
      evidence?.map(({ text }) => text),
      ['MAWAR BOOK STORES', 'SDN BHD'],
    );
  });
});
