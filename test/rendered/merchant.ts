import type { Country } from './countries.ts';
import { goodsOf, type Goods } from './goods.ts';
import type { Random } from './random.ts';
import type { Trade } from './sale.ts';
import type { Language } from './words.ts';

/** A number and what stands around it: `GST No: ` and `001234`. */
export interface LabelledNumber {
  readonly before: string;
  readonly number: string;
  readonly after: string;
}

/** An invented merchant. */
export interface Merchant {
  readonly name: string;
  /** Whether the name says that people eat there: a bar sells wine by the bottle, too. */
  readonly isEatingPlace: boolean;
  readonly street: string;
  readonly town: string;
  readonly phone: string;
  readonly taxNumber?: LabelledNumber;
  readonly registration?: LabelledNumber;
}

const maySellElse = /^(?:Bar|Kedai) \S+$|Kitchen$/;

const kindOf: Readonly<Record<Trade, keyof Goods>> = {
  groceries: 'shops',
  meal: 'restaurants',
  fuel: 'stations',
  parking: 'carParks',
  hotel: 'hotels',
  work: 'firms',
};

export function merchantOf(random: Random, country: Country, language: Language, trade: Trade): Merchant {
  const lists = goodsOf[language];
  const known = random.pick(lists[kindOf[trade]]).replace('{name}', random.pick(lists.names));
  const form = random.pick(country.legalForms);
  // Some kinds of firms have their form in the name already: `PT`, `CV`.
  const name = /^(?:PT|CV) /.test(known) ? known : form.replace('{name}', known);
  const [taxNumber, registration] = [country.taxNumbers, country.registrations].map((forms) =>
    forms.length > 0 && random.chance(0.75) ? labelled(random.pick(forms), random) : undefined,
  );
  return {
    name,
    isEatingPlace: trade === 'meal' && !maySellElse.test(known),
    street: random.filled(random.pick(country.streets)),
    town: random.filled(random.pick(country.towns)),
    phone: random.filled(random.pick(country.phones)),
    ...(taxNumber && { taxNumber }),
    ...(registration && { registration }),
  };
}

/** Of `label|number|what follows`. */
function labelled(form: string, random: Random): LabelledNumber {
  const [before = '', number = '', after = ''] = form.split('|');
  return { before, number: random.filled(number), after };
}
