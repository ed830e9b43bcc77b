/**
 * The words that tell the rows at the top of a receipt apart, upper case without diacritics. A space or point in them
 * may be missing, since engines lose some. English and Malay first, then what other countries print.
 */
import { postcodes } from './countries.ts';

/** Any of the words by itself; the lines hold them parted by commas. */
function words(...lines: readonly string[]): RegExp {
  return new RegExp(`(?<![A-Z])(?:${alternatives(lines)})(?![A-Z])`);
}

/** Any of the words at the beginning of a word: what follows may have lost its space. */
function beginnings(...lines: readonly string[]): RegExp {
  return new RegExp(`(?<![A-Z])(?:${alternatives(lines)})`);
}

function alternatives(lines: readonly string[]): string {
  return lines
    .flatMap((line) => line.split(', '))
    .map((word) => word.replace(/[.]/g, '[.,]?').replace(/ /g, ' ?'))
    .join('|');
}

function either(...expressions: readonly RegExp[]): RegExp {
  return new RegExp(expressions.map(({ source }) => source).join('|'));
}

/**
 * Legal forms as they end a firm's name, damaged ones of Malaysia among them (`SON BHO`, `SDN BKD`), that no other word
 * is.
 */
export const longForm = either(
  /S[DO0][NM][.,]? ?B[HN][DO0](?![A-Z])/,
  /(?<![A-Z\d])(?:[A-Z\d]DN[.,]? ?BHD|S[A-Z\d]N[.,]? ?BHD|SD[A-Z\d][.,]? ?BHD|SDN[.,]? ?(?:[A-Z\d]HD|B[A-Z\d]D|BH[A-Z\d]))(?![A-Z\d])/,
  words(
    'BERHAD, BHD., SDN., PTE. LTD, PTY. LTD, PTY, LTD, LIMITED, PLC, LLP, LLC, INC, CORP, CORPORATION',
    'GMBH, GMBH & CO. KG, OHG, S.A.R.L, EURL, LTDA, LDA, EIRELI, SP. Z O.O, PVT. LTD',
  ),
  // A company's number may stick to it, and it to the name.
  /(?<![A-Z])[S5]\/[BD8](?![A-Z\d])|S\/B(?![A-Z]|\d(?!\d{4}))/,
);

