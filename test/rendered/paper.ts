/** A printed piece of text. */
export interface Print {
  readonly text: string;
  /** The facts that it tells: `total`, `items.0.quantity`. */
  readonly tells: readonly string[];
}

/** A piece of text in its place on a row. */
export interface Cell extends Print {
  /** First column of its text, counted in characters of the row's own size. */
  readonly column: number;
  /** Which of its ends stays in its place where letters are not all as wide. */
  readonly side: Side;
}

type Side = 'left' | 'centre' | 'right';

export interface PaperRow {
  readonly cells: readonly Cell[];
  /** Of the letters; 1 is plain. */
  readonly size: number;
  readonly bold: boolean;
}

/** Rows of text on paper so many characters wide. */
export interface Sheet {
  readonly columns: number;
  readonly rows: readonly PaperRow[];
}

/** How a row is set. */
export interface RowStyle {
  readonly size?: number;
  readonly bold?: boolean;
}

/** A row that is too long for the paper. */
export class PaperTooNarrow extends Error {}

/** Between two cells of a row, in characters. */
const gap = 2;

/** Paper that is printed on, row by row. */
export class Paper {
  readonly columns: number;
  private readonly rows: PaperRow[] = [];

  constructor(columns: number) {
    this.columns = columns;
  }

  get sheet(): Sheet {
    return { columns: this.columns, rows: this.rows };
  }

  /** From the left side. */
  left(print: Print, style: RowStyle & { readonly indent?: number } = {}): void {
    this.add([{ ...print, column: style.indent ?? 0, side: 'left' }], style);
  }

  right(print: Print, style: RowStyle = {}): void {
    this.add([{ ...print, column: this.width(style) - print.text.length, side: 'right' }], style);
  }

  centre(print: Print, style: RowStyle = {}): void {
    this.add([{ ...print, column: Math.floor((this.width(style) - print.text.length) / 2), side: 'centre' }], style);
  }

  /** One at the left side, one at the right: a label and its amount. */
  pair(left: Print, right: Print, style: RowStyle = {}): void {
    this.add(
      [
        { ...left, column: 0, side: 'left' },
        { ...right, column: this.width(style) - right.text.length, side: 'right' },
      ],
      style,
    );
  }

  /**
   * In columns as wide as their widest cells, the last one at the right side; `<` and `>` say to which side each goes.
   */
  table(sides: string, rows: readonly (readonly Print[])[]): void {
    const widths = sides.split('').map((_, index) => Math.max(...rows.map((row) => row[index]?.text.length ?? 0)));
    const last = widths.length - 1;
    const spare = this.columns - widths.reduce((sum, width) => sum + width, 0) - gap * last;
    if (spare < 0) throw new PaperTooNarrow();
    for (const row of rows) {
      let from = 0;
      const cells = row.map((print, index): Cell => {
        const width = widths[index] ?? 0;
        const isRight = sides[index] === '>';
        const column = isRight ? from + width - print.text.length : from;
        // The room that is left goes behind the widest column of words.
        from += width + gap + (index === sides.indexOf('<') ? spare : 0);
        return { ...print, column, side: isRight ? 'right' : 'left' };
      });
      this.add(
        cells.filter(({ text }) => text !== ''),
        {},
      );
    }
  }

  rule(sign: string): void {
    this.add([{ text: sign.repeat(this.columns), tells: [], column: 0, side: 'left' }], {});
  }

  space(): void {
    this.rows.push({ cells: [], size: 1, bold: false });
  }

  private width({ size = 1 }: RowStyle): number {
    return Math.floor(this.columns / size);
  }

  private add(cells: readonly Cell[], style: RowStyle): void {
    let from = 0;
    for (const { column, text } of cells) {
      if (column < from) throw new PaperTooNarrow();
      from = column + text.length + gap;
    }
    if (from - gap > this.width(style)) throw new PaperTooNarrow();
    this.rows.push({ cells, size: style.size ?? 1, bold: style.bold ?? false });
  }
}

/** What a text tells. */
export function print(text: string, ...tells: readonly string[]): Print {
  return { text, tells };
}
