import type { PlannedFile } from '../../core/model.ts';
import type { Verification } from '../../core/profile.ts';
import type { Digests } from '../files/digest.ts';
import type { Answer } from '../http/answer.ts';
import type { HttpClient } from '../http/httpClient.ts';
import { compareStored, type Stored } from './compareStored.ts';
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
export async function compareLink(link: URL, file: PlannedFile, check: LinkCheck, signal: AbortSignal): Promise<void> {
  const { how, client, timeout, digests, headers } = check;
  const ask: Stored['ask'] = async (method, onData) => {
    const protocolHeaders = { 'accept-encoding': 'identity' };
    let answer: Answer;
    try {
      answer = await client.request({ method, url: link, headers, protocolHeaders, ...(onData && { onData }) }, signal);
    } catch (error) {
      throw requestFailure(error, timeout, signal);
    }
    if (answer.status !== 200) throw refusal(answer);
    return answer;
  };
  await compareStored(file, { how, host: link.host, digests, ask }, signal);
}
