import type { Check, Receipt } from '../reading/reading.ts';
import { longMonths, months } from './dateWords.ts';
import { folded } from './labels.ts';
import { title } from './headerWords.ts';
import type { Row } from './rows.ts';

/** Rows at the top among which a paper says what it is. */
const longestHead = 10;
/**
 * Part of the rows with signs of a program or a log, from which on it is one. Receipts have them in up to an eighth.
 */
const leastOfProgram = 0.25;
/**
 * Part of the priced rows that measure, or that hold figures without a product, from which on it is a table of them.
 */
const leastOfTable = 0.75;
const fewestFigureRows = 3;
const fewestFigures = 3;
/** No goods have more figures on their row. */
const mostFigures = 12;
/** Half of a cent, for products that are rounded. */
const nearest = 0.006;

/** What papers call themselves that hold amounts and dates as receipts do, upper case without diacritics. */
const otherTitles = [
  // Of banks and employers.
  '(?:BANK|ACCOUNT|CREDIT CARD|CARD|MONTHLY|SALARY) STATEMENT|STATEMENT OF ACCOUNTS?|PAY ?SLIP|PAY ?STUB|SALARY SLIP',
  'EXPENSE (?:REPORT|CLAIM)|PENYATA (?:AKAUN|BANK|GAJI)|SLIP GAJI|REKENING KORAN|KONTOAUSZUG',
  '(?:LOHN|GEHALTS?|ENTGELT|VERDIENST|BEZUGE|SPESEN|REISEKOSTEN)-?ABRECHNUNG|LOHNZETTEL|RELEVE (?:DE COMPTE|BANCAIRE)',
  '(?:BULLETIN|FICHE) DE (?:PAIE|SALAIRE)|NOTE DE FRAIS|EXTRACTO (?:BANCARIO|DE CUENTA)|NOMINA|EXTRATO (?:BANCARIO|DE CONTA)',
  'RECIBO DE VENCIMENTOS?|HOLERITE|CONTRACHEQUE|ESTRATTO CONTO|BUSTA PAGA|CEDOLINO|(?:REKENING|BANK)AFSCHRIFT',
  '(?:LOON|SALARIS)STROOK|KONTOUTDRAG|LONE(?:SPECIFIKATION|BESKED)|WYCIAG (?:BANKOWY|Z RACHUNKU)|LISTA PLAC',
  '給与明細書?|取引明細書?|工资[单条]|对账单',
  // Of food.
  'NUTRITION(?:AL)?(?: FACTS| INFORMATION| VALUES?)?(?= PER |$)|MAKLUMAT PEMAKANAN|INFORMASI NILAI GIZI|NAE?HRWERT(?:E|ANGABEN|TABELLE)?',
  'VALEURS? NUTRITIONNELLES?|INFORMACION NUTRICIONAL|(?:INFORM|DECLAR)ACAO NUTRICIONAL',
  'VALORI NUTRIZIONALI|VOEDINGSWAARDEN?|NARINGS(?:VARDE|DEKLARATION)|WARTOSC ODZYWCZA|栄養成分(?:表示?)?|营养成分表?',
  // Of prices and times.
  'PRICE ?LIST|SENARAI HARGA|DAFTAR HARGA|PREISLISTE|LISTE DES PRIX|LISTA DE PRECIOS|TABELA DE PRECOS|LISTINO PREZZI',
  'PRIJSLIJST|PRISLISTA|CENNIK|価格表|价格表|SPEISEKARTE|FAHRPLAN|HORARIOS?$|DIENSTREGELING|BOARDING PASS',
  // Of agreements, plans and tests.
  '(?:RENTAL|TENANCY|LEASE|LOAN) (?:AGREEMENT|CONTRACT)$|MIETVERTRAG|CONTRAT DE LOCATION$|BALANCE SHEET|PORTFOLIO$',
  '(?:LAB|LABORATORY|TEST|MEDICAL) REPORT',
  // What a firm or a row may begin with: but for a number, a month or a year they are all of the title.
  `(?:BUDGET|TIME ?TABLE|HORAIRES)(?: (?:${[...longMonths, ...months.flat()].join('|')}))?[^A-Z]*$`,
  `(?:QUOTATION|ESTIMATE|ANGEBOT|KOSTENVORANSCHLAG|DEVIS|PRESUPUESTO|ORCAMENTO|PREVENTIVO|OFFERTE|OFFERT|SEBUT HARGA|見積書|报价单)(?:\\W{0,3}N[OR°]?)?[^A-Z]*$`,
].join('|');
const otherTitle = new RegExp(`^[^A-Z]*?(?:${otherTitles})(?![A-Z])`);
/** What heads a column of goods, too, and therefore has its row to itself. */
const otherTitleAlone = /^[^A-Z]*MENU[^A-Z]*$/;

