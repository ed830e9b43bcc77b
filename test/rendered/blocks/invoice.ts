import { cased, label, type Context } from '../context.ts';
import { goodsOf } from '../goods.ts';
import { print } from '../paper.ts';
import { day } from '../writing.ts';
import { tabledGoods } from './goods.ts';
import { numbered, phone } from './head.ts';
import { numberPrint } from './occasion.ts';
import { sums } from './sums.ts';

/** An invoice on a sheet of A4, not paid yet. */
export function invoice(context: Context): void {
  const { paper, random, merchant, sale, writing } = context;
  paper.left(print(cased(context, merchant.name), 'merchant'), { size: random.pick([1, 1.5]), bold: true });
  const dated = print(`${label(context, 'date')}: ${day(writing, sale.at)}`, 'date');
  paper.pair(print(cased(context, merchant.street), 'address'), numberPrint(context, 'invoiceNumber'));
  paper.pair(print(cased(context, merchant.town), 'address'), dated);
  paper.left(phone(context));
  paper.space();
  customer(context);
  paper.centre(print(label(context, 'invoice')), { size: 1.5, bold: true });
  paper.space();
  tabledGoods(context, { wide: true });
  paper.rule('-');
  sums(context, { netFirst: true });
  paper.space();
  const due = new Date(sale.at.getTime() + 14 * 86_400_000);
  paper.left(print(`${label(context, 'due')}: ${day(writing, due)}`));
  if (merchant.taxNumber) paper.left(numbered(merchant.taxNumber, 'taxNumber'));
  if (merchant.registration) paper.left(numbered(merchant.registration, 'registrationNumber'));
}

/** Who has to pay: a name and an address that are not the merchant's. */
function customer(context: Context): void {
  const { paper, random, writing } = context;
  const { names } = goodsOf[writing.language];
  paper.left(print(`${label(context, 'billTo')}:`));
  paper.left(print(cased(context, random.pick(names))));
  paper.left(print(cased(context, random.filled(random.pick(writing.country.streets)))));
  paper.left(print(cased(context, random.filled(random.pick(writing.country.towns)))));
  paper.space();
}
