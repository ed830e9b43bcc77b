/** Which of two numbers is the day. */
export type DateOrder = 'dayFirst' | 'monthFirst';

/** The United States and their areas, states associated with them, and the Philippines (short dates of Unicode's CLDR). */
const monthFirst: ReadonlySet<string> = new Set(['US', 'AS', 'FM', 'GU', 'MH', 'MP', 'PH', 'PR', 'PW', 'UM', 'VI']);

/** How `03/04/2018` is read in a country (ISO 3166-1); day first where it is not known. */
export function dateOrderIn(country: string | undefined): DateOrder {
  return country !== undefined && monthFirst.has(country) ? 'monthFirst' : 'dayFirst';
}
