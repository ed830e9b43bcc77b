import type { S3Profile } from '../../../core/profile/profile.ts';
import type { FileValues } from '../fileValues.ts';
import type { BucketAddress } from './bucketAddress.ts';
import type { S3Client } from './s3Client.ts';

/** A bucket as a profile names it. */
export interface Bucket {
  /** The destination's key in the settings. */
  readonly name: string;
  readonly profile: S3Profile;
  readonly address: BucketAddress;
  readonly client: S3Client;
  readonly values: FileValues;
}
