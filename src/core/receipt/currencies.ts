/** Marks of currencies as they stand beside amounts, longer ones first; a space in one is an engine's. */
export const currencyMarks = [
  'MYR',
  'SGD',
  'USD',
  'EUR',
  'GBP',
  'AUD',
  'CHF',
  'INR',
  'IDR',
  'THB',
  'JPY',
  'CNY',
  'RMB',
  'CAD',
  'BRL',
  'SEK',
  'PLN',
  'R$',
  'C$',
  'CA$',
  'AU$',
  'S$',
  'A$',
  'US$',
  'RM',
  'Rp',
  'Rs.',
  'Rs',
  'Fr.',
  '$',
  '€',
  '£',
  '¥',
  '￥',
  '₹',
  '฿',
];

/** Currencies by marks that only they have. */
export const currencyCodes: readonly (readonly [code: string, expression: RegExp])[] = [
  // In front of nothing but a name it is a restaurant of Indonesia: `RM SEDERHANA`.
  ['MYR', /\bRM(?=\b|\d)(?!(?<=^RM)\.? [A-Z]{4}\D*$)|\bMYR\b/],
  ['SGD', /\bSGD\b|(?<![A-Z])S\$/],
  ['USD', /\bUSD\b|\bUS\$/],
  ['EUR', /\bEUR(?:O)?\b|€/],
  ['GBP', /\bGBP\b|£/],
  ['AUD', /\bAUD\b|(?<![A-Z])AU?\$/],
  ['CAD', /\bCAD\b|(?<![A-Z])CA?\$/],
  ['CHF', /\bCHF\b/],
  // `R$` may be read as `RS`: then the cents stand behind a comma.
  ['INR', /\bINR\b|₹|\bRS\.? ?(?=\d)(?![\d.]*,\d\d(?!\d))/],
  ['IDR', /\bIDR\b|\bRP\.? ?(?=\d)/],
  ['THB', /\bTHB\b|฿/],
  ['JPY', /\bJPY\b|円/],
  ['CNY', /\bCNY\b|\bRMB\b|元/],
  ['BRL', /\bBRL\b|(?<![A-Z])R\$|\bRS ?(?=\d[\d.]*,\d\d(?!\d))/],
  ['SEK', /\bSEK(?=\W{0,3}\d[\d .]*,\d\d)|\d ?SEK\b/],
  // In `27AABCR1718E1ZL`, a tax number of India, stands none.
  ['PLN', /\bPLN\b|(?<![A-Z\d])\d[\d .,]{0,12}ZL\b/],
];

/** Marks that several currencies share, and the currencies by the likelier: the page's country tells which. */
export const sharedMarks: readonly (readonly [expression: RegExp, codes: readonly string[]])[] = [
  [/\$/, ['USD', 'CAD', 'AUD', 'SGD', 'MXN']],
  [/[¥￥]/, ['JPY', 'CNY']],
  [/\d ?KR\b|\bKR\b/, ['SEK', 'NOK', 'DKK']],
  // `£` as engines read it that don't know it.
  [/(?<![A-Z\d.,])[FE]\d[\d,]*\.\d\d(?!\d)/, ['GBP']],
];

/** Currencies by what no country has alone. */
export const currencyRegions: readonly (readonly [code: string, expression: RegExp])[] = [
  ['MYR', /\b(?:JALAN|JLN)\b/],
  ['EUR', /\bGMBH\b/],
];
