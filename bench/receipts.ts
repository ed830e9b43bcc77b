import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { Receipt } from '../src/core/reading/reading.ts';
import { findReceipt } from '../src/core/receipt/findReceipt.ts';
import { fileSource } from '../src/node/files/fileSource.ts';
import { localReader } from '../src/node/ocr/localReader.ts';
import { ensureDebianPackages } from '../test/setup/debian.ts';
import { characterErrors } from './characterErrors.ts';
import { labelledReceipts } from './labelledReceipts.ts';
import { porter } from './peers.ts';
import { Bench } from './processes.ts';
import type { Shown } from './reliability.ts';
import { judgedFields, scoredFields, scoreReceipt, type ScoredField } from './scoreReceipt.ts';

/** What reading a folder of labelled receipts came to. */
interface ReceiptFigures {
  readonly pictures: number;
  /** Part of the labelled fields that are right, 0 to 1. */
  readonly right: Readonly<Record<ScoredField, number>>;
  /** The values shown, field by field. */
  readonly shown: Readonly<Record<string, readonly Shown[]>>;
  /** Part of the labelled characters that are wrong, 0 to 1. */
  readonly charactersWrong: number;
  /** Median of a picture, in seconds; the first, which starts the engine, counts like any other. */
  readonly seconds: number;
  readonly slowest: number;
  /** Median of the `tesseract` command on the same pictures in the same run, in seconds. */
  readonly tesseractSeconds: number;
  /** Largest resident set of a command line that reads all of them, one at a time; in bytes. */
  readonly peakMemory: number;
}

/** Reads and parses every picture of a folder of labelled receipts, and scores what was found. */
export async function benchReceipts(
  folder: string,
  { signal, threads }: { readonly signal: AbortSignal; readonly threads?: number },
): Promise<ReceiptFigures> {
  ensureDebianPackages(['tesseract-ocr']);
  const receipts = await labelledReceipts(folder);
  const reader = localReader({
    assetsFolder: join(import.meta.dirname, '../dist/ocr'),
    // A busy machine makes a run slow, not wrong.
    timeLimit: 600,
    ...(threads === undefined ? {} : { threads }),
  });
  const scored: { readonly receipt: Receipt; readonly scores: ReturnType<typeof scoreReceipt> }[] = [];
  const seconds: number[] = [];
  const tesseractSeconds: number[] = [];
  let [wrong, all] = [0, 0];
  try {
    for (const receipt of receipts) {
      const source = await fileSource(receipt.path, receipt.id, signal);
      const start = performance.now();
      const page = await reader.read(source, { signal });
      seconds.push((performance.now() - start) / 1000);
      tesseractSeconds.push(timeTesseract(receipt.path));
      const found = findReceipt(page);
      scored.push({ receipt: found, scores: scoreReceipt(found, receipt.key) });
      const errors = characterErrors(page, receipt.lines);
      wrong += errors.wrong;
      all += errors.all;
    }
  } finally {
    await reader.dispose();
  }
  const part = (field: ScoredField) => {
    const known = scored.flatMap(({ scores }) => scores[field] ?? []);
    return known.filter(Boolean).length / known.length;
  };
  return {
    pictures: receipts.length,
    right: Object.fromEntries(scoredFields.map((field) => [field, part(field)])) as Record<ScoredField, number>,
    shown: judgedFields(scored),
    charactersWrong: wrong / all,
    seconds: median(seconds),
    slowest: Math.max(...seconds),
    tesseractSeconds: median(tesseractSeconds),
    peakMemory: await memoryOfReading(receipts.map(({ path }) => path)),
  };
}

async function memoryOfReading(pictures: readonly string[]): Promise<number> {
  await using bench = await Bench.open();
  return bench.run(porter('ocr', '--jobs', '1', '--json', ...pictures)).memory;
}

/** Seconds that the `tesseract` command takes, with one thread: its threads wait for each other and make it slower. */
function timeTesseract(path: string): number {
  const start = performance.now();
  execFileSync('tesseract', [path, 'stdout', '--psm', '6'], {
    stdio: 'ignore',
    env: { ...process.env, OMP_THREAD_LIMIT: '1' },
  });
  return (performance.now() - start) / 1000;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;
}
