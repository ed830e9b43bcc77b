import { cased, label, money, withRate, type Context } from '../context.ts';
import { print } from '../paper.ts';
import { amount, percent } from '../writing.ts';
import { letterOf } from './goods.ts';

/** How taxes that are in the prices are told. */
export type TaxForm = 'lines' | 'table' | 'summary' | 'paragon' | 'none';

/** From the subtotal to the total, with what comes on top and what is taken off. */
export function sums(context: Context, { netFirst = false }: { readonly netFirst?: boolean } = {}): void {
  const { paper, random, sale } = context;
  const { goods, discount, service, serviceRate, taxes, taxAdded, tip, rounding } = sale;
  const others = discount + service + tip > 0 || (taxAdded && taxes.length > 0);
  const subtotal = label(context, netFirst ? 'net' : 'subtotal');
  if (random.chance(others ? 0.9 : 0.2)) paper.pair(print(subtotal), money(context, goods, 'subtotal'));
  if (discount > 0) {
    const share = random.chance(0.3) ? ` ${percent(context.writing, Math.round((100 * discount) / goods))}` : '';
    const sign = random.chance(0.8) ? -1 : 1;
    paper.pair(print(label(context, 'discount') + share), money(context, sign * discount, 'discount'));
  }
  if (service > 0) {
    const words = withRate(context, label(context, 'service'), serviceRate);
    paper.pair(print(words), money(context, service, 'service'));
  }
  if (taxAdded) addedTaxes(context);
  if (tip > 0) paper.pair(print(label(context, 'tip')), money(context, tip, 'tip'));
  if (rounding !== 0) {
    if (random.chance(0.5)) paper.pair(print(label(context, 'total')), money(context, sale.total - rounding));
    paper.pair(print(label(context, 'rounding')), money(context, rounding, 'rounding'));
  }
  total(context);
}

function addedTaxes(context: Context): void {
  const { paper, random, sale } = context;
  const form = random.integer(0, 3);
  for (const [index, { name, rate, base, amount: charged }] of sale.taxes.entries()) {
    const share = percent(context.writing, rate);
    const facts = [`taxes.${index}.amount`, `taxes.${index}.rate`];
    const words = cased(context, name);
    if (form === 0) paper.pair(print(words), money(context, charged, `taxes.${index}.amount`));
    else if (form === 1) paper.pair(print(`${words} ${share}`), money(context, charged, ...facts));
    else if (form === 2) paper.pair(print(`${words} (${share})`), money(context, charged, ...facts));
    else {
      const based = `${words} ${share} ${label(context, 'on').toLowerCase()} ${amount(context.writing, base)}`;
      const fits = based.length + 14 <= paper.columns;
      if (fits) paper.pair(print(based, `taxes.${index}.base`), money(context, charged, ...facts));
      else paper.pair(print(`${words} @${share}`), money(context, charged, ...facts));
    }
  }
}

function total(context: Context): void {
  const { paper, random, sale, writing } = context;
  const { currency } = writing.country;
  const words = label(context, 'total');
  const named = writing.markOfTotal === '#' && random.chance(0.3) && !words.includes(currency);
  const style = random.chance(0.5) ? { size: random.pick([1, 1.25, 1.5]), bold: true } : {};
  if (random.chance(0.3)) paper.rule(random.pick(['-', '=']));
  const colon = random.chance(0.2) ? ':' : '';
  const sum = print(amount(writing, sale.total, 'total'), 'total');
  paper.pair(print(`${words}${named ? ` ${currency}` : ''}${colon}`), sum, style);
  if (random.chance(0.3)) paper.rule(random.pick(['-', '=']));
}

/** Taxes that are in the prices, told beside the total. */
export function includedTaxes(context: Context, form: TaxForm): void {
  const { sale, writing } = context;
  if (sale.taxAdded || sale.taxes.length === 0 || form === 'none') return;
  if (form === 'table') taxTable(context);
  else if (form === 'paragon') paragonTaxes(context);
  else if (form === 'summary' && ['en', 'ms'].includes(writing.language)) taxSummary(context);
  else taxLines(context);
}

/** As Poland's fiscal printers do. */
function paragonTaxes(context: Context): void {
  const { paper, sale, writing } = context;
  for (const [index, { rate, amount: charged }] of sale.taxes.entries()) {
    const words = `PTU ${letterOf(index)} ${percent(writing, rate)}`;
    paper.pair(print(words, `taxes.${index}.rate`), money(context, charged, `taxes.${index}.amount`));
  }
  paper.pair(print('SUMA PTU'), money(context, taxOf(context)));
}

function taxLines(context: Context): void {
  const { paper, sale } = context;
  const words = label(context, 'included');
  for (const [index, { name, rate, amount: charged }] of sale.taxes.entries()) {
    const text = withRate(context, words.replace(/\{tax\}/i, name), rate);
    paper.pair(print(text, `taxes.${index}.rate`), money(context, charged, `taxes.${index}.amount`));
  }
}

/** A row a rate; the columns' order differs. */
function taxTable(context: Context): void {
  const { paper, random, sale } = context;
  const lettered = random.chance(0.6);
  const [name = ''] = sale.taxes.map((tax) => cased(context, tax.name));
  const order = random.pick(['net,tax,gross', 'tax,net,gross', 'net,tax', 'gross,tax,net']).split(',');
  const heads: Readonly<Record<string, string>> = {
    net: label(context, 'net'),
    tax: name,
    gross: label(context, 'gross'),
  };
  const rows = sale.taxes.map(({ rate, base, amount: charged }, index) => {
    const cells = {
      net: money(context, base, `taxes.${index}.base`),
      tax: money(context, charged, `taxes.${index}.amount`),
      gross: money(context, base + charged),
    };
    const share = `${lettered ? `${letterOf(index)} ` : ''}${percent(context.writing, rate)}`;
    return [print(share, `taxes.${index}.rate`), ...order.map((one) => cells[one as keyof typeof cells])];
  });
  const head = [print(random.pick([`${name}%`, name, '%'])), ...order.map((one) => print(heads[one] ?? ''))];
  paper.table('<'.padEnd(order.length + 1, '>'), [head, ...rows]);
}

/** As Malaysian receipts end. */
function taxSummary(context: Context): void {
  const { paper, sale, writing } = context;
  const name = sale.taxes[0]?.name ?? '';
  const mark = writing.country.currency === 'MYR' ? '(RM)' : '';
  paper.table('<>>', [
    [print(`${name} Summary`), print(`Amount${mark}`), print(`Tax${mark}`)],
    ...sale.taxes.map(({ rate, base, amount: charged }, index) => [
      print(`${rate === 0 ? 'ZRL' : 'SR'} @ ${percent(writing, rate)}`, `taxes.${index}.rate`),
      money(context, base, `taxes.${index}.base`),
      money(context, charged, `taxes.${index}.amount`),
    ]),
  ]);
}

function taxOf({ sale }: Context): number {
  return sale.taxes.reduce((sum, tax) => sum + tax.amount, 0);
}
