/**
 * Every list of words that the parser knows, upper case without diacritics: English and Malay, then German, French and
 * Spanish where the word alone is clear.
 */

/** What a word in a label stands for. */
export type Concept = keyof typeof concepts;

export const concepts = {
  total: [
    'TOTAL',
    'TOTALS',
    'TOT',
    'TTL',
    'JUMLAH',
    'SUMME',
    'GESAMT',
    'GESAMTBETRAG',
    'GESAMTSUMME',
    'ENDBETRAG',
    'TOTALE',
  ],
  sub: ['SUB', 'SUBTOTAL', 'SUBTTL', 'ZWISCHENSUMME', 'SOUS'],
  amount: ['AMOUNT', 'AMT', 'AMAUN', 'BETRAG', 'MONTANT', 'IMPORTE'],
  final: ['GRAND', 'NETT', 'NET', 'FINAL', 'PAYABLE', 'DUE', 'BESAR', 'ZAHLBETRAG', 'PAYER', 'PAGAR', 'COLLECT'],
  rounded: ['ROUNDED', 'AFTER'],
  rounding: [
    'ROUNDING',
    'ROUND',
    'RND',
    'ADJ',
    'ADJUSTMENT',
    'ADJUSTMENTS',
    'PEMBUNDARAN',
    'PEMBULATAN',
    'PENGGENAPAN',
    'RUNDUNG',
    'ARRONDI',
    'REDONDEO',
  ],
  tax: ['TAX', 'TAXES', 'GST', 'SST', 'VAT', 'CUKAI', 'MWST', 'UST', 'TVA', 'IVA', 'PST', 'HST', 'STEUER'],
  inclusive: [
    'INCL',
    'INC',
    'INCLUSIVE',
    'INCLUDE',
    'INCLUDED',
    'INCLUDES',
    'INCLUDING',
    'INCLD',
    'WITH',
    'TERMASUK',
    'INKL',
    'TTC',
  ],
  exclusive: [
    'EXCL',
    'EXC',
    'EX',
    'EXCLUSIVE',
    'EXCLUDING',
    'EXCLUDED',
    'EXCLUDE',
    'BEFORE',
    'WITHOUT',
    'TAXABLE',
    'HT',
    'NETTO',
  ],
  paid: [
    'CASH',
    'TENDER',
    'TENDERED',
    'PAID',
    'PAYMENT',
    'RECEIVED',
    'TUNAI',
    'BAYAR',
    'BAYARAN',
    'DIBAYAR',
    'BAR',
    'GEGEBEN',
    'BARGELD',
    'ESPECES',
    'EFECTIVO',
    'ENTREGADO',
    'RECU',
  ],
  card: [
    'VISA',
    'MASTER',
    'MASTERCARD',
    'CREDIT',
    'DEBIT',
    'AMEX',
    'CARD',
    'KAD',
    'KARTE',
    'CARTE',
    'TARJETA',
    'EPAY',
    'EWALLET',
    'WALLET',
    'BOOST',
    'MYDEBIT',
    'EFTPOS',
    'GIROCARD',
    'MAESTRO',
  ],
  change: ['CHANGE', 'BAKI', 'RUCKGELD', 'RENDU', 'CAMBIO', 'WECHSELGELD'],
  discount: [
    'DISCOUNT',
    'DISC',
    'DISCOUNTS',
    'SAVING',
    'SAVINGS',
    'SAVED',
    'DISKAUN',
    'RABATT',
    'REMISE',
    'DESCUENTO',
    'VOUCHER',
    'COUPON',
    'REBATE',
    'PROMOTION',
    'PROMOTIONAL',
  ],
  count: [
    'QTY',
    'QUANTITY',
    'ITEM',
    'ITEMS',
    'QNTY',
    'PCS',
    'UNIT',
    'UNITS',
    'KUANTITI',
    'BIL',
    'MENGE',
    'PAX',
    'SHEET',
    'STAMP',
    'STAMPS',
  ],
  service: ['SERVICE', 'SVC', 'SERV', 'PERKHIDMATAN', 'BEDIENUNG', 'TIP', 'TRINKGELD', 'POURBOIRE', 'PROPINA'],
  points: [
    'POINTS',
    'POINT',
    'PTS',
    'BALANCE',
    'OPENING',
    'CLOSING',
    'MATA',
    'LOYALTY',
    'DEPOSIT',
    'REWARD',
    'REWARDS',
  ],
  summary: ['SUMMARY', 'ANALYSIS', 'SUPPLIES', 'SUPPLY', 'BREAKDOWN', 'RINGKASAN'],
  cashier: [
    'CASHIER',
    'KASIR',
    'KASSIERER',
    'EXCHANGE',
    'EXCHANGED',
    'CHANGED',
    'CHANGES',
    'INVOICE',
    'REFUND',
    'REFUNDABLE',
    'CARRY',
    'TAXI',
    'BILL',
    'DRAWER',
  ],
  date: ['DATE', 'TARIKH', 'DATUM', 'FECHA', 'DT', 'DATED'],
  time: ['TIME', 'MASA', 'ZEIT', 'UHRZEIT', 'HEURE', 'HORA', 'UHR'],
  price: ['PRICE', 'HARGA', 'PREIS', 'PRIX', 'PRECIO', 'RATE', 'UPRICE'],
  description: ['DESCRIPTION', 'DESC', 'PARTICULARS', 'ARTIKEL', 'DESIGNATION', 'BUTIRAN'],
} as const;

