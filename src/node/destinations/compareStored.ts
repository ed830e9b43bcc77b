import { createHash } from 'node:crypto';
import type { PlannedFile } from '../../core/model.ts';
import { Problem } from '../../core/problem.ts';
import type { Verification } from '../../core/profile/profile.ts';
import type { Digests } from '../files/digest.ts';
import { wholeOf } from '../files/wholeSource.ts';
import { isEncoded, type Answer } from '../http/answer.ts';

/** What a server has of a file, and how it is looked at. */
export interface Stored {
  readonly how: Verification;
  /** For people. */
  readonly host: string;
  readonly digests: Digests;
  /**
   * The answer to a request for it, which has status 200; `onData` takes in the body.
   *
   * @throws TransferError when the request failed; AbortError when cancelled.
   */
  readonly ask: (method: 'HEAD' | 'GET', onData?: (chunk: Uint8Array) => void) => Promise<Answer>;
}

/**
 * Compares what a server has with the file: its size, or all of it.
 *
 * @throws Problem `contentDiffers`, `notCheckable`, and what asking and reading the file throw.
 */
export async function compareStored(
  { source }: PlannedFile,
  { how, host, digests, ask }: Stored,
  signal: AbortSignal,
): Promise<void> {
  const differs = (what: string) => new Problem('contentDiffers', { file: source.path, host, what });
  const hash = createHash('sha256');
  let received = 0;
  const onData = (chunk: Uint8Array) => {
    received += chunk.byteLength;
    if (received > source.size) throw differs(`it has more than ${source.size} bytes`);
    hash.update(chunk);
  };
  const isDownload = how === 'download';
  const answer = isDownload ? await ask('GET', onData) : await ask('HEAD');
  const size = isDownload ? received : sizeOf(answer);
  if (size === undefined) {
    throw new Problem('notCheckable', { file: source.path, reason: 'the server does not tell its size' });
  }
  if (size !== source.size) throw differs(`it has ${size} bytes, not ${source.size}`);
  if (!isDownload) return;
  const digest = await digests.digest(source, wholeOf(source), 'sha256', signal);
  if (!hash.digest().equals(digest)) throw differs('its bytes are others');
}

/** In bytes; undefined where it is told of another encoding, or not at all. */
export function sizeOf({ headers }: Answer): number | undefined {
  const length = headers['content-length'];
  return length === undefined || isEncoded(headers) ? undefined : Number(length);
}
