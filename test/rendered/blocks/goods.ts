import { cased, label, money, type Context } from '../context.ts';
import { print, type Print } from '../paper.ts';
import type { SoldItem } from '../sale.ts';
import { pieces } from '../truth.ts';
import { amount, decimal, number, percent } from '../writing.ts';

/** `A` for the first tax. */
export function letterOf(tax: number): string {
  return String.fromCharCode('A'.charCodeAt(0) + tax);
}

function description(context: Context, item: SoldItem, index: number): Print {
  return print(cased(context, item.description), `items.${index}.description`);
}

function total(context: Context, item: SoldItem, index: number, lettered = false): Print {
  const { text, tells } = money(context, item.total, `items.${index}.total`);
  return print(lettered ? `${text} ${letterOf(item.tax)}` : text, ...tells);
}

/** Pieces are counted, weights and litres have decimals. */
function count({ writing }: Context, { quantity, unit }: SoldItem): string {
  if (unit === undefined) return String(quantity);
  return decimal(writing, quantity, unit === 'kg' ? 3 : 2);
}

/** To a tenth of the smallest unit where that is needed: `1,459`. */
function price({ writing }: Context, { unitPrice }: SoldItem): string {
  const { decimals } = writing.country;
  return Number.isInteger(unitPrice)
    ? number(writing, unitPrice)
    : decimal(writing, unitPrice / 10 ** decimals, decimals + 1);
}

/** `2 x 1,50`. */
function multiplied(context: Context, item: SoldItem, index: number, times: string): Print {
  const unit = item.unit === undefined ? '' : ` ${item.unit}`;
  return print(
    `${count(context, item)}${unit}${times}${price(context, item)}`,
    `items.${index}.quantity`,
    ...(item.unit === undefined ? [] : [`items.${index}.unit`]),
    `items.${index}.unitPrice`,
  );
}

/** What is taken off it, in a row below. */
function discount(context: Context, { discount: less }: SoldItem, index: number): void {
  if (less === undefined) return;
  context.paper.pair(print(label(context, 'discount')), money(context, -less, `items.${index}.discount`));
}

/** A row an item, and one below or above it where there are several: `2 x 1,50`. */
export function plainGoods(context: Context, { above, lettered }: { above: boolean; lettered: boolean }): void {
  const { paper, random, sale } = context;
  const times = random.pick([' x ', ' X ', ' @ ', 'x ', ' * ']);
  const indent = random.integer(0, 3);
  for (const [index, item] of sale.items.entries()) {
    const many = item.quantity !== 1;
    if (many && above) paper.left(multiplied(context, item, index, times), { indent });
    paper.pair(description(context, item, index), total(context, item, index, lettered));
    if (many && !above) paper.left(multiplied(context, item, index, times), { indent });
    discount(context, item, index);
  }
}

/** How many leads each row: `2 Flat White`. */
export function countedGoods(context: Context): void {
  const { paper, random, sale } = context;
  const times = random.pick([' ', 'x ', ' x ', '  ']);
  const several = (item: SoldItem) => item.unit === undefined && (item.quantity > 1 || times === ' ');
  for (const [index, item] of sale.items.entries()) {
    const { text, tells } = description(context, item, index);
    const counted = several(item)
      ? print(`${item.quantity}${times}${text}`, `items.${index}.quantity`, ...tells)
      : print(text, ...tells);
    paper.pair(counted, total(context, item, index));
  }
}

/** A table with heads of columns; wide ones have the tax as well. */
export function tabledGoods(context: Context, { wide }: { wide: boolean }): void {
  const { paper, random, sale } = context;
  const countFirst = random.chance(0.5);
  const withPrice = wide || random.chance(0.7);
  const withRate = wide && sale.taxes.length > 0 && context.writing.country.tax.parts === undefined;
  const rows = [
    [
      label(context, 'quantity'),
      label(context, 'description'),
      label(context, 'unitPrice'),
      '%',
      label(context, 'amount'),
    ].map((text) => print(text)),
    ...sale.items.map((item, index) => [
      print(
        `${count(context, item)}${item.unit ? ` ${item.unit}` : ''}`,
        `items.${index}.quantity`,
        ...(item.unit === undefined ? [] : [`items.${index}.unit`]),
      ),
      description(context, item, index),
      print(price(context, item), `items.${index}.unitPrice`),
      print(percent(context.writing, sale.taxes[item.tax]?.rate ?? 0)),
      total(context, item, index),
    ]),
  ];
  const columns = [...(countFirst ? [0, 1] : [1, 0]), ...(withPrice ? [2] : []), ...(withRate ? [3] : []), 4];
  const numbered = wide && random.chance(0.5);
  paper.table(
    `${numbered ? '<' : ''}${columns.map((column) => (column === 1 ? '<' : '>')).join('')}`,
    rows.map((row, index) => [
      ...(numbered ? [print(index === 0 ? 'Pos' : String(index))] : []),
      ...columns.map((column) => row[column] ?? print('')),
    ]),
  );
}

/** What it is above, its number in stock, how many and what they cost below. */
export function codedGoods(context: Context): void {
  const { paper, random, sale } = context;
  const withCode = random.chance(0.6);
  for (const [index, item] of sale.items.entries()) {
    paper.left(description(context, item, index));
    const { text, tells } = multiplied(context, item, index, ' x ');
    paper.pair(
      print(withCode ? `${random.filled('#############')}  ${text}` : `  ${text}`, ...tells),
      total(context, item, index),
    );
    discount(context, item, index);
  }
}

/** As tills for Brazil's tax office print them: number, code and name above, `2UN x 8,50` below. */
export function cupomGoods(context: Context): void {
  const { paper, random, sale } = context;
  paper.left(print(random.pick(['ITEM CODIGO DESCRICAO', '# COD DESC QTD UN VL UN R$ VL ITEM R$'])));
  for (const [index, item] of sale.items.entries()) {
    const named = description(context, item, index);
    paper.left(print(`${String(index + 1).padStart(3, '0')} ${random.filled('######')} ${named.text}`, ...named.tells));
    const counted = item.unit === undefined;
    const { text, tells } = multiplied(context, item, index, `${counted ? pieces.toUpperCase() : ''} x `);
    paper.pair(print(`    ${text}`, ...tells, `items.${index}.unit`), total(context, item, index));
  }
}

/** As Poland's fiscal printers do: `Chleb  2 x4,50  9,00A`. */
export function paragonGoods(context: Context): void {
  const { paper, random, sale, writing } = context;
  const times = random.pick([' x', ' *', ' x ', '*']);
  for (const [index, item] of sale.items.entries()) {
    const { text, tells } = multiplied(context, item, index, times);
    const sum = `${amount(writing, item.total)}${letterOf(item.tax)}`;
    const priced = print(`${text}  ${sum}`, ...tells, `items.${index}.total`);
    const named = description(context, item, index);
    if (named.text.length + priced.text.length + 2 <= paper.columns) paper.pair(named, priced);
    else {
      paper.left(named);
      paper.right(priced);
    }
  }
}
