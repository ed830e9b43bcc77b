import type { PlannedFile } from '../../core/model.ts';
import { Problem } from '../../core/problem.ts';
import type { Verification } from '../../core/profile/profile.ts';
import type { Digests } from '../files/digest.ts';
import { compareStored, type Stored } from './compareStored.ts';
import type { DestinationClient } from './destinationClient.ts';
import { refusal } from '../http/refusal.ts';

/** How a link is looked at. */
export interface LinkCheck {
  readonly how: Verification;
  readonly client: DestinationClient;
  readonly digests: Digests;
  /** Those that are asked. */
  readonly origins: ReadonlySet<string>;
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
  const { how, client, digests, origins, headers } = check;
  const requireKnown = ({ origin }: URL) => {
    if (origins.has(origin)) return;
    const reason = `its link leads to another server, ${origin}, which the destination does not name`;
    throw new Problem('notCheckable', { file: file.source.path, reason });
  };
  requireKnown(link);
  const ask: Stored['ask'] = async (method, onData) => {
    const protocolHeaders = { 'accept-encoding': 'identity' };
    const request = { method, url: link, redirectsTo: origins, headers, protocolHeaders, ...(onData && { onData }) };
    const answer = await client.request(request, signal);
    const { status, headers: told, url } = answer;
    const target = status >= 300 && status < 400 ? URL.parse(told['location'] ?? '', url.href) : null;
    if (target) requireKnown(target);
    if (status !== 200) throw refusal(answer);
    return answer;
  };
  await compareStored(file, { how, host: link.host, digests, ask }, signal);
}
