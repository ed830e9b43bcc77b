import { cased, label, type Context } from '../context.ts';
import type { LabelledNumber } from '../merchant.ts';
import { print, type Paper, type Print, type RowStyle } from '../paper.ts';

/** Who sells: name, address, telephone and numbers, in the middle or at the left side. */
export function head(context: Context): void {
  const { random, merchant, paper } = context;
  const put = sides(paper, random.chance(0.75));
  const big = random.chance(0.4) ? { size: random.pick([1.25, 1.5]), bold: true } : { bold: random.chance(0.5) };
  const { registration } = merchant;
  const name = cased(context, merchant.name);
  const facts = ['merchant', ...(merchant.isEatingPlace ? ['receiptType'] : [])];
  // `(123456-X)` stands behind the name on some, below it on others.
  if (registration?.before === '(' && random.chance(0.5)) {
    put(print(`${name} ${written(registration)}`, ...facts, 'registrationNumber'));
  } else {
    put(print(name, ...facts), big);
    if (registration !== undefined && random.chance(0.7)) put(numbered(registration, 'registrationNumber'));
  }
  address(context, put);
  if (random.chance(0.7)) put(phone(context));
  if (merchant.taxNumber !== undefined) put(numbered(merchant.taxNumber, 'taxNumber'));
  paper.space();
}

/** On one row or two. */
function address(context: Context, put: (print: Print) => void): void {
  const { random, merchant, paper } = context;
  const street = cased(context, merchant.street);
  const town = cased(context, merchant.town);
  const one = `${street}, ${town}`;
  if (one.length <= paper.columns && random.chance(0.25)) put(print(one, 'address'));
  else for (const line of [street, town]) put(print(line, 'address'));
}

export function phone(context: Context): Print {
  const colon = context.random.pick([': ', ' ', ':']);
  return print(`${label(context, 'phone')}${colon}${context.merchant.phone}`, 'phone');
}

export function numbered(number: LabelledNumber, fact: 'taxNumber' | 'registrationNumber'): Print {
  return print(written(number), fact);
}

function written({ before, number, after }: LabelledNumber): string {
  return `${before}${number}${after}`;
}

function sides(paper: Paper, centred: boolean): (print: Print, style?: RowStyle) => void {
  return (print, style) => {
    if (centred) paper.centre(print, style);
    else paper.left(print, style);
  };
}
