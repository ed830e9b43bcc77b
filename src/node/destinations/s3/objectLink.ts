import { expandUrl, type TemplateValues } from '../../../core/profile/expandTemplate.ts';
import { formatDuration } from '../../../core/formatDuration.ts';
import { describe } from '../../../core/messages.ts';
import type { PlannedFile } from '../../../core/model.ts';
import type { Uploaded } from '../../../core/ports.ts';
import type { S3Link, S3Profile } from '../../../core/profile/profile.ts';
import type { Bucket } from './bucket.ts';
import type { PresignedLink } from './s3Client.ts';

type Link = Required<Pick<Uploaded, 'url' | 'warnings'>>;

/** The link that the profile spells out; undefined where the bucket gives one. @throws Problem of the template. */
export async function spelledLink(
  { name }: PlannedFile,
  of: TemplateValues,
  { link }: S3Profile,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (link === undefined || !('template' in link)) return undefined;
  return new URL(await expandUrl(link.template, { ...of, name }, signal)).href;
}

/** The link by which the bucket gives what is there, as the profile wants it. */
export async function linkTo(
  key: string,
  { address, client, profile, name }: Bucket,
  signal: AbortSignal,
): Promise<Link> {
  const link = profile.link ?? usualLink(profile);
  if ('presigned' in link) {
    const wanted = Math.round(link.presigned * 3600);
    const presigned = await client.presign(key, wanted, signal);
    return { url: presigned.url, warnings: endingsOf(presigned, wanted, name) };
  }
  return { url: address.urlOf(key).href, warnings: [] };
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
