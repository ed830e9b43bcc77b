import type { S3Profile } from '../../../core/profile/profile.ts';

/** Where a bucket is. */
export interface BucketAddress {
  readonly bucket: string;
  readonly region: string;
  /** Of the service: what its secrets are bound to. */
  readonly origin: string;
  /** For people: the service's name and port. */
  readonly host: string;
  /** Where the bucket itself is asked; path style ends without a `/`, as AWS signs it. */
  readonly url: URL;
  urlOf(key: string): URL;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html */
export function bucketAddress(profile: Pick<S3Profile, 'endpoint' | 'region' | 'bucket' | 'pathStyle'>): BucketAddress {
  const { bucket, region = 'us-east-1', endpoint = awsEndpoint(region) } = profile;
  const { origin, host, protocol } = new URL(endpoint);
  const { pathStyle = !isAws(host) || !fitsCertificate(bucket) } = profile;
  const base = pathStyle ? `${origin}/${bucket}` : `${protocol}//${bucket}.${host}`;
  return { bucket, region, origin, host, url: new URL(base), urlOf: (key) => new URL(`${base}/${encodeKey(key)}`) };
}

function awsEndpoint(region: string): string {
  return `https://s3.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;
}

function isAws(host: string): boolean {
  return /\.amazonaws\.com(?:\.cn)?$/.test(host);
}

/** A certificate for `*.s3.…` covers one label. */
function fitsCertificate(bucket: string): boolean {
  return /^[a-z\d-]{1,63}$/.test(bucket);
}

function encodeKey(key: string): string {
  return key.split('/').map(encodeAsSigned).join('/');
}

/** Percent-encodes all but RFC 3986's unreserved characters, as AWS Signature Version 4 does. */
export function encodeAsSigned(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
