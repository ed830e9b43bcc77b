import { parseReceipt } from '../../../../src/core/receipt/parseReceipt.ts';
import type { Box, Line, Page } from '../../../../src/core/reading/reading.ts';

const characterWidth = 10;
const lineHeight = 20;

/**
 * A page as an engine reads a receipt that was printed like this: one row a line of the template, two or more spaces
 * part its columns.
 */
export function printed(template: string): Page {
  const rows = template.replace(/^\n|\n *$/g, '').split('\n');
  const indent = Math.min(...rows.filter((row) => row.trim()).map((row) => row.search(/\S/)));
  const lines = rows.flatMap((row, index) =>
    [...row.slice(indent).matchAll(/\S+(?: \S+)*/g)].map((match): Line => {
      const left = match.index * characterWidth;
      const top = 50 + index * 1.5 * lineHeight;
      return { text: match[0], box: [left, top, left + match[0].length * characterWidth, top + lineHeight] };
    }),
  );
  return { width: 600, height: rows.length * 1.5 * lineHeight + 100, lines };
}

/** The same page, each word with a box of its own as PP-OCR gives them. */
export function withWords(page: Page): Page {
  return {
    ...page,
    lines: page.lines.map((line) => ({
      ...line,
      words: [...line.text.matchAll(/\S+/g)].map((match) => ({
        text: match[0],
        box: [
          line.box[0] + match.index * characterWidth,
          line.box[1],
          line.box[0] + (match.index + match[0].length) * characterWidth,
          line.box[3],
        ],
      })),
    })),
  };
}

/**
 * The page turned clockwise by some degrees, each word in an upright box around it, in whole pixels as engines give
 * them.
 */
export function askew(page: Page, degrees: number): Page {
  const angle = (degrees * Math.PI) / 180;
  const [sin, cos] = [Math.sin(angle), Math.cos(angle)];
  const turned = ([left, top, right, bottom]: Box): Box => {
    const [x, y] = [(left + right) / 2, (top + bottom) / 2];
    const halfWidth = ((right - left) * cos + (bottom - top) * Math.abs(sin)) / 2;
    const halfHeight = ((right - left) * Math.abs(sin) + (bottom - top) * cos) / 2;
    const [u, v] = [1000 + x * cos - y * sin, 1000 + x * sin + y * cos];
    return [u - halfWidth, v - halfHeight, u + halfWidth, v + halfHeight].map(Math.round) as unknown as Box;
  };
  return {
    width: 3000,
    height: 3000,
    lines: page.lines.map((line) => ({
      ...line,
      box: turned(line.box),
      ...(line.words && { words: line.words.map((word) => ({ ...word, box: turned(word.box) })) }),
    })),
  };
}

/**
 * The page with each corner of each box moved; a slanted line's box is the upright one around it, as engines give it.
 */
export function moved(page: Page, move: (corner: readonly [x: number, y: number]) => readonly [number, number]): Page {
  const box = ([left, top, right, bottom]: Box): Box => {
    // The middle of the line moves; its height stays what the scale makes of it.
    const [x0, y0] = move([left, (top + bottom) / 2]);
    const [x1, y1] = move([right, (top + bottom) / 2]);
    const [, upper] = move([left, top]);
    const half = y0 - upper;
    return [x0, (y0 + y1) / 2 - half, x1, (y0 + y1) / 2 + half];
  };
  return { ...page, lines: page.lines.map((line) => ({ ...line, box: box(line.box) })) };
}

type Item = readonly [
  description: string,
  quantity: number | undefined,
  unitPrice: number | undefined,
  total: number | undefined,
];

/** What is read as the items of a receipt that was printed like this. */
export function itemsOf(text: string): readonly Item[] {
  return parseReceipt(printed(text)).items.map(({ description, quantity, unitPrice, total }) => [
    description.value,
    quantity?.value,
    unitPrice?.value,
    total?.value,
  ]);
}
