import { createHash } from 'node:crypto';
import { Problem } from '../../../core/problem.ts';
import { TransferError } from '../../../core/transferError.ts';
import type { Answer } from '../../http/answer.ts';
import { digestOf } from './payload.ts';

/** Whether an ETag of this object is no MD5: it is encrypted with a key of KMS or of the client. */
export function isEncryptedApart({ headers }: Pick<Answer, 'headers'>): boolean {
  const encryption = headers['x-amz-server-side-encryption'] ?? '';
  return encryption.startsWith('aws:') || headers['x-amz-server-side-encryption-customer-algorithm'] !== undefined;
}

/** An ETag without its quotes. */
export function bareETag(etag: string): string {
  return etag.replace(/^W\//, '').replace(/^"(.*)"$/s, '$1');
}
