import { table } from './results.ts';

/** A value that was shown, and whether it is what a label says. */
export interface Shown {
  /** 0 to 1. */
  readonly confidence: number;
  readonly right: boolean;
}

interface Band {
  readonly name: string;
  /** The lowest confidence in it. */
  readonly from: number;
  readonly wanted: string;
}

/** From the surest down. */
const bands: readonly Band[] = [
  { name: '90 % sure and more', from: 0.9, wanted: 'at least .95' },
  { name: '80 to 89 %', from: 0.8, wanted: '' },
  { name: '60 to 79 %', from: 0.6, wanted: '' },
  { name: 'below 60 %', from: -Infinity, wanted: '' },
];

/** The band in which a confidence lies. */
export function bandOf(confidence: number): Band | undefined {
  return bands.find(({ from }) => confidence >= from);
}

/** `0.981 of 312`; empty where nothing was shown. */
export function reliabilityOf(shown: readonly Shown[]): string {
  if (shown.length === 0) return '';
  return `${(shown.filter(({ right }) => right).length / shown.length).toFixed(3)} of ${shown.length}`;
}

/** How many of the values shown with a confidence are right: a column for each list, and one for all of them. */
export function reliabilityTable(shown: Readonly<Record<string, readonly Shown[]>>): string {
  const all = { ...shown, all: Object.values(shown).flat() };
  return table(
    ['right of those shown', ...Object.keys(all), 'wanted'],
    bands.map((band) => [
      band.name,
      ...Object.values(all).map((some) => reliabilityOf(some.filter(({ confidence }) => bandOf(confidence) === band))),
      band.wanted,
    ]),
  );
}
