import type { PlannedFile } from '../../core/model.ts';
import type { Uploaded } from '../../core/ports.ts';
import { Problem } from '../../core/problem.ts';
import type { FormProfile } from '../../core/profile/profile.ts';
import { compareLink, type LinkCheck } from './compareLink.ts';
import type { FileValues } from './fileValues.ts';
import { requestHeaders } from './requestHeaders.ts';

/** How the link of an upload is looked at. */
interface UploadCheck extends Omit<LinkCheck, 'headers' | 'origins'> {
  readonly profile: Pick<FormProfile, 'headers' | 'auth' | 'link'>;
  /** Where the profile's headers may go. */
  readonly origin: string;
  readonly values: FileValues;
}

/**
 * Compares what the link gives with the file. The request has the headers of an upload, but for those that are about
 * its body or its condition. A server does not choose whom this machine asks: the link is at the origin of the uploads,
 * or at the one that the profile names.
 *
 * @throws as `Destination.verify`.
 */
export async function checkUploaded(
  { url }: Uploaded,
  file: PlannedFile,
  { profile, origin, values, ...check }: UploadCheck,
  signal: AbortSignal,
): Promise<void> {
  const reason = 'the server gave no link to it';
  if (url === undefined) throw new Problem('notCheckable', { file: file.source.path, reason });
  const link = new URL(url);
  const isNamed = profile.link !== undefined && 'template' in profile.link;
  const origins = new Set([origin, ...(isNamed ? [link.origin] : [])]);
  const isOwn = link.origin === origin;
  const headers = isOwn ? await requestHeaders(profile, values.of(file.source), signal) : {};
  const kept = Object.entries(headers).filter(([header]) => !/^(?:content-|if-)/.test(header));
  await compareLink(link, file, { ...check, origins, headers: Object.fromEntries(kept) }, signal);
}
