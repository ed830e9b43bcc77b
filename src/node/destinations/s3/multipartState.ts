import * as v from 'valibot';
import type { HeldPart, SessionState } from '../../../core/transfer/sessionPort.ts';
import { keptState } from '../keptState.ts';
import type { PartReceipt } from './integrity.ts';

const stateSchema = v.object({
  key: v.string(),
  uploadId: v.string(),
  /** In bytes. */
  partSize: v.number(),
  /** `BucketObjects.linkOf`. */
  link: v.exactOptional(v.string()),
  /** Whether the server keeps a CRC-32 of each part. */
  checksums: v.boolean(),
});

/** What is kept of a multipart upload. */
export type MultipartState = v.InferOutput<typeof stateSchema>;

const intentSchema = v.object({
  key: v.string(),
  /** Milliseconds since 1970, by this machine's clock: what was begun was begun later. */
  since: v.number(),
});

/** What is kept of a multipart upload that is about to be begun. */
export type MultipartIntent = v.InferOutput<typeof intentSchema>;

/** undefined when it is the state of an upload that was begun. */
export function readIntent(state: SessionState): MultipartIntent | undefined {
  const result = v.safeParse(intentSchema, state);
  return result.success ? result.output : undefined;
}

const receiptSchema = v.object({ etag: v.string(), crc32: v.exactOptional(v.string()) });

/** @throws Problem as `keptState`. */
export function readState(state: SessionState): MultipartState {
  return keptState(stateSchema, state);
}

/** What the server told of parts. */
export function receiptsOf(held: readonly HeldPart[]): readonly PartReceipt[] {
  return held.map(({ receipt }) => v.parse(receiptSchema, receipt));
}
