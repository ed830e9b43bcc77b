import { cased, label, money, type Context } from '../context.ts';
import { print } from '../paper.ts';
import { amount, clock, day, decimal } from '../writing.ts';

/** A pump's number, the litres and what each costs. */
export function fuelGoods(context: Context): void {
  const { paper, random, sale, writing } = context;
  const [item] = sale.items;
  if (item === undefined) return;
  const { decimals } = writing.country;
  const price = decimal(writing, item.unitPrice / 10 ** decimals, decimals === 0 ? 0 : decimals + 1);
  const litres = decimal(writing, item.quantity, 2);
  paper.left(print(`${label(context, 'pump')} ${random.integer(1, 12)}`, 'receiptType'));
  const named = print(cased(context, item.description), 'items.0.description', 'receiptType');
  const total = money(context, item.total, 'items.0.total');
  if (random.chance(0.5)) {
    paper.pair(named, total);
    paper.left(
      print(
        `${litres} L x ${price} ${writing.country.currency}/L`,
        'items.0.quantity',
        'items.0.unit',
        'items.0.unitPrice',
      ),
    );
  } else {
    paper.left(named);
    paper.pair(print(label(context, 'volume')), print(`${litres} L`, 'items.0.quantity', 'items.0.unit'));
    paper.pair(print(label(context, 'unitPrice')), print(`${price}/L`, 'items.0.unitPrice'));
    paper.pair(print(label(context, 'amount')), total);
  }
}

/** When a car came and went; nothing is itemised. */
export function parkingGoods(context: Context): void {
  const { paper, random, sale, writing } = context;
  const came = new Date(sale.at.getTime() - random.integer(20, 400) * 60_000);
  paper.left(print(label(context, 'parking'), 'receiptType'));
  paper.pair(print(label(context, 'entry')), print(clock(writing, came)));
  paper.pair(print(label(context, 'exit')), print(clock(writing, sale.at)));
}

/** When a guest came and leaves, and what the stay consists of. */
export function hotelGoods(context: Context): void {
  const { paper, random, sale, writing } = context;
  const nights = sale.items[0]?.quantity ?? 1;
  const came = new Date(sale.at.getTime() - nights * 86_400_000);
  paper.left(print(`${label(context, 'room')} ${random.integer(101, 512)}`, 'receiptType'));
  paper.pair(print(label(context, 'arrival')), print(day(writing, came)));
  paper.pair(print(label(context, 'departure')), print(day(writing, sale.at)));
  paper.space();
  for (const [index, item] of sale.items.entries()) {
    const each = `${item.quantity} x ${amount(writing, item.unitPrice)}`;
    const [quantity, price] = [`items.${index}.quantity`, `items.${index}.unitPrice`];
    const words = cased(context, item.description);
    const described = print(`${words}  ${each}`, `items.${index}.description`, quantity, price);
    paper.pair(described, money(context, item.total, `items.${index}.total`));
  }
}