/** Words that fill a label without changing what it means. */
export const fillers = [
  'OF',
  'THE',
  'SALES',
  'SALE',
  'RM',
  'MYR',
  'TO',
  'PAY',
  'IN',
  'OUT',
  'EAT',
  'TAKEOUT',
  'BY',
  'AND',
  'A',
  'AM',
  'S',
  'CHARGE',
  'GROSS',
  'LESS',
  'AT',
  'IS',
];

/** Marks of currencies as they stand beside amounts, longer ones first. */
export const currencyMarks = [
  'MYR',
  'SGD',
  'USD',
  'EUR',
  'GBP',
  'AUD',
  'CHF',
  'INR',
  'IDR',
  'THB',
  'S$',
  'A$',
  'US$',
  'RM',
  'Rp',
  '$',
  '€',
  '£',
  '¥',
  '₹',
  '฿',
];

/** Beginnings of the months' names, January first. */
export const months = [
  ['JAN'],
  ['FEB', 'FEV'],
  ['MAR', 'MAC', 'MRZ'],
  ['APR', 'AVR', 'ABR'],
  ['MAY', 'MEI', 'MAI'],
  ['JUN', 'JUIN'],
  ['JUL', 'JUIL'],
  ['AUG', 'OGO', 'AOU', 'AGO'],
  ['SEP'],
  ['OCT', 'OKT'],
  ['NOV'],
  ['DEC', 'DIS', 'DEZ', 'DIC'],
] as const;

export const dateLabels = /\b(?:DATE|TARIKH|DATUM|FECHA|DT)\b/;

/** Dates of something else: when goods expire, when a bill is due, since when a firm is registered. */
export const notTheDate =
  /\b(?:EXP|EXPIRY|EXPIRES?|EXPIRED|DUE|VALID|VALIDITY|UNTIL|TILL?|SINCE|REGISTERED|EST|BEFORE|BEST|MFG|BORN|BIRTH|DOB|LUPUT|TEMPOH|EFFECTIVE|WEF|FROM|DELIVERY|VERSION|GULTIG|CADUCIDAD)\b/;

/** Legal forms of firms as they end a name, as expressions: Malaysia, Singapore, the English-speaking world, Europe. */
export const legalForms =
  /\b(?:S(?:DN|ON|ON|DM|ND)[.,]? ?B(?:HD|ND|H0|HO|DH)|BERHAD|BHD|S\/B|SB$|SDNBHD|PTE\.? ?LTD|PTY\.? ?(?:LTD|LIMITED)?|LTD|LIMITED|PLC|LLP|LLC|INC|CORP(?:ORATION)?|GMBH(?: ?& ?CO\.? ?KG)?|AG|OHG|E\.? ?K|B\.? ?V|N\.? ?V|S\.? ?A\.? ?R\.? ?L|S\.? ?A\.? ?S?|S\.? ?L\.? ?U?|S\.? ?P\.? ?A|SARL|EURL)\b\.?|\b(?:S|SDN)[.,]? ?B(?:HD)?[.,]?$/;

