import { cents, type Amount } from './amounts.ts';
import type { ItemRows } from './goods.ts';
import type { Label, LabelReader } from './labels.ts';

/**
 * What comes last and is the sum of the others counts them, or of at least two has a label that no list knows; unless
 * the first sum that the receipt names is nearer to what they come to with it: then it is an item that costs as much as
 * they do.
 */
export function withoutSum(
  items: readonly ItemRows[],
  named: Amount | undefined,
  read: LabelReader,
): readonly ItemRows[] {
  const [last, ...others] = items.toReversed();
  const sum = others.reduce((all, { total }) => all + cents(total.value), 0);
  if (others.length === 0 || last === undefined || cents(last.total.value) !== sum) return items;
  if (others.length === 1 && !isCount(read(last.described.text))) return items;
  const wanted = named ? cents(named.value) : sum;
  return Math.abs(wanted - 2 * sum) < Math.abs(wanted - sum) ? items : items.slice(0, -1);
}

/** `QTY 2  19.20`. */
function isCount({ concepts, unknown }: Label): boolean {
  return unknown === 0 && concepts.length > 0 && concepts.every((concept) => concept === 'count');
}

/**
 * Where the items don't come to the sum that the receipt names, those that do: without other prices of what was sold
 * (`Regular Price 15.00`, `with milk (1.00)`), or without the sums of its groups, which come last (`Food 30.00`,
 * `Wine 12.00`).
 *
 * @param reduced What is taken off the whole among them, in cents.
 */
export function withoutRepeated(
  items: readonly ItemRows[],
  named: Amount | undefined,
  reduced: number,
  read: LabelReader,
): readonly ItemRows[] {
  const wanted = named && cents(named.value);
  const isWhole = (some: readonly ItemRows[]) => sumOf(some) === wanted || sumOf(some) - reduced === wanted;
  if (wanted === undefined || isWhole(items)) return items;
  const sold = items.filter((item) => !isOtherPrice(item, read));
  // Prices that name nothing are of nothing that was sold.
  const areNameless = items.every(({ described }) => read(described.text).unknown === 0);
  if (isWhole(sold) || (sold.length === 0 && areNameless)) return sold;
  const groups = items.findIndex((_, index) => index > 0 && isWhole(items.slice(0, index)));
  return groups > 0 && isWhole(items.slice(groups)) ? items.slice(0, groups) : items;
}

function isOtherPrice({ priced, total }: ItemRows, read: LabelReader): boolean {
  return priced.text.startsWith('(', total.start) || read(priced.text).concepts.includes('price');
}

function sumOf(items: readonly ItemRows[]): number {
  return items.reduce((sum, { total, discount }) => {
    return sum + cents(total.value) - Math.abs(cents(discount?.amount.value ?? 0));
  }, 0);
}
