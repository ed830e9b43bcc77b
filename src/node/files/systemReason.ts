import { getSystemErrorMessage } from 'node:util';

/** Why the file system refused something, as the system words it; of any other error, what it says. */
export function systemReason(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  return 'errno' in thrown && typeof thrown.errno === 'number' ? getSystemErrorMessage(thrown.errno) : thrown.message;
}
