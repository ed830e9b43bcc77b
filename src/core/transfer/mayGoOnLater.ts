import type { ProblemCode } from '../messages.ts';
import { asProblem } from '../problem.ts';
import { passes } from './retryPolicy.ts';
import { TransferError } from './transferError.ts';

/** Credentials, permissions, settings, a full disk: a person sets them right, and then it goes on. */
const correctable: ReadonlySet<ProblemCode> = new Set<ProblemCode>([
  'secretMissing',
  'variableMissing',
  'credentialsMissing',
  'credentialsUnusable',
  'credentialsRefused',
  'unauthorized',
  'receiverChanged',
  'accessDenied',
  'bucketElsewhere',
  'clockWrong',
  'serverFull',
  'tlsFileUnusable',
  'clientCertificateRefused',
  'proxyUnauthorized',
  'proxyRefused',
]);

/** No file can be made of what was sent. */
const useless: ReadonlySet<ProblemCode> = new Set<ProblemCode>(['etagMissing']);

/**
 * Whether an upload by session failed by what may be right at another time (the network, credentials, an answer that
 * says nothing of the upload), rather than by its file or a refusal of it. Statuses do not tell: S3 refuses credentials
 * with 400 and 403 (https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html).
 */
export function mayGoOnLater(error: unknown): boolean {
  if (!(error instanceof TransferError)) return correctable.has(asProblem(error).code);
  const { problem, failure } = error;
  if (useless.has(problem.code)) return false;
  return correctable.has(problem.code) || passes(failure) || failure.status === undefined;
}
