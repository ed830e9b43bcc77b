import type { Page } from '../reading/reading.ts';
import { languagesPrinting } from './labelLanguages.ts';
import { folded } from './labels.ts';

/** Fewer different words may be names, or English ones that were damaged. */
const leastWords = 3;

/**
 * The language of the labels on a page, by Tesseract's names, where more of its words stand there than of any other.
 *
 * @returns undefined where they don't tell, and for English, whose words stand on receipts everywhere.
 */
export function pageLanguage({ lines }: Pick<Page, 'lines'>): string | undefined {
  const words = new Set(lines.flatMap(({ text }) => folded(text).match(/[A-Z]{2,}/g) ?? []));
  const counts = new Map<string, number>();
  for (const word of words) {
    for (const language of languagesPrinting(word)) counts.set(language, (counts.get(language) ?? 0) + 1);
  }
  const [[language, most] = [undefined, 0], [, next] = [undefined, 0]] = [...counts].sort(([, a], [, b]) => b - a);
  return most >= leastWords && most > next ? language : undefined;
}