/** Those that may be a torn or damaged word, too: `JALAN ANG SA`. */
const shortForm = either(
  words('S.P.A, S.R.L'),
  // Two letters are a form only with their points, or at the end.
  /(?<![A-Z])(?:B\. ?V|N\. ?V|V\. ?O\. ?F|S\. ?A|S\. ?L|S\. ?C|S\. ?N\. ?C|S\.L\.U|E\. ?K|K\. ?K)\.(?![A-Z])/,
  /[A-Z] (?:AG|KG|UG|BV|NV|SA|SL|OY|AB|AS|APS|SAS)\W*$/,
  /(?<![A-Z])SB(?= ?\(|$)/,
);

export const legalForm = either(longForm, shortForm);

/** Kinds of business: a line with one is rather a name than anything else. */
export const trade = words(
  'ENTERPRISE, ENTERPRISES, TRADING, TRADER, TRADERS, COMPANY, CO, HOLDINGS, GROUP, INDUSTRIES, SERVICES',
  'SYARIKAT, PERNIAGAAN, PERUSAHAAN, KEDAI, PASAR RAYA, RESTORAN, RESTAURANT, RESTAURANTS, CAFE, KAFE, COFFEE',
  'KOPITIAM, BISTRO, BAR, GRILL, PIZZA, SEAFOOD, KITCHEN, CATERING, FOOD, FOODS, BAKERY, BAKERIES, CAKE',
  'HARDWARE, ELECTRICAL, ELECTRONIC, ELECTRONICS, FURNITURE, DECO, STATIONERY, STATIONERS, BOOK, BOOKS',
  'BOOKSTORE, BOOKSTORES, GIFT, GIFTS, TOYS, OPTICAL, FLORIST, LAUNDRY, SALON, BOUTIQUE, GALLERY, HOTEL',
  'MART, MARKET, MINIMARKET, SUPERMARKET, HYPERMARKET, SHOP, STORE, STORES, HOUSE, CENTRE',
  'PHARMACY, FARMASI, CLINIC, KLINIK, PETROL, PETROLEUM, FUEL, MOTOR, MOTORS, AUTO, PARKING',
  'BACKEREI, APOTHEKE, MARKT, BOULANGERIE, PHARMACIE, MARCHE, FARMACIA, PANADERIA, SUPERMERCADO, TIENDA',
  'BRASSERIE, GASTHAUS, WIRTSHAUS, TANKSTELLE, PARKHAUS, DROGERIE, MESON, CAFETERIA, GASOLINERA, MERCEARIA, TALHO',
  'FILLING STATION, FUELS, STATION, CAR PARK, GROCERS, INN, PENSION, ALBERGO, ALIMENTARI, LIBRERIA, OFFICINA',
  'RESTAURACJA, KAWIARNIA, APTEKA, KSIEGARNIA, STACJA PALIW, RESTAURANG, HOTELL, LIVS, EETCAFE, SUPERMARKT, APOTHEEK',
  'RISTORANTE, TRATTORIA, PIZZERIA, PANIFICIO, PADARIA, MERCADO, LIVRARIA, LANCHONETE, BAKKERIJ, WINKEL, BOEKHANDEL',
  'BAGERI, LIVSMEDEL, SKLEP, PIEKARNIA, TOKO, WARUNG, RUMAH MAKAN, LIBRAIRIE, EPICERIE, BUCHHANDLUNG, METZGEREI',
);

/** The number of a house, a lot or a shop at the front; an engine may tear it. */
const houseNumber = either(
  /^\W*(?:NO|LOT|UNIT|BLK|PT|SHOP)\b\W*(?:[A-Z]\.? ?){0,2}\d/,
  /^\W*[A-Z]?\d+[A-Z]?(?:[-/& ]\d+[A-Z]?)*\s?,(?!\d{3}\W*$)/,
);

/** What streets, buildings and quarters of Malaysia are called. */
const malayPlace = beginnings(
  'JALAN, JLN, LORONG, LEBUH, PERSIARAN, LINGKARAN, TAMAN, TMN, KAMPUNG, BANDAR, SEKSYEN, KAWASAN, WISMA, MENARA',
);

/**
 * A house and its street: no firm there has a short form, but an engine tears its words to such: `NO 2, JALAN ANG SA`.
 */
export const malayStreet = new RegExp(`(?=${houseNumber.source})(?=.*${malayPlace.source})`);

/** What streets, buildings and quarters are called, and house numbers. */
export const place = either(
  malayPlace,
  words(
    'JL, LRG, (?<!\\d)KG, BDR, SECTION, PERINDUSTRIAN, LOT, BLOCK, BLOK, BLK, UNIT, LEVEL, TINGKAT, FLOOR, FLR, GROUND',
    'BANGUNAN, PLAZA, MALL, KOMPLEKS, COMPLEX, BATU, DESA, DATARAN, PUSAT, MEDAN, PRESINT, SUITE',
    'TOWER, BUILDING, (?<!CAR |\\b[A-Z]-)PARK, INDUSTRIAL, SHOPPING CENTRE, SHOPPING MALL, AIRPORT, OFF, P.O. BOX, ROAD, RD, STREET',
    'AVENUE, AVE, LANE(?! \\d), DRIVE, BOULEVARD, BLVD, HIGHWAY, SQUARE, HIGH ST, RUE, CALLE, PLATZ, ALLEE',
    '[A-Z]+STRAS?SE, [A-Z]+WEG, [A-Z]+PLATZ, [A-Z]+GASSE, [A-Z]+STRAAT, [A-Z]+PLEIN, [A-Z]+GRACHT, [A-Z]+GATAN',
    'VIA, PIAZZA, CORSO, VIALE, RUA, AVENIDA, AVDA, AV., LARGO, PRACA, PLAZA, PLACE, QUAI, CHEMIN, PASEO, ALEJA, UL., AL.',
    'PARADE, CRESCENT, TERRACE, COURT(?! \\d), ROW, NAGAR, MARG, [A-Z]+VAGEN, [A-Z]+GRACHT, GRACHT, [A-Z]+LAAN, [A-Z]+KADE',
  ),
  /[A-Z]STR\./,
  /[都府県市区省路街].*\d/,
  houseNumber,
  /^C\/ ?[A-Z]/,
  // Block, house and quarter as Japan writes them: `1-2-3 SHIBUYA`.
  /^\d{1,2}-\d{1,2}(?:-\d{1,2})? [A-Z]{3}/,
  // A street, a house's number and a town: `DAMRAK 44, AMSTERDAM`.
  /^[A-Z][A-Z .'-]*[A-Z.] \d{1,3}[A-Z]?, ?[A-Z][A-Z .'-]+$/,
);

/** Countries in their own languages and in English. */
const country = words(
  'MALAYSIA, SINGAPORE, INDONESIA, THAILAND, AUSTRALIA, DEUTSCHLAND, FRANCE, ESPANA, ITALIA, PORTUGAL, BRASIL',
  'NEDERLAND, SVERIGE, POLSKA, SCHWEIZ, SUISSE, OSTERREICH, JAPAN, CHINA, INDIA, UNITED KINGDOM, USA, CANADA',
);

/** States, cities and countries, which end an address. */
export const region = either(
  words(
    'SELANGOR, JOHOR, JOHORE, KEDAH, KELANTAN, MELAKA, MALACCA, NEGERI SEMBILAN, N. SEMBILAN, PAHANG, PERAK, PERLIS',
    'PENANG, PULAU PINANG, P. PINANG, SABAH, SARAWAK, TERENGGANU, WILAYAH, PERSEKUTUAN, KUALA LUMPUR, PUTRAJAYA',
    'LABUAN, DARUL, BANGKOK, JAKARTA, SURABAYA, BANDUNG, YOGYAKARTA, SEMARANG, MAKASSAR, DENPASAR',
  ),
  country,
);

/** `DECATHLON FRANCE`: a firm's name in front of the country where it sells. */
export const firmOfCountry = new RegExp(`^\\W*[A-Z&][A-Z&' .-]{2,}(?:${country.source})\\W*$`);

/** A postcode beside its town or state, as they are written where it has a form of its own. */
export const postcode = either(
  // Five digits and a town; the other way round, too, behind a state, a region or a comma: `AUSTIN TX 78701`.
  /(?<![\d-])\d[\dOS]{3}\d(?![\d-])[\W]*(?=[A-Z]{2})/,
  new RegExp(`(?:(?<![A-Z])[A-Z]{2},?|,[A-Z .]*|(?:${region.source}),?) ?\\d{5}(?:-\\d{4})?\\W*$`),
  postcodes,
  /(?<![A-Z])(?:NSW|VIC|QLD|TAS|WA|SA|NT|ACT),? \d{4}\W*$/,
  // Two, three or four digits in front of the town: Poland, Sweden, Portugal, Switzerland, the Netherlands.
  /^\W*(?:\d{2}-\d{3}|\d{3} \d{2}|\d{4}-\d{3}|\d{4}(?: [A-Z]{2})?) [A-Z]{3}[A-Z -]*(?:\t|$)/,
  // Six digits behind it in India and China, seven in Japan, where a telephone number may look like that.
  /(?:[A-Z]{3}[ ,-]+\d{6}|[,-] ?[A-Z]{3,}[ ,-]+\d{3}-\d{4})(?:\W*$|, [A-Z]+\W*$)/,
  // A state behind it in Brazil.
  /[A-Z]{3} ?[-/] ?(?:A[CLMP]|BA|CE|DF|ES|GO|M[AGST]|P[ABEIR]|R[JNORS]|S[CEP]|TO)\W*$/,
);

/** Numbers under which a firm is registered as a company. */
export const companyNumber = either(
  words(
    'CO. REG, CO-REG, COMPANY REG, CO. NO, COMPANY NO, BUSINESS REG, ROC, ROB, BRN, SYKT NO, REG. NO, UEN, ABN, ACN, SIRET, SIREN, HRB',
    'REGISTRATION NO, KVK, REGON, ORG NR, ORG. NR',
  ),
  /^\W*\(?(?:[A-Z]{1,2}\.?)?\d{5,}[- ]{0,3}[A-Z0-9]?\)?\W*$/,
  /^\W*\(\d{4,}[- ]{0,3}[A-Z]\)/,
);

/** Numbers under which it pays tax. */
export const taxNumber = either(
  /(?<![A-Z])(?:GST|SST|VAT|TVA|TAX|UST|MWST)\W{0,3}(?:REG|RE6|ID|NO|NR|REF|IDNR|NUMBER|INTRA)/,
  /(?<![A-Z])GST ?:? ?\d{6}/,
  words(
    'TIN, N.I.F, NIPC, C.I.F, RFC(?=:| [A-Z&]{3,4}\\W?\\d{6}), STEUER NR, STEUERNUMMER, GSTIN, NIP, CNPJ, NPWP, P. IVA, PARTITA IVA, UID, BTW NR, BTW-NR',
    'CONTRIBUINTE, MOMSREG, TAXPAYER ID, GST/HST NO, HST NO, SST ID, N° TVA, TVA INTRA',
  ),
  /(?<![A-Z])(?:CHE-\d{3}|ATU ?\d{8}(?!\d))/,
);

/** Telephone, fax, mail and web. */
export const contact = either(
  words(
    'TEL, TELP, TLF, FONE, TELEFOON, TELEFONO, TELEFONE, TELEPHONE, TELEFON, PHONE, FAX, H/P, HP, HOTLINE, MOBILE, CONTACT, CALL, WHATSAPP, 電話, 电话, EMAIL, E-MAIL, WEBSITE',
  ),
  /WWW\.|HTTP|@[A-Z]|\.COM(?![A-Z])|CARELINE/,
);

/** A number of ten digits as North America writes it, which needs no label: `(256) 555-0116`, `256-555-0116`. */
export const telephone = /(?<![\d-])(?:1[-. ])?(?:\(\d{3}\) ?|\d{3}[-.])\d{3}[-.]\d{4}(?![\d-])/;

/** What a document calls itself. */
export const title = words(
  'TAX INVOICE, INVOICE, RECEIPT, RESIT, CASH BILL, CASH SALES, CASH SALE, OFFICIAL, CREDIT NOTE, GUEST CHECK, COPY',
  'DUPLICATE, REPRINT, PAY AND DISPLAY, PAY & DISPLAY, KUNDENBELEG, HANDLERBELEG, DANFE',
  'TICKET, BILL, INVOIS, FAKTURA, FAKTUR, FACTUUR, FATURA, KWITANTIE, RECU, NF-E, QUITTUNG, RECHNUNG, KASSENBON, BELEG, FACTURE, FACTURA, FATTURA, SCONTRINO',
  'KVITTONUMMER, KVITTONR, BONNUMMER, BONNR, BELEGNR, BELEGNUMMER, RECHNUNGSNUMMER, FACTUURNUMMER, FAKTURANUMMER',
  'RICEVUTA, DOCUMENTO COMMERCIALE, RECIBO, CUPOM FISCAL, NOTA FISCAL, KASSABON, BON, KVITTO, PARAGON, PARAGON FISKALNY, 領収書, 領収証, 领収書, 收据, 发票, 单号',
);

/** Greetings and conditions, which stand at the top of some receipts and at the foot of the one before. */
export const courtesy = words(
  'WELCOME, WELCOME TO, SELAMAT DATANG, THANK YOU, TERIMA KASIH, TQ, GOODS SOLD, REFUNDABLE, EXCHANGEABLE',
  'RETURNABLE, POSTED, PAID, CANCELLED, VISIT, AGAIN, HOURS, HRS, OPEN, OPENING, WILLKOMMEN, VIELEN DANK, MERCI, BIENVENUE, GRACIAS',
  'BENVENUTI, GRAZIE, BEM-VINDO, OBRIGADO, OBRIGADA, WELKOM, BEDANKT, DANK U, VALKOMMEN, TACK, DZIEKUJEMY',
);

/** What still tells a row's part when an engine has torn its words to pieces: its letters without the spaces. */
export const torn = {
  name: /SDN[.,]?BHD/,
  courtesy: /THANKYOU|PLEASECOME|VISITUS|GOODSSOLD|TERIMAKASIH/,
  title: /TAXINVOICE|CASHBILL|RECEIPT/,
  address: /JALAN|TAMAN|LORONG|PERSIARAN|KAWASAN|BANDAR|SELANGOR|KUALALUMPUR|MALAYSIA|JOHORBAHRU/,
} as const;

/** Words of the rows that say when, where and by whom it was sold, and heads of columns. */
export const journal = words(
  'CASHIER, KASIR, COUNTER, TABLE, TERMINAL, TRANS, TRANSACTION, TRX, SLIP, PAX, POS, SALESPERSON, SALESMAN, SERVER',
  'MEMBER, CUSTOMER, BILL TO, DOC NO, DOCUMENT NO, INV NO, ORDER, QUEUE, STAFF, OPERATOR, SHIFT, USER, PAY BY',
  '日付, 日期, 桌号, DATE, TARIKH, TIME, DATUM, FECHA, DATA, TANGGAL, KASSE, CAISSE, CAJA, CAIXA, CASSA, KASSA, KASA, ITEM, QTY, DESCRIPTION, AMOUNT, PRICE, CHECK IN, COLLECTION, SERVED BY',
  'LENGTH OF STAY, DURATION, MERCHANT ID, MID, TID, AUTH CODE, APPROVAL CODE',
);

/**
 * Numbers of the till and its sale, which are written like postcodes: `ST# 00100 OP# 009041`, `Store 2218 Reg 002`,
 * `Nota 33812`.
 */
export const tillNumber = either(
  /^\W*(?!UNIT|LOT|SHOP|BLK|SUITE|STE|APT|NO)[A-Z]{2,5}# ?\d/,
  /^\W*(?:STORE|REG|REGISTER|TRAN|TILL|TABLE|TISCH|TAFEL|BORD|MESA|TAVOLO|NOTA|CHECK|CHK|SERVER|ORDER|GUEST|AUTH|MEMBER|REF|TICKET|CASHIER|FOLIO)\W{1,2}\d+(?!.*,)/,
);

/** When it was sold. */
export const dateOrTime =
  /(?<!\d)\d{1,2}[-/.]\d{1,2}[-/.](?:20)?\d{2}(?!\d)|(?<!\d)\d{1,2}[- ](?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[A-Z]*[- ]\d{2,4}|(?<!\d)\d{1,2}:\d\d(?::\d\d)?(?!\d)/;

/** What stands in front of when it was sold, and all where that is not told: `20095 HAMBURG 12.03.2024`. */
export function beforeDate(text: string): string {
  return text.slice(0, dateOrTime.exec(text)?.index);
}
