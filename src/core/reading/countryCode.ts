/** What `parseCountry` takes, as the end of the sentence "KEY is not right: …". */
export const countryReason = 'it must be a country of two letters (ISO 3166-1) like "DE", or "auto"';

/** For which the country comes from the page. */
const autoCountry = 'auto';

/**
 * The country of a text like `DE` or `de`; undefined for `auto`.
 *
 * @returns null where it is neither.
 */
export function parseCountry(text: string): string | undefined | null {
  const name = text.trim();
  if (name.toLowerCase() === autoCountry) return undefined;
  const code = name.toUpperCase();
  // What people write, as the standard has it: UK is GB.
  return isRegion(code) ? (new Intl.Locale(`und-${code}`).region ?? code) : null;
}

function isRegion(code: string): boolean {
  if (!/^[A-Z]{2}$/.test(code) || code === 'ZZ') return false;
  return new Intl.DisplayNames('en', { type: 'region', fallback: 'none' }).of(code) !== undefined;
}
