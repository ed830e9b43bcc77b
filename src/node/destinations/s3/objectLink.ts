import { expandUrl } from '../../../core/expandTemplate.ts';
import { formatDuration } from '../../../core/formatDuration.ts';
import { describe } from '../../../core/messages.ts';
import type { PlannedFile } from '../../../core/model.ts';
import type { Uploaded } from '../../../core/ports.ts';
import type { S3Link, S3Profile } from '../../../core/profile.ts';
import type { Bucket } from './bucket.ts';
import type { PresignedLink } from './s3Client.ts';

type Link = Required<Pick<Uploaded, 'url' | 'warnings'>>;

/**
 * The link to a file that is in the bucket, as the profile wants it.
 *
 * @param begun what dates in the link are of.
 */
export async function linkTo(
  file: PlannedFile,
  key: string,
  { address, client, values, profile, name }: Bucket,
  begun: Date,
  signal: AbortSignal,
): Promise<Link> {
  const link = profile.link ?? usualLink(profile);
  if ('presigned' in link) {
    const wanted = Math.round(link.presigned * 3600);
    const presigned = await client.presign(key, wanted, signal);
    return { url: presigned.url, warnings: endingsOf(presigned, wanted, name) };
  }
  if ('public' in link) return { url: address.urlOf(key).href, warnings: [] };
  const of = { ...values.of(file.source), name: file.name, now: begun };
  return { url: new URL(await expandUrl(link.template, of, signal)).href, warnings: [] };
}

/** What is to be told of a link that ends before the profile says. */
function endingsOf({ seconds, mayEndSooner }: PresignedLink, wanted: number, destination: string): readonly string[] {
  const details = { wanted: formatDuration(wanted), destination };
  if (mayEndSooner) return [describe('linkMayEndSooner', details)];
  return seconds < wanted ? [describe('linkEndsSooner', { ...details, lasts: formatDuration(seconds) })] : [];
}

function usualLink({ acl }: S3Profile): S3Link {
  return acl?.startsWith('public-read') ? { public: true } : { presigned: 24 };
}
