/**
 * The words of labels, upper case without diacritics: English and Malay, then German, French and Spanish where the word
 * alone is clear.
 */

/** Words out of lines of them, parted by commas. */
function list(...lines: readonly string[]): readonly string[] {
  return lines.flatMap((line) => line.split(', '));
}

/** What a word in a label stands for. */
export type Concept = keyof typeof concepts;

export const concepts = {
  total: list('TOTAL, TOTALS, TOT, TTL, JUMLAH, SUMME, GESAMT, GESAMTBETRAG, GESAMTSUMME, ENDBETRAG, TOTALE'),
  sub: list('SUB, SUBTOTAL, SUBTTL, ZWISCHENSUMME, SOUS'),
  amount: list('AMOUNT, AMT, AMAUN, BETRAG, MONTANT, IMPORTE'),
  final: list('GRAND, NETT, NET, FINAL, PAYABLE, DUE, BESAR, ZAHLBETRAG, PAYER, PAGAR, COLLECT'),
  rounded: list('ROUNDED, AFTER'),
  rounding: list(
    'ROUNDING, ROUND, RND, ADJ, ADJUSTMENT, ADJUSTMENTS, PEMBUNDARAN, PEMBULATAN, PENGGENAPAN, RUNDUNG',
    'ARRONDI, REDONDEO',
  ),
  tax: list('TAX, TAXES, GST, SST, VAT, CUKAI, MWST, UST, TVA, IVA, PST, HST, STEUER'),
  inclusive: list('INCL, INC, INCLUSIVE, INCLUDE, INCLUDED, INCLUDES, INCLUDING, INCLD, WITH, TERMASUK, INKL, TTC'),
  exclusive: list('EXCL, EXC, EX, EXCLUSIVE, EXCLUDING, EXCLUDED, EXCLUDE, BEFORE, WITHOUT, TAXABLE, HT, NETTO'),
  paid: list(
    'CASH, TENDER, TENDERED, PAID, PAYMENT, RECEIVED, TUNAI, BAYAR, BAYARAN, DIBAYAR, BAR, GEGEBEN',
    'BARGELD, ESPECES, EFECTIVO, ENTREGADO, RECU',
  ),
  card: list(
    'VISA, MASTER, MASTERCARD, CREDIT, DEBIT, AMEX, CARD, KAD, KARTE, CARTE, TARJETA, EPAY, EWALLET',
    'WALLET, BOOST, MYDEBIT, EFTPOS, GIROCARD, MAESTRO',
  ),
  change: list('CHANGE, BAKI, RUCKGELD, RENDU, CAMBIO, WECHSELGELD'),
  discount: list(
    'DISCOUNT, DISC, DISCOUNTS, SAVING, SAVINGS, SAVED, DISKAUN, RABATT, REMISE, DESCUENTO, VOUCHER',
    'COUPON, REBATE, PROMOTION, PROMOTIONAL',
  ),
  count: list('QTY, QUANTITY, ITEM, ITEMS, QNTY, PCS, UNIT, UNITS, KUANTITI, BIL, MENGE, PAX, SHEET, STAMP, STAMPS'),
  service: list('SERVICE, SVC, SRV, SVR, SERV, PERKHIDMATAN, BEDIENUNG, SERVIZIO, SERVICO, COPERTO'),
  tip: list('TIP, TIPS, GRATUITY, TRINKGELD, POURBOIRE, PROPINA, MANCIA, GORJETA, FOOI, DRICKS, NAPIWEK'),
  points: list('POINTS, POINT, PTS, BALANCE, OPENING, CLOSING, MATA, LOYALTY, DEPOSIT, REWARD, REWARDS'),
  summary: list('SUMMARY, ANALYSIS, SUPPLIES, SUPPLY, BREAKDOWN, RINGKASAN'),
  cashier: list(
    'CASHIER, KASIR, KASSIERER, EXCHANGE, EXCHANGED, CHANGED, CHANGES, INVOICE, REFUND, REFUNDABLE, CARRY',
    'TAXI, BILL, DRAWER',
  ),
  date: list('DATE, TARIKH, DATUM, FECHA, DT, DATED'),
  time: list('TIME, MASA, ZEIT, UHRZEIT, HEURE, HORA, UHR'),
  price: list('PRICE, HARGA, PREIS, PRIX, PRECIO, RATE, UPRICE'),
  description: list('DESCRIPTION, DESC, PARTICULARS, ARTIKEL, DESIGNATION, BUTIRAN'),
};

/** Words that fill a label without changing what it means. */
export const fillers = list(
  'OF, THE, SALES, SALE, RM, MYR, TO, PAY, IN, OUT, EAT, TAKEOUT, BY, AND, A, AM, S, CHARGE, CHG, CHRG, GROSS, LESS, AT, IS',
);

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
