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
  clockWrong: { host: string };
  /** The server no longer knows an upload that was begun. */
  uploadForgotten: { file: string; host: string };
  tooLargeForServer: { host: string };
  /** The server says how large a file it takes. */
  tooLargeThere: { file: string; size: number; limit: number; host: string };
  refusedByServer: { host: string; status: number; reason: string };
  serverFailed: { host: string; status: number };
  /** A request that is not safe to repeat got no answer. */
  answerMissing: { host: string };
  answerInvalid: { host: string; reason: string };
  linkMissing: { destination: string };
  /** A warning: a file was put where another of this destination was put before. */
  fileReplaced: { file: string; destination: string };
  /** What the server has, or says that it has, is not the file. */
  contentDiffers: { file: string; host: string; what: string };
  /** The check after the upload was asked for and can't be made. */
  notCheckable: { file: string; reason: string };
  /** Another process uploads this file to this destination. */
  sessionTaken: { file: string; destination: string };
  /** A warning: it is not continued, as it would become a mixture. */
  startedOver: { file: string };
  /** A warning: the upload works, but can't be continued by another run. */
  sessionNotKept: { reason: string };
  /** A warning: an upload was given up, and its server does not know of that. */
  heldAtServer: { file: string; destination: string; reason: string };
  /** The destination is another one than when the upload was begun. */
  heldElsewhere: { file: string; destination: string; place: string };
}

export const bucketProblems: Readonly<Record<keyof BucketProblems, string>> = {
  credentialsMissing:
    'There are no AWS credentials for “{destination}”: neither in the environment, nor in a profile, nor from this machine. Sign in (aws configure, aws sso login), or put keys into its credentials.',
  credentialsUnusable:
    'The AWS credentials for “{destination}” cannot be had ({reason}). Sign in again, or correct its credentials.',
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
  clockWrong: '{host} refuses requests of this time: the clock of this machine is wrong. Set it, then try again.',
  uploadForgotten: '{host} no longer knows the upload of {file} that was begun. Upload it again.',
  tooLargeForServer:
    '{host} says that this is too large (status 413). Send a smaller file, or raise the server’s limit.',
  tooLargeThere:
    '{file} has {size}, and {host} takes files up to {limit}. Send a smaller file, or raise the server’s limit.',
  refusedByServer:
    '{host} refused it with status {status}{reason}. Check the destination’s settings against the server’s documentation.',
  serverFailed: '{host} failed with status {status}. Try again later.',
  answerMissing: '{host} gave no answer to the upload: it may be stored or not. Look there before you send it again.',
  answerInvalid: 'The answer of {host} cannot be used: {reason}.',
  linkMissing: 'Uploaded, but no link was found in the answer of “{destination}”. Correct its link.',
  fileReplaced:
    'It replaced {file}, which went to the same address. Let the url of “{destination}” end in /, so that each file gets its name there.',
  contentDiffers:
    '{host} has something else than {file}: {what}. Upload it again; if that happens again, something between changes it.',
  notCheckable: '{file} was uploaded, but could not be checked there: {reason}. Look at it, or leave out verify.',
  sessionTaken:
    '{file} is being uploaded to “{destination}” by another window or command. Wait for it, or cancel it there.',
  startedOver: '{file} changed since its upload was interrupted, so it was uploaded from its start.',
  sessionNotKept:
    'If this upload is interrupted, it will start over: its state cannot be kept ({reason}). Make room on that disk.',
  heldAtServer:
    'What the server of “{destination}” has of {file} stays there until it is thrown away there, as it could not be told. {reason}',
  heldElsewhere:
    'What was sent of {file} stays at {place} until it is thrown away there: “{destination}” leads elsewhere now, or is no longer in the settings.',
};
