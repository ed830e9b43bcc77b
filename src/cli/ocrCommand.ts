import { fstatSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { SecretMask } from '../core/maskSecrets.ts';
import type { Reading } from '../core/reading/reading.ts';
import { rowText } from '../core/reading/pageText.ts';
import { read } from '../core/pipeline.ts';
import { readingRecord } from '../core/reading/readingRecord.ts';
import { sentenceOf } from '../core/problem.ts';
import { byteOrderMark, csvHeader, csvRow } from '../core/receipt/receiptCsv.ts';
import { textRowsOf } from '../core/reading/textRows.ts';
import { selectPaths } from '../node/files/selectPaths.ts';
import { createReader } from '../node/ocr/createReader.ts';
import { chosenEngine, type EngineFlags } from './chosenEngine.ts';
import { ExitCode, stoppedCode } from './exitCode.ts';
import { ocrAssets } from './ocrAssets.ts';
import { printReceipt } from './printReceipt.ts';
import { readingDisplay } from './progressBar.ts';
import { parseOptions, type ReceiptFlags } from './receiptFlags.ts';
import { printLine, tell } from './terminal.ts';

interface OcrFlags extends EngineFlags, ReceiptFlags {
  readonly json?: true;
  readonly csv?: true;
  /** Pictures at the same time. */
  readonly jobs?: number;
  /** Of a picture, in seconds. */
  readonly timeLimit?: number;
}

/**
 * `porter ocr`.
 *
 * @returns The exit code.
 */
export async function ocrCommand(
  paths: readonly string[],
  flags: OcrFlags,
  _command: unknown,
  signal: AbortSignal,
): Promise<number> {
  const selection = await selectPaths(paths, { signal, cwd: process.cwd(), toRead: true });
  const access = { env: process.env, mask: new SecretMask() };
  const choice = await chosenEngine(flags, access, signal);
  const { timeLimit, jobs = choice.engine === 'local' ? usualJobs(selection.length) : 1 } = flags;
  const options = { assetsFolder: ocrAssets(), jobs, ...(timeLimit !== undefined && { timeLimit }) };
  const reader = await createReader(choice, options, access, signal);
  if (flags.csv) process.stdout.write((isEmptyFile(process.stdout.fd) ? byteOrderMark : '') + csvHeader);
  try {
    using display = await readingDisplay(!process.stdout.isTTY);
    const readings = await read(selection, reader, {
      signal,
      pages: reader,
      jobs,
      onProgress: (progress) => display.show(progress),
      onReading: (reading) => print(reading, flags),
      parse: parseOptions(flags),
    });
    if (signal.aborted) return stoppedCode(signal);
    return readings.some(({ status }) => status === 'failed') ? ExitCode.somethingFailed : ExitCode.ok;
  } finally {
    await reader.dispose();
  }
}

/** Whether what is written becomes the beginning of a file. */
function isEmptyFile(fd: number): boolean {
  const stats = fstatSync(fd);
  return stats.isFile() && stats.size === 0;
}

/** Two workers of one thread each read faster than one of two. The second takes 200 MB. */
function usualJobs(files: number): number {
  return Math.max(1, Math.min(2, files, availableParallelism()));
}

function print(reading: Reading, { json, csv }: OcrFlags): void {
  if (json) printLine(JSON.stringify(readingRecord(reading)));
  else if (csv) process.stdout.write(csvRow(reading));
  else if (reading.status === 'read') printReading(reading);
  if (reading.status === 'read') for (const note of reading.page.notes ?? []) tell(`${reading.file}: ${note}`);
  if (!json && 'problem' in reading) tell(sentenceOf(reading.file, reading.problem));
}

function printReading({ file, page, receipt }: Extract<Reading, { status: 'read' }>): void {
  printReceipt(file, receipt);
  printLine('');
  for (const row of textRowsOf(page)) printLine(`  ${rowText(row)}`);
  printLine('');
}
