import type { Amount } from './amounts.ts';
import type { Measure } from './measures.ts';
import type { Row } from './rows.ts';

/** The rows that tell of one item: what it is and what it costs, often on the same row. */
export interface ItemRows {
  readonly described: Row;
  readonly priced: Row;
  /** What the item costs in all. */
  readonly total: Amount;
  /** How many at which price, wherever beside it that may be told; only arithmetic tells whether it is of this item. */
  readonly measures: readonly Measure[];
  /** What the columns are, where a row says it. */
  readonly columnHead?: Row;
  /** Taken off it, on a row of its own. */
  readonly discount?: Discount;
}

/** An amount that is taken off, with its row. */
export interface Discount {
  readonly row: Row;
  readonly amount: Amount;
}

/** What a receipt sells. */
export interface Goods {
  readonly items: readonly ItemRows[];
  /** Taken off the whole, among the items. */
  readonly discounts: readonly Discount[];
}

/** A row between the heads of the columns and the first sum. */
export interface GoodsRow {
  readonly row: Row;
  /** The last exact amount that is no unit price after an `@`. */
  readonly total: Amount | undefined;
  readonly hasWords: boolean;
  /** Where the row tells nothing else. */
  readonly measure?: Measure | undefined;
  /** Of a row that takes something off. */
  readonly discount?: Amount | undefined;
}
