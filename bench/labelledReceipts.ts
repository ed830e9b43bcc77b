import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Box } from '../src/core/reading/reading.ts';

/** One line of a manifest.jsonl: a receipt and what people read on it (the layout of ICDAR 2019 SROIE, flattened). */
export interface LabelledReceipt {
  readonly id: string;
  readonly key: {
    readonly company?: string;
    readonly date?: string;
    readonly address?: string;
    readonly total?: string;
  };
  readonly width: number;
  readonly height: number;
  readonly lines: readonly { readonly box: Box; readonly text: string }[];
  /** Path of its picture in the folder. */
  readonly image?: string;
}

/** All receipts of a file. */
export async function readLabels(path: string): Promise<readonly LabelledReceipt[]> {
  return (await readFile(path, 'utf8'))
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as LabelledReceipt);
}

/** The receipts of a folder that have pictures, with the paths of these. */
export async function labelledReceipts(folder: string): Promise<(LabelledReceipt & { readonly path: string })[]> {
  const all = await readLabels(join(folder, 'manifest.jsonl'));
  return all.flatMap((receipt) =>
    receipt.image === undefined ? [] : [{ ...receipt, path: join(folder, receipt.image) }],
  );
}
