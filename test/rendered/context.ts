import type { Merchant } from './merchant.ts';
import { print, type Paper, type Print } from './paper.ts';
import type { Random } from './random.ts';
import type { Sale } from './sale.ts';
import { amount, percent, type Writing } from './writing.ts';
import { wordsOf, type Words } from './words.ts';

/** All that a layout prints, and what it prints it with. */
export interface Context {
  readonly random: Random;
  readonly writing: Writing;
  readonly merchant: Merchant;
  readonly sale: Sale;
  readonly receiptNumber: string;
  readonly paper: Paper;
}

/** One of the ways in which the receipt's language says it. */
export function label(context: Context, name: keyof Words): string {
  return cased(context, context.random.pick(wordsOf[context.writing.language][name]));
}

/** As this printer prints it: some have neither small letters nor diacritics. */
export function cased({ writing: { plain, capitals } }: Context, text: string): string {
  const bare = plain ? withoutDiacritics(text) : text;
  return capitals ? bare.toUpperCase() : bare;
}

function withoutDiacritics(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/ß/g, 'ss')
    .replace(/ł/g, 'l')
    .replace(/Ł/g, 'L')
    .replace(/’/g, "'")
    .replace(/º/g, 'o');
}

/** An amount in the smallest unit of the currency, which tells a fact. */
export function money(context: Context, smallest: number, ...tells: readonly string[]): Print {
  return print(amount(context.writing, smallest), ...tells);
}

/** A label in which `{rate}` stands for the percentage, if it has one. */
export function withRate(context: Context, text: string, rate: number): string {
  return text.replace(/\{rate\}/i, percent(context.writing, rate));
}
