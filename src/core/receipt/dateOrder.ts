import { folded } from './labels.ts';
import type { Row } from './rows.ts';

/** Which of two numbers is the day. */
export type DateOrder = 'dayFirst' | 'monthFirst';

/** How a date is read whose numbers may be more than one of its parts. */
export interface LikelyOrder {
  readonly order: DateOrder;
  /** Whether a year of two digits stands in front there (`24/03/11` in March): as a rule, or beside other habits. */
  readonly yearFirst?: 'usual' | 'possible' | undefined;
  /** Whether something tells it: a country with one habit, or its currency. */
  readonly isKnown: boolean;
}

/**
 * The United States and their areas, states associated with them, and the Philippines (short dates of Unicode's CLDR).
 */
const monthFirst: ReadonlySet<string> = new Set(['US', 'AS', 'FM', 'GU', 'MH', 'MP', 'PH', 'PR', 'PW', 'UM', 'VI']);
/** English Canada writes both. */
const either: ReadonlySet<string> = new Set(['CA']);

/** Where the year stands in front (short dates of Unicode's CLDR); so it does in Québec. */
const yearFirst: Readonly<Record<string, LikelyOrder['yearFirst']>> = {
  ...{ CN: 'usual', HU: 'usual', JP: 'usual', KR: 'usual', LT: 'usual', MN: 'usual', SE: 'usual', TW: 'usual' },
  CA: 'possible',
};

/** What stands on receipts of the United States more often than on others; a telephone there has ten digits. */
const american = [
  /\$ ?\d/,
  /\d ?[AP]\.?M\b/,
  /\bSALES TAX\b/,
  /(?<![\d+])(?:1[-. ])?(?:\(\d{3}\) ?|\d{3}[-.])\d{3}[-.]\d{4}(?!\d)/,
];
/** Signs that together tell. */
const enough = 2;
/** Where the month stands first, cents stand behind a point. */
const centsBehind = { comma: /\d,\d\d(?!\d)/, point: /\d\.\d\d(?![\d.])/ };

/**
 * How `03/04/2018` is read on a page, of whose country (ISO 3166-1) and currency (ISO 4217) may be known; day first by
 * default.
 */
export function likelyOrder(
  rows: readonly Row[],
  country: string | undefined,
  currency: string | undefined,
): LikelyOrder {
  if (country !== undefined)
    return {
      order: monthFirst.has(country) ? 'monthFirst' : 'dayFirst',
      isKnown: !either.has(country),
      yearFirst: yearFirst[country],
    };
  if (currency !== undefined) return { order: currency === 'USD' ? 'monthFirst' : 'dayFirst', isKnown: true };
  const texts = rows.map((row) => folded(row.text));
  const shows = (expression: RegExp) => texts.some((text) => expression.test(text));
  if (shows(centsBehind.comma) && !shows(centsBehind.point)) return { order: 'dayFirst', isKnown: true };
  const signs = american.filter(shows).length;
  return { order: signs > 0 ? 'monthFirst' : 'dayFirst', isKnown: signs >= enough };
}
