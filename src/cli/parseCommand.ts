import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { pagesIn, type PageInFile } from '../core/reading/pageFrom.ts';
import { parsedRecord } from '../core/reading/readingRecord.ts';
import { fileProblem } from '../node/files/fileProblem.ts';
import { ExitCode, stoppedCode } from './exitCode.ts';
import { printReceipt } from './printReceipt.ts';
import { parseOptions, type ReceiptFlags } from './receiptFlags.ts';
import { printLine, tell } from './terminal.ts';

interface ParseFlags extends ReceiptFlags {
  readonly json?: true;
}

/**
 * `porter parse`.
 *
 * @returns The exit code.
 */
export async function parseCommand(
  files: readonly string[],
  flags: ParseFlags,
  _command: unknown,
  signal: AbortSignal,
): Promise<number> {
  let exitCode: number = ExitCode.ok;
  for (const file of files) {
    for (const page of await pagesOf(file, signal)) {
      // Parsing does not wait for anything: so Ctrl-C gets a word in.
      await setImmediate();
      if (signal.aborted) return stoppedCode(signal);
      const record = parsedRecord(page, parseOptions(flags));
      if ('problem' in record) exitCode = ExitCode.somethingFailed;
      if (flags.json) printLine(JSON.stringify(record));
      else if ('problem' in record) tell(record.problem.message);
      else printReceipt(record.file, record.receipt);
    }
    if (signal.aborted) return stoppedCode(signal);
  }
  return exitCode;
}

async function pagesOf(path: string, signal: AbortSignal): Promise<readonly PageInFile[]> {
  const file = basename(path);
  try {
    return pagesIn(await readFile(path, { encoding: 'utf8', signal }), file);
  } catch (thrown) {
    if (signal.aborted) return [];
    return [{ file, problem: fileProblem(path, thrown) }];
  }
}
