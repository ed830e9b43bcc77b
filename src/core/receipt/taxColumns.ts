import { cents, type Amount } from './amounts.ts';
import { folded, labelOf } from './labels.ts';
import type { Row } from './rows.ts';
import { isTaxOn, leadingRateIn, ratesIn, type Percentage, type TaxLine } from './taxLines.ts';

/** What a column of a table of taxes holds. */
type Column = 'rate' | 'tax' | 'net' | 'gross';

const taxWord = 'VAT|MOMS|MWST|UST|STEUER|TVA|IVA|BTW|TAX|GST|PTU|MVA';
/** The heads of columns, upper case without diacritics: `Moms%  Moms  Netto  Brutto`. */
const heads = new RegExp(
  `(?<![A-Z])(?:(?<rate>(?:${taxWord})[ -]?(?:%|SATS|SATZ|RATE)|RATE|SATS|SATZ|TAUX|STAWKA|(?<!\\d ?)%)` +
    `|(?<tax>${taxWord})|(?<net>NET(?:TO?)?|EXCL?|BASE|HT)|(?<gross>BRUTTO|GROSS|INCL?|TTC|TOTAL))(?![A-Z])`,
  'g',
);
/** A table of taxes has a line for each rate. */
const mostLines = 6;

/** The taxes of a table whose columns are named above it, where what stands in them adds up. */
export function taxLinesInColumns(rows: readonly Row[]): readonly TaxLine[] {
  return rows.flatMap((head, index) => {
    const columns = columnsOf(head);
    // `Brutto  MwSt 19%  Netto`.
    const [rate] = ratesIn(head.text);
    const ofAll = rate && { rate, rateRow: head };
    const below = rows.slice(index + 1, index + 1 + mostLines);
    return columns ? below.flatMap((row) => lineOf(row, columns, ofAll) ?? []) : [];
  });
}

/** Undefined where the row names no columns of a net or gross amount and its tax, each once. */
function columnsOf({ text, amounts }: Row): readonly Column[] | undefined {
  const columns = [...folded(text).matchAll(heads)].flatMap(({ groups = {} }) =>
    (['rate', 'tax', 'net', 'gross'] as const).filter((name) => groups[name] !== undefined),
  );
  const isTable = columns.includes('tax') && (columns.includes('net') || columns.includes('gross'));
  return amounts.length === 0 && isTable && columns.length >= 3 && new Set(columns).size === columns.length
    ? columns
    : undefined;
}

function lineOf(
  row: Row,
  columns: readonly Column[],
  ofAll: Pick<TaxLine, 'rate' | 'rateRow'> = {},
): TaxLine | undefined {
  const hasRates = columns.includes('rate');
  const rates = [...ratesIn(row.text), ...(columns[0] === 'rate' ? leadingRateIn(row) : [])];
  const amounts = row.amounts.filter(({ start, end }) => !rates.some((rate) => rate.start < end && rate.end > start));
  const numbers = [...(hasRates ? rates : []), ...amounts].sort((a, b) => a.start - b.start);
  if (numbers.length !== columns.length || labelOf(row.text).concepts.includes('total')) return undefined;
  const at = (column: Column): Percentage | undefined => numbers[columns.indexOf(column)];
  const amountAt = (column: Column): Amount | undefined => amounts.find((amount) => amount === at(column));
  const rate = hasRates ? at('rate') : rates[0];
  const [amount, base, gross] = [amountAt('tax'), amountAt('net'), amountAt('gross')];
  if (amount === undefined || !isBorneOut(amount, base, gross, (rate ?? ofAll.rate)?.value)) return undefined;
  return { row, ...ofAll, ...(rate && { rate }), ...(base ? { base } : { ...(gross && { gross }) }), amount };
}

/** Whether the amounts add up or the tax is the rate's; neither may be otherwise. */
function isBorneOut(
  tax: Amount,
  net: Amount | undefined,
  gross: Amount | undefined,
  rate: number | undefined,
): boolean {
  const taxed = net ? cents(net.value) : gross ? cents(gross.value) - cents(tax.value) : undefined;
  if (taxed === undefined) return false;
  const addsUp = net && gross ? taxed + cents(tax.value) === cents(gross.value) : undefined;
  const isOfRate = rate === undefined ? undefined : isTaxOn(taxed / 100, rate, tax.value);
  return addsUp !== false && isOfRate !== false && (addsUp ?? isOfRate) === true;
}
