import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Receipt } from '../src/core/reading/reading.ts';
import { findReceipt } from '../src/core/receipt/findReceipt.ts';
import { readLabels, type LabelledReceipt } from './labelledReceipts.ts';
import { reliabilityTable } from './reliability.ts';
import { table } from './results.ts';
import { judgedFields, scoredFields, scoreReceipt, type ScoredField } from './scoreReceipt.ts';

type Scores = Partial<Record<ScoredField, boolean>>;

interface Scored {
  readonly receipt: Receipt;
  readonly scores: Scores;
  readonly milliseconds: number;
}

/** What is wanted of all files together. */
const wanted: Readonly<Record<ScoredField, string>> = {
  total: '.985',
  date: '.998',
  merchant: '.95',
  'merchant~': '.97',
  'address~': '.95',
};
/** Parses the text that people read on labelled receipts: the rules alone, without an engine's mistakes. */
export async function benchParse(folder: string): Promise<string> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.jsonl')).sort();
  const parsed = await Promise.all(
    files.map(async (file) => ({ file, all: (await readLabels(join(folder, file))).map(scored) })),
  );
  const all = parsed.flatMap((one) => one.all);
  const right = table(
    ['part right', ...parsed.map((one) => `${one.all.length} of ${one.file}`), 'all', 'wanted'],
    scoredFields.map((field) => [
      field,
      ...parsed.map((one) => partRight(one.all, field)),
      partRight(all, field),
      wanted[field],
    ]),
  );
  const sorted = all.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b);
  const times = `Milliseconds of a processor, a receipt: ${(sorted[sorted.length >> 1] ?? NaN).toFixed(2)} in the median, ${(sorted.at(-1) ?? NaN).toFixed(1)} at most.`;
  return `${right}\n${reliabilityTable(judgedFields(all))}\n${times}\n`;
}

function scored({ key, ...page }: LabelledReceipt): Scored {
  const start = process.cpuUsage();
  const receipt = findReceipt(page);
  const { user, system } = process.cpuUsage(start);
  const milliseconds = (user + system) / 1000;
  return { receipt, scores: scoreReceipt(receipt, key), milliseconds };
}

function partRight(all: readonly Scored[], field: ScoredField): string {
  const scores = all.flatMap(({ scores }) => scores[field] ?? []);
  return (scores.filter(Boolean).length / scores.length).toFixed(3);
}
