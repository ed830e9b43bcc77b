import { createHash } from 'node:crypto';
import type { PlannedFile } from '../../core/model.ts';
import { Problem } from '../../core/problem.ts';
import type { Verification } from '../../core/profile.ts';
import type { Digests } from '../files/digest.ts';
import { wholeOf } from '../files/wholeSource.ts';
import { isEncoded, type Answer } from '../http/answer.ts';
import type { HttpClient } from '../http/httpClient.ts';
import { refusal, requestFailure } from './failure.ts';

/** How a link is looked at. */
export interface LinkCheck {
  readonly how: Verification;
  readonly client: HttpClient;
  /** The profile's, in seconds. */
  readonly timeout: number;
  readonly digests: Digests;
  /** What the request says besides, credentials among it: for the link's own origin only. */
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Compares what the link gives with the file: its size, or all of it.
 *
 * @throws Problem `contentDiffers`, `notCheckable`, and what reading the file throws; TransferError when the request
 *   failed; AbortError when cancelled.
 */
export async function compareLink(
  link: URL,
  { source }: PlannedFile,
  check: LinkCheck,
  signal: AbortSignal,
): Promise<void> {
  const differs = (what: string) => new Problem('contentDiffers', { file: source.path, host: link.host, what });
  const isDownload = check.how === 'download';
  const hash = createHash('sha256');
  let received = 0;
  const onData = (chunk: Uint8Array) => {
    received += chunk.byteLength;
    if (received > source.size) throw differs(`it has more than ${source.size} bytes`);
    hash.update(chunk);
  };
  const request = {
    method: isDownload ? 'GET' : 'HEAD',
    url: link,
    headers: check.headers,
    protocolHeaders: { 'accept-encoding': 'identity' },
    ...(isDownload ? { onData } : {}),
  };
  let answer: Answer;
  try {
    answer = await check.client.request(request, signal);
  } catch (error) {
    throw requestFailure(error, check.timeout, signal);
  }
  if (answer.status !== 200) throw refusal(answer);
  const size = isDownload ? received : sizeOf(answer);
  if (size === undefined) {
    throw new Problem('notCheckable', { file: source.path, reason: 'the server does not tell its size' });
  }
  if (size !== source.size) throw differs(`it has ${size} bytes, not ${source.size}`);
  if (!isDownload) return;
  const digest = await check.digests.digest(source, wholeOf(source), 'sha256', signal);
  if (!hash.digest().equals(digest)) throw differs('its bytes are others');
}

/** In bytes; undefined where it is told of another encoding, or not at all. */
function sizeOf({ headers }: Answer): number | undefined {
  const length = headers['content-length'];
  return length === undefined || isEncoded(headers) ? undefined : Number(length);
}