/** Words that name a kind of business: a line with one is rather a name than anything else. */
export const tradeWords =
  /\b(?:ENTERPRISES?|TRADING|TRADERS?|RESTORAN|RESTAURANTS?|KEDAI|SYARIKAT|PERNIAGAAN|PERUSAHAAN|HARDWARE|CAFE|KAFE|COFFEE|KOPITIAM|BISTRO|MART|MARKET|SUPERMARKET|HYPERMARKET|MINI ?MARKET|SHOP|STORES?|BAKERY|BAKERIES|CAKE|PHARMACY|FARMASI|CLINIC|KLINIK|STATIONERY|BOOKS?|BOOKSTORE|FOODS?|CATERING|SERVICES?|SERVIS|STATION|PETRO(?:L|LEUM)?|MOTORS?|AUTO|ELECTRICAL|ELECTRONICS?|FURNITURE|HOTEL|SALON|BOUTIQUE|COMPANY|CO|HOLDINGS?|INDUSTR(?:Y|IES)|GROUP|CENTRE|GALLERY|KITCHEN|HOUSE|CORNER|SEAFOOD|NASI|STEAMBOAT|TOYS|DECO|GIFTS?|HOME|BAR|GRILL|PIZZA|BACKEREI|APOTHEKE|MARKT|BOULANGERIE|PHARMACIE|MARCHE|FARMACIA|PANADERIA|SUPERMERCADO|TIENDA|ADVENTURE|PARKING|LAUNDRY|OPTICAL|FLORIST|DEPARTMENT)\b/;

/** Words of addresses: kinds of streets, buildings and places. */
export const addressWords =
  /\b(?:JALAN|JLN|JL|LORONG|LRG|LEBUH(?:RAYA)?|PERSIARAN|LINGKARAN|TAMAN|TMN|KAMPUNG|KG|BANDAR|BDR|SEKSYEN|SEKYEN|SECTION|KAWASAN|PERINDUSTRIAN|LOT|BLOCK|BLK|UNIT|LEVEL|TINGKAT|FLOOR|FLR|GROUND|BANGUNAN|WISMA|MENARA|PLAZA|MALL|KOMPLEKS|COMPLEX|BATU|MILE|DESA|DATARAN|PUSAT|MEDAN|PRESINT|SUITE|ROAD|RD|STREET|STR|AVENUE|AVE|LANE|DRIVE|BOULEVARD|BLVD|HIGHWAY|SQUARE|SHOPPING|TOWER|BUILDING|PARK|INDUSTRIAL|AIRPORT|TERMINAL BERSEPADU|PO BOX|RUE|CALLE|PLATZ|ALLEE|WEG|\w+STRA(?:SS|S)E|OFF)\b|\b\w+STR\.|\bNO\.? ?:? ?\d|^\d+[A-Z]?(?:-\d+[A-Z]?)*\s*[,&]/;

/** States, cities and countries that end an address. */
export const regions =
  /\b(?:SELANGOR|JOHOR|JOHORE|KEDAH|KELANTAN|MELAKA|MALACCA|NEGERI SEMBILAN|N\.? ?SEMBILAN|PAHANG|PERAK|PERLIS|PENANG|PULAU PINANG|P\.? ?PINANG|SABAH|SARAWAK|TERENGGANU|WILAYAH|PERSEKUTUAN|KUALA LUMPUR|PUTRAJAYA|LABUAN|DARUL|D\.? ?E|MALAYSIA|SINGAPORE|INDONESIA|THAILAND|AUSTRALIA|GERMANY|DEUTSCHLAND|FRANCE|ESPANA|SPAIN|UNITED KINGDOM|USA|CANADA)\b/;

/** Registration and tax numbers of a firm. */
export const registrationWords =
  /\b(?:GST|SST|VAT|TAX|ROC|ROB|BRN|TIN|ABN|UEN|UST|USTID|SIRET|SIREN|NIF|CIF|TVA)\b.{0,6}\b(?:REG|ID|NO|NR|NUMBER|N)\b|\b(?:CO(?:MPANY)?|BUSINESS|BIZ|SYKT|REG(?:ISTRATION)?)\.? ?(?:REG(?:ISTRATION)?\.?)? ?(?:NO|ID|NUMBER)\b|\bREG\b|\b(?:GST|SST|ROC|VAT) ?(?:REG|ID|NO)|\bROC\b|\bABN\b|\bSIRET\b|\bUST-?ID|\bGST ?:? ?\d{6}/;

/** Telephone, fax, mail and web. */
export const contactWords =
  /\b(?:TEL|TELEPHONE|TELEFON|TEI|PHONE|FAX|H\/?P|HP|HOTLINE|MOBILE|CONTACT|CALL|WHATSAPP|EMAIL|E-MAIL|MAIL|WEBSITE|WEB)\b|WWW\.|HTTP|@[A-Z]|\.COM\b|\.MY\b/;

