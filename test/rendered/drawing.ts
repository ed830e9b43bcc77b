import { createRequire } from 'node:module';
import { createCanvas, GlobalFonts, type Canvas } from '@napi-rs/canvas';
import { boxOf, placed, type PlacedRow } from './page.ts';
import type { Cell, Sheet } from './paper.ts';

const require = createRequire(import.meta.url);

/**
 * What printers print with: a thermal one's letters, a till's, and those of a document; plain and bold where there is a
 * bold.
 */
const typefaces = {
  thermal: ['@fontsource/share-tech-mono/files/share-tech-mono-latin-400-normal.woff2'],
  mono: ['dejavu-fonts-ttf/ttf/DejaVuSansMono.ttf', 'dejavu-fonts-ttf/ttf/DejaVuSansMono-Bold.ttf'],
  sans: ['dejavu-fonts-ttf/ttf/DejaVuSansCondensed.ttf', 'dejavu-fonts-ttf/ttf/DejaVuSansCondensed-Bold.ttf'],
} as const;

type Typeface = keyof typeof typefaces;

export const typefaceNames = Object.keys(typefaces) as readonly Typeface[];

const ink = '#222226';
const paper = '#fcfcfa';
/** Of a letter's height, which capitals and what hangs below the line share. */
const baseline = 0.8;

/** The sheet as a scanner sees it: dark letters on white paper, upright, nothing else. */
export function drawing(sheet: Sheet, typeface: Typeface): Canvas {
  registerTypefaces();
  const { width, height, rows } = placed(sheet);
  const canvas = createCanvas(width, Math.ceil(height));
  const context = canvas.getContext('2d');
  context.fillStyle = paper;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = ink;
  for (const row of rows) {
    context.font = `${row.row.bold ? 'bold ' : ''}${row.height * 0.9}px ${familyOf(typeface)}, ${familyOf('mono')}`;
    for (const cell of row.row.cells) drawCell(canvas, row, cell);
  }
  return canvas;
}

/** Names of our own: what the system has under theirs may look otherwise. */
function familyOf(typeface: Typeface): string {
  return `porter-${typeface}`;
}

function registerTypefaces(): void {
  for (const name of typefaceNames) {
    if (GlobalFonts.has(familyOf(name))) continue;
    for (const file of typefaces[name]) GlobalFonts.registerFromPath(require.resolve(file), familyOf(name));
  }
}

/** In its box, squeezed where the letters are too wide for it. */
function drawCell(canvas: Canvas, row: PlacedRow, { text, column, side }: Cell): void {
  const context = canvas.getContext('2d');
  const [left, top, right] = boxOf(row, column, text.length);
  context.textAlign = side === 'centre' ? 'center' : side;
  const x = side === 'left' ? left : side === 'right' ? right : (left + right) / 2;
  context.fillText(text, x, top + row.height * baseline, right - left);
}
