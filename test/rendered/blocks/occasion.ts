import { cased, label, type Context } from '../context.ts';
import { goodsOf } from '../goods.ts';
import { print, type Print } from '../paper.ts';
import { clock, day } from '../writing.ts';

/** When, where in the shop and by whom it was sold, and the number of the receipt. */
export function occasion(context: Context): void {
  const { random, paper, writing, sale } = context;
  if (random.chance(0.5)) paper.centre(print(label(context, 'receipt')));
  const date = print(day(writing, sale.at), 'date');
  const time = print(clock(writing, sale.at), 'time');
  const number = numberPrint(context);
  switch (random.integer(0, 3)) {
    case 0:
      paper.left(number);
      paper.pair(behind(label(context, 'date'), date), behind(label(context, 'time'), time));
      break;
    case 1:
      paper.left(behind(label(context, 'date'), joined(date, time)));
      paper.left(number);
      break;
    case 2:
      paper.pair(joined(date, time), number);
      break;
    default:
      paper.pair(print(`${label(context, 'date')}:`), date);
      paper.pair(print(`${label(context, 'time')}:`), time);
      paper.left(number);
  }
  if (random.chance(0.5)) {
    const name = cased(context, random.pick(goodsOf[writing.language].people));
    paper.left(print(`${label(context, 'cashier')}: ${name}`));
  }
}

/** Where guests sat and how many they were, which tells that it was a meal. */
export function seats(context: Context): void {
  const { random, paper } = context;
  const table = print(`${label(context, 'table')} ${random.integer(1, 40)}`, 'receiptType');
  const covers = print(`${label(context, 'covers')}: ${random.integer(1, 8)}`, 'receiptType');
  if (random.chance(0.5)) paper.pair(table, covers);
  else paper.left(table);
}

export function numberPrint(context: Context, kind: 'receiptNumber' | 'invoiceNumber' = 'receiptNumber'): Print {
  const words = label(context, kind);
  const colon = words.endsWith('#') ? ' ' : context.random.pick([': ', ' ', ' : ']);
  return print(`${words}${colon}${context.receiptNumber}`, 'receiptNumber');
}

function behind(words: string, { text, tells }: Print): Print {
  return print(`${words}: ${text}`, ...tells);
}

function joined(first: Print, second: Print): Print {
  return print(`${first.text} ${second.text}`, ...first.tells, ...second.tells);
}