/** What employers pay, and what they keep of it: a row of either kind is on a payslip alone. */
const ofPayslip = [
  /^\W*(?:(?:BASIC|GROSS|NET|OVERTIME) (?:PAY|SALARY|WAGES?)|GAJI (?:POKOK|KASAR|BERSIH)|(?:GRUND|BRUTTO|NETTO)(?:LOHN|GEHALT|VERDIENST))(?![A-Z])/,
  /^\W*(?:INCOME TAX|NATIONAL INSURANCE|PAYE|PENSION|SOCIAL SECURITY|FEDERAL TAX|EPF|SOCSO|KWSP|PERKESO|LOHNSTEUER|RENTENVERSICHERUNG)(?![A-Z])/,
];

const ofProgram = new RegExp(
  [
    // Longer runs of = are rules across a receipt.
    '[{}]|;$|[=-]>|[!<>+*-]=|(?<!=)={2,3}(?!=)|\\(\\)|\\w ?= ?["\'\\w]|</?[a-z]+[ >]',
    '^(?:import|return|def|class|const|let|var|function|SELECT|FROM|WHERE) ',
    // Keys of data, and what a program tells of its work.
    '^(?:- )?[a-z][\\w-]*:(?: |$)|\\b(?:TRACE|DEBUG|INFO|WARN|WARNING|ERROR|FATAL)\\b|\\.[a-z]+:\\d+:\\d+\\)?$',
  ].join('|'),
);
/** What is no money and stands behind its amount; tax letters are capitals. */
const measured = /^ ?(?:m?g|kg|ml|cl|kcal|k[JB]|[MG]B|ms|mm|cm|km|m[³3]|kWh|°C|mmol\/L|g\/L)(?![\p{L}\d])/u;

/** A total with less confidence proves nothing. */
const leastProvedTotal = 0.75;

/**
 * Whether the page shows something else than a receipt that holds amounts too: by its title, or by what stands in its
 * rows. What was found on it overrules both where it proves a receipt.
 */
export function isOtherPaper(rows: readonly Row[], found: Receipt): boolean {
  const isProved = isProvedReceipt(found);
  // An offer adds up, too, but nobody has paid for it.
  const isPaid = found.payments.some(({ amount, lastDigits }) => amount !== undefined || lastDigits !== undefined);
  const isUnpaid = !(isProved && isPaid) && (isTitledOtherwise(rows.slice(0, longestHead)) || isPayslip(rows));
  return isUnpaid || (!isProved && hasOtherRows(rows));
}

/** Somebody sold at some time or place for a total that other amounts come to. */
function isProvedReceipt({ merchant, date, address, total, checks }: Receipt): boolean {
  return (
    merchant !== undefined &&
    (date ?? address) !== undefined &&
    (total?.confidence ?? 0) >= leastProvedTotal &&
    checks.some(isSumOfSeveral)
  );
}

/** One amount that is the same as another is no sum. */
function isSumOfSeveral({ name, holds, arithmetic }: Check): boolean {
  const bearsOutTotal = name === 'items' || name === 'subtotalAndTax' || name === 'paidAndChange';
  return bearsOutTotal && holds && /[+−]/.test(arithmetic);
}

function isPayslip(rows: readonly Row[]): boolean {
  const texts = rows.filter(({ amounts }) => amounts.length > 0).map(({ text }) => folded(text));
  return ofPayslip.every((words) => texts.some((text) => words.test(text)));
}

/** Whether the rows are a program's or a log's, or a table's of measures or figures. */
function hasOtherRows(rows: readonly Row[]): boolean {
  const priced = rows.filter(({ amounts }) => amounts.length > 0);
  const figures = priced.filter(isOfFigures);
  return (
    rows.filter(({ text }) => ofProgram.test(text)).length >= leastOfProgram * Math.max(1, rows.length) ||
    (priced.length > 0 && priced.filter(isMeasured).length >= leastOfTable * priced.length) ||
    (figures.length >= fewestFigureRows && figures.length >= leastOfTable * priced.length)
  );
}

/** A paper that calls itself a receipt, too, is one. */
function isTitledOtherwise(head: readonly Row[]): boolean {
  const texts = head.filter(({ amounts }) => amounts.length === 0).map(({ text }) => folded(text));
  const cells = texts.flatMap((text) => text.split('\t'));
  const isOther = texts.some((text) => otherTitleAlone.test(text)) || cells.some((cell) => otherTitle.test(cell));
  return isOther && !cells.some((cell) => title.test(cell));
}

function isMeasured({ text, amounts }: Row): boolean {
  return amounts.every(({ end }) => measured.test(text.slice(end)));
}

/** Several figures none of which is the product of two others: a count, a price and what they come to are of goods. */
function isOfFigures({ amounts }: Row): boolean {
  const values = amounts.map(({ value }) => value);
  return (
    values.length > mostFigures ||
    (values.length >= fewestFigures &&
      !values.some((a, i) =>
        values.some((b, j) => j > i && values.some((c, k) => k !== i && k !== j && Math.abs(a * b - c) < nearest)),
      ))
  );
}
