/**
 * What is read: a picture becomes a page, a page becomes a receipt (ARCHITECTURE.md). Nothing here does anything.
 */
import type { Problem } from '../problem.ts';

/** `[left, top, right, bottom]` in pixels of the original picture after its EXIF orientation. */
export type Box = readonly [x0: number, y0: number, x1: number, y1: number];

/** A word that was read. */
export interface Word {
  readonly text: string;
  readonly box: Box;
  /** 0 to 1. */
  readonly confidence?: number;
}

/** A line that was read, in one run: a row of a receipt may consist of several. */
export interface Line {
  readonly text: string;
  readonly box: Box;
  /** 0 to 1. */
  readonly confidence?: number;
  readonly words?: readonly Word[];
}

/** What an engine read from a picture. */
export interface Page {
  /** In pixels, after the EXIF orientation. */
  readonly width: number;
  readonly height: number;
  /** From top to bottom. */
  readonly lines: readonly Line[];
  /** Degrees clockwise that the text is turned in the picture, and its boxes with it; absent when it is upright. */
  readonly turned?: 90 | 180 | 270;
  /** What a person should know: that only the first frame was read, for one. */
  readonly notes?: readonly string[];
  /** It was not read now, but earlier. */
  readonly remembered?: true;
}

/** Words that a value was read from. */
export interface Evidence {
  readonly text: string;
  readonly box: Box;
}

/** A value read from a page, and where it came from. */
export interface Field<T> {
  readonly value: T;
  /** 0 to 1. */
  readonly confidence: number;
  readonly evidence: readonly Evidence[];
  /** A person wrote the value; the evidence is that of what was read. */
  readonly corrected?: true;
}

/** One thing bought. Names after Azure's receipt schema: Description, Quantity, QuantityUnit, Price, TotalPrice. */
export interface ReceiptItem {
  readonly description: Field<string>;
  readonly quantity?: Field<number>;
  /** What the quantity counts, in small letters: `kg`. */
  readonly unit?: Field<string>;
  readonly unitPrice?: Field<number>;
  /** Taken off the total on a row of its own; positive. */
  readonly discount?: Field<number>;
  readonly total?: Field<number>;
}

/**
 * What the merchant adds to the goods besides service and taxes: delivery, a deposit, a levy. Textract's
 * SHIPPING_HANDLING_CHARGE is one of them.
 */
export interface ReceiptCharge {
  readonly description: Field<string>;
  readonly amount?: Field<number>;
}

/** One of a receipt's taxes. Names after Azure's TaxDetails: Rate, NetAmount, Amount. */
export interface ReceiptTax {
  /** In percent: 6. */
  readonly rate?: Field<number>;
  /** What is taxed, without the tax. */
  readonly base?: Field<number>;
  readonly amount?: Field<number>;
}

/** What was handed over in one way. Names after Azure's Payments: Method, Amount. */
export interface ReceiptPayment {
  readonly method?: Field<string>;
  readonly amount?: Field<number>;
  /** The last four digits of the card's number. */
  readonly lastDigits?: Field<string>;
}

/**
 * What should hold on a receipt: a sum, a product, that its date has come, or that it is the only one on its picture.
 */
export interface Check {
  readonly name: 'items' | 'taxes' | 'taxRate' | 'subtotalAndTax' | 'paidAndChange' | 'dateNotInFuture' | 'oneReceipt';
  readonly holds: boolean;
  /** As a person would write it down: `9.00 + 0.54 = 9.54`, `2018-03-12 ≤ today`, `9.54; 12.80` (two totals). */
  readonly arithmetic: string;
}

/**
 * A receipt; without a field and an item, none was found. Fields after Azure's receipt schema: MerchantName,
 * MerchantPhoneNumber, Tip. What is not on the page is absent, never guessed. Amounts are in units of the currency:
 * 9.5.
 */
export interface Receipt {
  readonly merchant?: Field<string>;
  readonly address?: Field<string>;
  /** ISO 3166-1, two letters. */
  readonly country?: Field<string>;
  /** Telephone number, as it is printed. */
  readonly phone?: Field<string>;
  /** Number under which the merchant is registered as a firm, as it is printed. */
  readonly registrationNumber?: Field<string>;
  /** Number under which the merchant pays tax, as it is printed. */
  readonly taxNumber?: Field<string>;
  /** `Meal`, `Gas`, `Parking`, `Hotel` or `CreditNote`. */
  readonly receiptType?: Field<string>;
  /** Number of the receipt or invoice, as it is printed. */
  readonly receiptNumber?: Field<string>;
  /** `YYYY-MM-DD`. */
  readonly date?: Field<string>;
  /** `HH:MM` or `HH:MM:SS`, 24 hours. */
  readonly time?: Field<string>;
  /** ISO 4217. */
  readonly currency?: Field<string>;
  readonly items: readonly ReceiptItem[];
  readonly subtotal?: Field<number>;
  /** Taken off the whole, the items' own discounts left out; positive. */
  readonly discount?: Field<number>;
  /** Charge for service that the merchant adds. */
  readonly service?: Field<number>;
  /** Added to the subtotal; what stands among the goods is one of the items. */
  readonly charges: readonly ReceiptCharge[];
  readonly taxes: readonly ReceiptTax[];
  /** Added to the subtotal, or included in it. */
  readonly totalTax?: Field<number>;
  /** What the customer adds for the staff. */
  readonly tip?: Field<number>;
  readonly rounding?: Field<number>;
  readonly total?: Field<number>;
  readonly payments: readonly ReceiptPayment[];
  /** What was handed over in all. */
  readonly paid?: Field<number>;
  readonly change?: Field<number>;
  readonly checks: readonly Check[];
}

/** A picture that was read, or why not. */
export type Reading =
  | {
      readonly status: 'read';
      /** `Source.path`. */
      readonly file: string;
      /** Name of the engine, with its version or model. */
      readonly engine: string;
      /** In milliseconds. */
      readonly durationMs: number;
      readonly page: Page;
      readonly receipt: Receipt;
    }
  | { readonly status: 'skipped' | 'failed'; readonly file: string; readonly problem: Problem }
  | { readonly status: 'cancelled'; readonly file: string };

/** A reading as plain data: of a problem what is told of it. */
export type PlainReading =
  | Exclude<Reading, { readonly status: 'skipped' | 'failed' }>
  | {
      readonly status: 'skipped' | 'failed';
      readonly file: string;
      readonly problem: Pick<Problem, 'code' | 'message'>;
    };
