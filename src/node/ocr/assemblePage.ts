import type { Box, Line, Page } from '../../core/reading/reading.ts';
import type { ReadLine } from './recogniseLines.ts';
import type { Region } from './sampleRegion.ts';
import { withoutRepeatedLetters } from './seams.ts';
import { splitWords } from './splitWords.ts';

/** The picture that a page is about. */
export interface Original {
  /** In pixels, after the EXIF orientation. */
  readonly width: number;
  readonly height: number;
  /** Pixels of the original to one of the raster that was read. */
  readonly scale: number;
  readonly notes: readonly string[];
}

/** Lines that the network was less sure of are mostly no text. */
const leastConfidence = 0.5;

/**
 * Puts lines into the picture's own pixels, from top to bottom.
 *
 * @param quarterTurns how far the text is turned clockwise: 0 to 3.
 */
export function assemblePage(readLines: readonly ReadLine[], original: Original, quarterTurns: number): Page {
  const kept = readLines.filter((line) => line.confidence >= leastConfidence);
  const lines = inReadingOrder(kept).flatMap((line): Line[] => {
    const words = splitWords(line.characters);
    if (words.length === 0) return [];
    return [
      {
        text: words.map((word) => word.text).join(' '),
        box: boxAround(line.region, original),
        confidence: rounded(line.confidence),
        words: words.map((word) => ({
          text: word.text,
          box: boxAround(part(line.region, word.from, word.to), original),
          confidence: rounded(word.confidence),
        })),
      },
    ];
  });
  const { width, height, notes } = original;
  const turned = lines.length > 0 ? ([undefined, 90, 180, 270] as const)[quarterTurns] : undefined;
  return { width, height, lines, ...(turned && { turned }), ...(notes.length > 0 && { notes }) };
}

/** From top to bottom across the page's slope; those that stand side by side from left to right, each letter once. */
function inReadingOrder(lines: readonly ReadLine[]): ReadLine[] {
  const placed = lines.map((line) => {
    const { centerX, centerY, angle, height } = line.region;
    const [sin, cos] = [Math.sin(angle), Math.cos(angle)];
    return { line, height, along: centerX * cos + centerY * sin, down: centerY * cos - centerX * sin };
  });
  placed.sort((a, b) => a.down - b.down);
  const rows: (typeof placed)[] = [];
  for (const item of placed) {
    const first = rows.at(-1)?.[0];
    if (first && item.down - first.down < Math.min(item.height, first.height) / 2) rows.at(-1)?.push(item);
    else rows.push([item]);
  }
  return rows.flatMap((row) =>
    withoutRepeatedLetters(row.toSorted((a, b) => a.along - b.along).map((item) => item.line)),
  );
}

/** The part of a line between two places along it, 0 to 1. */
function part(region: Region, from: number, to: number): Region {
  const shift = ((from + to) / 2 - 0.5) * region.width;
  return {
    ...region,
    centerX: region.centerX + shift * Math.cos(region.angle),
    centerY: region.centerY + shift * Math.sin(region.angle),
    width: (to - from) * region.width,
  };
}

/** The upright box around a region, in whole pixels of the original. */
function boxAround(region: Region, { width, height, scale }: Original): Box {
  const [sin, cos] = [Math.abs(Math.sin(region.angle)), Math.abs(Math.cos(region.angle))];
  const halfWidth = (region.width * cos + region.height * sin) / 2;
  const halfHeight = (region.width * sin + region.height * cos) / 2;
  const pixel = (value: number, limit: number) => Math.min(limit, Math.max(0, Math.round(value * scale)));
  return [
    pixel(region.centerX - halfWidth, width),
    pixel(region.centerY - halfHeight, height),
    pixel(region.centerX + halfWidth, width),
    pixel(region.centerY + halfHeight, height),
  ];
}

function rounded(confidence: number): number {
  return Math.round(confidence * 1000) / 1000;
}
