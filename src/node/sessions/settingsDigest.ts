import { createHash } from 'node:crypto';

/** Of settings that an upload was begun with, as they may hold what is nobody's business (`Destination.begunWith`). */
export function settingsDigest(json: string): string {
  return createHash('sha256').update(json).digest('base64url');
}
