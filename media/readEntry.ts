import { applyCorrections } from '../src/core/receipt/corrections.ts';
import { fieldOwners, wordsOf } from '../src/core/receipt/fieldOwners.ts';
import type { Box, Page, Receipt, Word } from '../src/core/reading/reading.ts';
import { textRowsOf } from '../src/core/reading/textRows.ts';
import type { Row } from '../src/core/receipt/rows.ts';
import { slotsOf } from '../src/core/receipt/receiptFields.ts';
import type { Slot } from '../src/core/receipt/receiptFields.ts';
import type { Entry } from '../src/shared/protocol.ts';
import type { Target } from './pointing.ts';

/** A word on the picture and what pointing at it points at. */
export interface ShownWord extends Word {
  readonly target: Target;
}

/** A picture that was read, made ready to be shown. */
export interface ReadEntry {
  readonly entry: Entry;
  readonly file: string;
  readonly engine: string;
  readonly durationMs: number;
  readonly page: Page;
  readonly rows: readonly Row[];
  /** As the engine and the parser have it. */
  readonly asRead: Receipt;
  /** With what a person corrected. */
  readonly receipt: Receipt;
  readonly slots: readonly Slot[];
  readonly words: readonly ShownWord[];
  readonly boxes: ReadonlyMap<Target, readonly Box[]>;
  /** In which row of the text a field stands: the last one, if it has several. */
  readonly rowOfTarget: ReadonlyMap<Target, Target>;
}

/** The entry with all that the views derive from it; undefined for one that was not read. */
export function readEntry(entry: Entry): ReadEntry | undefined {
  const { reading, corrections } = entry;
  if (reading.status !== 'read') return undefined;
  const { file, engine, durationMs, page, receipt: asRead } = reading;
  const receipt = applyCorrections(asRead, corrections);
  // Where a value stands is what was read: a correction moves nothing, and an emptied field still shows its place.
  const readSlots = slotsOf(asRead);
  const owners = fieldOwners(wordsOf(page), readSlots);
  const rows = textRowsOf(page);
  const rowOfLine = new Map(rows.flatMap(({ cells, index }) => cells.map(({ line }) => [line, rowTarget(index)])));
  const rowOfWord = page.lines.flatMap((line) => (line.words ?? [line]).map(() => rowOfLine.get(line)));
  const words = wordsOf(page).map((word, index): ShownWord => {
    const [owner] = owners[index] ?? [];
    return { ...word, target: owner ?? rowOfWord[index] ?? '' };
  });
  const rowOfTarget = new Map(words.map(({ target }, index) => [target, rowOfWord[index] ?? '']));
  const boxes = new Map<Target, readonly Box[]>([
    ...rows.map(({ cells, index }) => [rowTarget(index), cells.map(({ line }) => line.box)] as const),
    ...readSlots.map(({ path, field }) => [path, (field?.evidence ?? []).map((evidence) => evidence.box)] as const),
  ]);
  return {
    entry,
    file,
    engine,
    durationMs,
    page,
    rows,
    asRead,
    receipt,
    slots: slotsOf(receipt),
    words,
    boxes,
    rowOfTarget,
  };
}

export function rowTarget(index: number): Target {
  return `row.${index}`;
}
