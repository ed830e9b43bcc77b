import type { Discount, Goods, GoodsRow, ItemRows } from './goods.ts';
import { folded, type LabelReader } from './labels.ts';

/** What says that something is taken off, besides the words of labels; milk has `3,5%`. */
const offWords = /(?<![\d.,])\d{1,2} ?%|(?<!\p{L})(?:OFF|LESS|ABZUGLICH|MOINS|MENOS|MENO)(?!\p{L})/iu;
/** What is given back, which may have a share in its name: `RETURN MILK 2%`. */
const givenBack =
  /(?<![A-Z])(?:STORN(?:O|IERT|IERUNG)|RETOUR(?:EN?)?|RETURN(?:S|ED)?|REFUND(?:ED)?|VOID(?:ED)?|REMBOURSEMENT|DEVOLUCION)(?![A-Z])/;

/**
 * The rows, those told as discounts that have a minus while others have none, and say so or nothing at all:
 * `Less 10% Staff -0.63`.
 */
export function withTakenOff(goods: readonly GoodsRow[], read: LabelReader): readonly GoodsRow[] {
  // What is given back has minuses throughout.
  if (!goods.some(({ total }) => total !== undefined && total.value > 0)) return goods;
  return goods.map((one) => {
    const { row, total, measure } = one;
    if (total === undefined || total.value >= 0 || measure !== undefined) return one;
    const { concepts } = read(row.text);
    const isOff = offWords.test(row.text) && !givenBack.test(folded(row.text));
    const isSaid = isOff || concepts.includes('discount') || concepts.includes('voucher');
    if (!isSaid && /\p{L}/u.test(row.text.slice(0, total.start))) return one;
    return { row, total: undefined, hasWords: false, discount: total };
  });
}

/** What is taken off below an item is the item's own; below the last it is the whole's, unless others have theirs. */
export function withDiscounts(items: readonly ItemRows[], goods: readonly GoodsRow[]): Goods {
  const discounts = items.map((item, index) => {
    const from = goods.findIndex(({ row }) => row === item.priced);
    const next = items[index + 1];
    const to = next ? goods.findIndex(({ row }) => row === next.described || row === next.priced) : goods.length;
    return discountsIn(goods.slice(from + 1, to));
  });
  const areOwn = discounts.slice(0, -1).some((own) => own.length > 0);
  const discounted = items.map((item, index) => {
    const [own, ...others] = discounts[index] ?? [];
    return areOwn && own !== undefined && others.length === 0 ? { ...item, discount: own } : item;
  });
  const own = new Set(discounted.map(({ discount }) => discount?.row));
  return { items: discounted, discounts: discountsIn(goods).filter(({ row }) => !own.has(row)) };
}

function discountsIn(goods: readonly GoodsRow[]): readonly Discount[] {
  return goods.flatMap(({ row, discount }) => (discount ? [{ row, amount: discount }] : []));
}