/** What a document calls itself, and greetings around it. */
export const titleWords =
  /\b(?:TAX ?INVOICE|INVOICE|INVOIC|RECEIPT|RESIT|CASH ?BILL|CASH ?SALES?|OFFICIAL|CREDIT NOTE|GUEST CHECK|CUSTOMER COPY|MERCHANT COPY|COPY|DUPLICATE|REPRINT|QUITTUNG|RECHNUNG|BELEG|FACTURE|FACTURA|TICKET|WELCOME|SELAMAT DATANG|THANK YOU|TERIMA KASIH|BILL)\b/;

/** Words of the rows that say when, where and by whom it was sold. */
export const journalWords =
  /\b(?:CASHIER|KASIR|COUNTER|TABLE|TERMINAL|TRANS(?:ACTION)?|TRX|SLIP|PAX|POS|STATION|SALES ?PERSON|SALESMAN|SERVER|MEMBER|CUSTOMER|BILL TO|DOC(?:UMENT)? NO|ORDER|QUEUE|STAFF|OPERATOR|SHIFT|DATE|TARIKH|TIME|DATUM|ITEM|QTY|DESCRIPTION|AMOUNT|PRICE|CHECK ?IN|INV NO|M\/C|USER|SHOPPING HOURS?|BUSINESS HOURS?|OPERATING HOURS?|OPENING HOURS?)\b/;

/** Currencies by their marks. A lone `$` is many countries', so it is none. */
export const currencyCodes: readonly (readonly [code: string, expression: RegExp])[] = [
  ['MYR', /\bRM(?=\b|\d)|\bMYR\b/],
  ['SGD', /\bSGD\b|(?<![A-Z])S\$/],
  ['USD', /\bUSD\b|\bUS\$/],
  ['EUR', /\bEUR(?:O)?\b|€/],
  ['GBP', /\bGBP\b|£/],
  ['AUD', /\bAUD\b|(?<![A-Z])A\$/],
  ['CHF', /\bCHF\b/],
  ['INR', /\bINR\b|₹|\bRS\.? ?(?=\d)/],
  ['IDR', /\bIDR\b|\bRP\.? ?(?=\d)/],
  ['THB', /\bTHB\b|฿/],
  ['JPY', /\bJPY\b|¥/],
];

/** Currencies by the countries, states and taxes in a receipt's text. */
export const currencyCountries: readonly (readonly [code: string, expression: RegExp])[] = [
  [
    'MYR',
    /\b(?:MALAYSIA|SDN\.? ?BHD|SELANGOR|JOHOR|KUALA LUMPUR|PULAU PINANG|SARAWAK|SABAH|PERAK|PAHANG|MELAKA|KEDAH|JALAN|JLN)\b/,
  ],
  ['SGD', /\b(?:SINGAPORE|PTE\.? ?LTD)\b/],
  ['EUR', /\b(?:GMBH|MWST|DEUTSCHLAND|FRANCE|TVA|ESPANA)\b/],
  ['GBP', /\b(?:UNITED KINGDOM|LONDON)\b/],
  ['AUD', /\b(?:AUSTRALIA|ABN|PTY)\b/],
  ['USD', /\b(?:USA|SALES TAX|[A-Z]{2} \d{5}-\d{4})\b/],
];

/** Ways of paying, the more telling first. */
export const paymentMethods: readonly (readonly [name: string, expression: RegExp])[] = [
  ['Visa', /\bVISA\b/],
  ['Mastercard', /\bMASTER ?(?:CARD)?\b/],
  ['American Express', /\bAMEX\b|\bAMERICAN EXPRESS\b/],
  ['Debit card', /\b(?:MY ?)?DEBIT(?: CARD)?\b|\bGIROCARD\b|\bEC-?KARTE\b|\bMAESTRO\b/],
  ['Credit card', /\bCREDIT CARD\b|\bKREDITKARTE\b|\bCARTE (?:BANCAIRE|BLEUE)\b/],
  ['E-wallet', /\bE-?WALLET\b|\bTOUCH ?N ?GO\b|\bGRABPAY\b|\bBOOST\b|\bAPPLE PAY\b|\bGOOGLE PAY\b|\bALIPAY\b/],
  [
    'Cash',
    /\bCASH\b(?! ?(?:BILL|SALES?|INV|RECEIPT|MEMO|REFUND|IER|&|AND|COUNTER))|\bTUNAI\b|\bBAR(?:GELD)?\b(?=\s*(?:EUR|€|\d))|\bESPECES\b|\bEFECTIVO\b/,
  ],
];
