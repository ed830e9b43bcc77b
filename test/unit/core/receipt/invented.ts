import type { Line, Page } from '../../../../src/core/model.ts';

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
