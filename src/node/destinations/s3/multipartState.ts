import * as v from 'valibot';
import { Problem } from '../../../core/problem.ts';
import type { HeldPart, SessionState } from '../../../core/transfer/sessionPort.ts';
import type { PartReceipt } from './integrity.ts';

const stateSchema = v.object({
  key: v.string(),
  uploadId: v.string(),
  /** In bytes. */
  partSize: v.number(),
  /** Milliseconds since 1970: what dates in the link are of. */
  begun: v.number(),
  /** Whether the server keeps a CRC-32 of each part. */
  checksums: v.boolean(),
});

/** What is kept of a multipart upload. */
export type MultipartState = v.InferOutput<typeof stateSchema>;

const receiptSchema = v.object({ etag: v.string(), crc32: v.exactOptional(v.string()) });

/** @throws Problem `internal` when it is the state of another protocol. */
export function readState(state: SessionState): MultipartState {
  const result = v.safeParse(stateSchema, state);
  if (result.success) return result.output;
  throw new Problem('internal', { reason: 'the state of an upload is not one of S3' });
}

/** What the server told of parts. */
export function receiptsOf(held: readonly HeldPart[]): readonly PartReceipt[] {
  return held.map(({ receipt }) => v.parse(receiptSchema, receipt));
}
