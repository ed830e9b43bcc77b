import type { Box, Page, Receipt } from './reading.ts';

/** Degrees clockwise. */
export type Turn = NonNullable<Page['turned']>;

/** A page as it is when the paper is held upright: its boxes lie in the picture turned back. */
export function uprightPage(page: Page): Page {
  const { turned, ...rest } = page;
  if (turned === undefined) return page;
  return turnedBy(inverse[turned], rest);
}

/** The page of a picture in which an upright page lies turned: what `uprightPage` makes upright again. */
export function pageOnPicture(upright: Page, turned: Turn): Page {
  return { ...turnedBy(turned, upright), turned };
}

function turnedBy(turn: Turn, page: Page): Page {
  const move = (box: Box) => turnBox(box, turn, page);
  return {
    ...page,
    ...sizeAfter(turn, page),
    lines: page.lines.map((line) => ({
      ...line,
      box: move(line.box),
      ...(line.words && { words: line.words.map((word) => ({ ...word, box: move(word.box) })) }),
    })),
  };
}

/** A receipt of the upright page, with its evidence where it lies in the picture. */
export function receiptOnPicture(receipt: Receipt, page: Page): Receipt {
  const { turned } = page;
  if (turned === undefined) return receipt;
  const upright = sizeAfter(inverse[turned], page);
  return withBoxes(receipt, (box) => turnBox(box, turned, upright)) as Receipt;
}

const inverse = { 90: 270, 180: 180, 270: 90 } as const;

function sizeAfter(turn: Turn, { width, height }: Pick<Page, 'width' | 'height'>): Pick<Page, 'width' | 'height'> {
  return turn === 180 ? { width, height } : { width: height, height: width };
}

/** Where a box of a picture of that size is after the picture was turned clockwise. */
function turnBox([x0, y0, x1, y1]: Box, turn: Turn, { width, height }: Pick<Page, 'width' | 'height'>): Box {
  switch (turn) {
    case 90:
      return [height - y1, x0, height - y0, x1];
    case 180:
      return [width - x1, height - y1, width - x0, height - y0];
    case 270:
      return [y0, width - x1, y1, width - x0];
  }
}

/** A copy in which every `box`, however deep, is moved. */
function withBoxes(value: unknown, move: (box: Box) => Box): unknown {
  if (Array.isArray(value)) return value.map((item) => withBoxes(item, move));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, key === 'box' ? move(inner as Box) : withBoxes(inner, move)]),
  );
}
