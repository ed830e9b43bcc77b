import type { ProblemCode } from '../messages.ts';
import type { Page, PlainReading, Receipt } from './reading.ts';
import type { PageInFile } from './pageFrom.ts';
import type { Problem } from '../problem.ts';
import { findReceipt } from '../receipt/findReceipt.ts';
import type { ParseOptions } from '../receipt/parseReceipt.ts';
import { isReceipt } from '../receipt/receiptFields.ts';

/** What the command line prints of a file that gave no receipt. */
interface FailureRecord {
  readonly file: string;
  readonly status: 'skipped' | 'failed';
  readonly problem: { readonly code: ProblemCode; readonly message: string };
}

/** What `porter ocr --json` prints of one picture, and what the panel saves. */
type ReadingRecord =
  | {
      readonly file: string;
      readonly status: 'read';
      readonly engine: string;
      /** In milliseconds. */
      readonly durationMs: number;
      readonly page: Page;
      /** Whether the page shows a receipt; else `receipt` holds nothing. */
      readonly isReceipt: boolean;
      readonly receipt: Receipt;
    }
  | FailureRecord
  | { readonly file: string; readonly status: 'cancelled' };

/** What `porter parse --json` prints of one page. */
type ParsedRecord = { readonly file: string; readonly isReceipt: boolean; readonly receipt: Receipt } | FailureRecord;

/** A reading as a plain JSON object, its keys in the documented order. */
export function readingRecord(reading: PlainReading): ReadingRecord {
  const { file } = reading;
  switch (reading.status) {
    case 'read': {
      const { status, engine, durationMs, page, receipt } = reading;
      return { file, status, engine, durationMs: Math.round(durationMs), page, isReceipt: isReceipt(receipt), receipt };
    }
    case 'skipped':
    case 'failed':
      return failureRecord(file, reading.status, reading.problem);
    case 'cancelled':
      return { file, status: 'cancelled' };
  }
}

/** Reads the receipt on a page of a file, as a plain JSON object. */
export function parsedRecord(found: PageInFile, options?: ParseOptions): ParsedRecord {
  if ('problem' in found) return failureRecord(found.file, 'failed', found.problem);
  const receipt = findReceipt(found.page, options);
  return { file: found.file, isReceipt: isReceipt(receipt), receipt };
}

function failureRecord(
  file: string,
  status: FailureRecord['status'],
  { code, message }: Pick<Problem, 'code' | 'message'>,
): FailureRecord {
  return { file, status, problem: { code, message } };
}
