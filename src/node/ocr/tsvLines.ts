import { linesOfWords } from '../../core/reading/linesOfWords.ts';
import type { Box, Line, Word } from '../../core/reading/reading.ts';

/** Kind of a row that is a word; the others are the page, blocks, paragraphs and lines around it. */
const wordLevel = '5';

/**
 * The lines of what `tesseract … tsv` prints (tesseract(1), "OUTPUT FORMATS"): a header, then a row for each thing on
 * the page with level, the numbers of page, block, paragraph, line and word, left, top, width, height, confidence (0 to
 * 100) and text.
 *
 * @param scale pixels of the original picture to one of what was read.
 */
export function tsvLines(tsv: string, scale: number): readonly Line[] {
  const rows = new Map<string, Word[]>();
  for (const row of tsv.split('\n')) {
    const [level, page, block, paragraph, line, , left, top, width, height, confidence, text = ''] = row.split('\t');
    if (level !== wordLevel || text.trim() === '') continue;
    const key = [page, block, paragraph, line].join('.');
    const [x, y, w, h] = [left, top, width, height].map(Number) as [number, number, number, number];
    const word = { text: text.trim(), box: scaled([x, y, x + w, y + h], scale), confidence: fractionOf(confidence) };
    rows.set(key, [...(rows.get(key) ?? []), word]);
  }
  return [...rows.values()].flatMap(linesOfWords);
}

function scaled([left, top, right, bottom]: Box, scale: number): Box {
  return [Math.round(left * scale), Math.round(top * scale), Math.round(right * scale), Math.round(bottom * scale)];
}

function fractionOf(percent: string | undefined): number {
  return Math.round(Math.min(100, Math.max(0, Number(percent))) * 10) / 1000;
}
