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
  'S$',
  'A$',
  'US$',
  'RM',
  'Rp',
  '$',
  '€',
  '£',
  '¥',
  '₹',
  '฿',
];

/** Currencies by their marks. A lone `$` is many countries', so it is none. */
export const currencyCodes: readonly (readonly [code: string, expression: RegExp])[] = [
  ['MYR', /\bRM(?=\b|\d)|\bMYR\b/],
  ['SGD', /\bSGD\b|(?<![A-Z])S\$/],
  ['USD', /\bUSD\b|\bUS\$/],
  ['EUR', /\bEUR(?:O)?\b|€/],
  ['GBP', /\bGBP\b|£/],
  ['AUD', /\bAUD\b|(?<![A-Z])A\$/],
  ['CHF', /\bCHF\b/],
  ['INR', /\bINR\b|₹|\bRS\.? ?(?=\d)/],
  ['IDR', /\bIDR\b|\bRP\.? ?(?=\d)/],
  ['THB', /\bTHB\b|฿/],
  ['JPY', /\bJPY\b|¥/],
];

/** Currencies by the countries, states and taxes in a receipt's text. */
export const currencyCountries: readonly (readonly [code: string, expression: RegExp])[] = [
  [
    'MYR',
    /\b(?:MALAYSIA|SDN\.? ?BHD|SELANGOR|JOHOR|KUALA LUMPUR|PULAU PINANG|SARAWAK|SABAH|PERAK|PAHANG|MELAKA|KEDAH|JALAN|JLN)\b/,
  ],
  ['SGD', /\b(?:SINGAPORE|PTE\.? ?LTD)\b/],
  ['EUR', /\b(?:GMBH|MWST|DEUTSCHLAND|FRANCE|TVA|ESPANA)\b/],
  ['GBP', /\b(?:UNITED KINGDOM|LONDON)\b/],
  ['AUD', /\b(?:AUSTRALIA|ABN|PTY)\b/],
  ['USD', /\b(?:USA|SALES TAX|[A-Z]{2} \d{5}-\d{4})\b/],
];
