const units = { k: 1, m: 2, g: 3, t: 4 } as const;

/**
 * Bytes of `1048576`, `10 MB` (decimal, as everywhere here), `5 MiB` or `1.5G`.
 *
 * @returns undefined when it is none of these, or not a whole number of bytes from 1 to 2^53 - 1.
 */
export function parseSize(text: string): number | undefined {
  const match = /^\s*(\d+(?:\.\d+)?)\s*(?:([kmgt])(i?)b?|b|bytes?)?\s*$/i.exec(text);
  if (!match) return undefined;
  const [, number = '', unit, binary] = match;
  const power = unit ? units[unit.toLowerCase() as keyof typeof units] : 0;
  const bytes = Math.round(Number(number) * (binary ? 1024 : 1000) ** power);
  return bytes >= 1 && Number.isSafeInteger(bytes) ? bytes : undefined;
}
