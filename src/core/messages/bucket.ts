/** Buckets: credentials, keys, parts. */
export interface BucketProblems {
  /** No place that AWS's own tools look at has any. */
  credentialsMissing: { destination: string };
  credentialsUnusable: { destination: string; reason: string };
  credentialsRefused: { host: string; destination: string; reason: string };
  bucketMissing: { bucket: string; host: string; destination: string };
  /** The profile's `setting` should be `value`. */
  bucketElsewhere: { bucket: string; destination: string; setting: string; value: string };
  accessDenied: { bucket: string; host: string; destination: string; permission: string };
  aclNotTaken: { bucket: string; destination: string };
  keyTooLong: { file: string; bytes: number; most: number; destination: string };
  /** A warning: a file got the key that another of this destination got before. */
  objectReplaced: { file: string; destination: string };
  /** A warning: credentials that may put, but not read. */
  sizeNotAllowed: { destination: string; permission: string };
  /** A warning: `reason` is a sentence. */
  sizeNotSeen: { reason: string };
  /** A warning: there is no object where one was just put. */
  objectNotSeen: { host: string };
  /** A warning: a presigned link ends with the credentials that it is signed with. */
  linkEndsSooner: { lasts: string; wanted: string; destination: string };
  /** A warning: as above, and nobody tells when they end. */
  linkMayEndSooner: { wanted: string; destination: string };
  clockWrong: { host: string };
  /** S3 makes a file of parts by their ETags. */
  etagMissing: { host: string; destination: string };
}

export const bucketProblems: Readonly<Record<keyof BucketProblems, string>> = {
  credentialsMissing:
    'There are no AWS credentials for “{destination}”: neither in the environment, nor in a profile, nor from this machine. Sign in (aws configure, aws sso login), or put keys into its credentials.',
  credentialsUnusable:
    'The AWS credentials for “{destination}” could not be obtained ({reason}). Sign in again, or correct its credentials.',
  credentialsRefused:
    '{host} refused the credentials of “{destination}”: {reason}. Sign in again, or correct its credentials.',
  bucketMissing: '{host} has no bucket “{bucket}”. Create it, or correct the bucket of “{destination}”.',
  bucketElsewhere: 'The bucket “{bucket}” is elsewhere: set the {setting} of “{destination}” to {value}.',
  accessDenied:
    '{host} does not let the credentials of “{destination}” do this in the bucket “{bucket}”. Allow them {permission} there, or use others.',
  aclNotTaken:
    'The bucket “{bucket}” takes no ACLs. Leave out the acl of “{destination}”, or allow ACLs in the bucket.',
  keyTooLong:
    'The key of {file} has {bytes} bytes, and a key holds at most {most}. Rename the file, or shorten the key of “{destination}”.',
  objectReplaced:
    'It replaced {file}, which had the same key. Let the key of “{destination}” hold the file’s path or name.',
  sizeNotAllowed:
    'It was uploaded, but the credentials of “{destination}” may not ask for its size there. Allow them {permission}, so that it is compared.',
  sizeNotSeen: 'It was uploaded, but its size there could not be compared. {reason} Look at it there.',
  objectNotSeen:
    '{host} has confirmed the upload, but says now that nothing is there. Check whether something moves or deletes what is uploaded.',
  linkEndsSooner:
    'The link works for {lasts}, not for {wanted}, as the credentials of “{destination}” expire then. Use credentials that last, or another link.',
  linkMayEndSooner:
    'The link works for {wanted} at most: it expires with the credentials of “{destination}”, which last for a while only. Use credentials that last, or another link.',
  etagMissing:
    '{host} tells no ETag of a part that it took, so that no file can be made of parts. Raise the partSize of “{destination}” above the file’s size, so that it goes whole.',
  clockWrong: '{host} refuses the request for its time: the clock of this machine is wrong. Set it, then try again.',
};
