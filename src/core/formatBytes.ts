import { parseSize } from './parseSize.ts';

/** Decimal, as disks and networks count; binary as IEC 80000-13 names it. */
const systems = {
  decimal: { base: 1000, units: ['bytes', 'kB', 'MB', 'GB', 'TB'] },
  binary: { base: 1024, units: ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'] },
} as const;

/** `1.5 MB`, or `1.4 MiB` */
export function formatBytes(bytes: number, system: keyof typeof systems = 'decimal'): string {
  if (bytes === 1) return '1 byte';
  const { base, units } = systems[system];
  let value = bytes;
  let unit = 0;
  while (value >= base - 0.05 && unit < units.length - 1) {
    value /= base;
    unit++;
  }
  return `${unit === 0 ? value : Number(value.toFixed(1))} ${units[unit] ?? ''}`;
}

/** A size that somebody chose, in the units that they chose it in: `10 MB`, `5 MiB`. */
export function formatLimit(bytes: number): string {
  return formatBytes(bytes, systemOf(bytes));
}

/** Binary where only that tells the number exactly. */
export function systemOf(bytes: number): keyof typeof systems {
  const isExact = (system: keyof typeof systems) => parseSize(formatBytes(bytes, system)) === bytes;
  return !isExact('decimal') && isExact('binary') ? 'binary' : 'decimal';
}
