import { randomBytes } from 'node:crypto';

/**
 * Random bytes that the editor takes for no text, whatever they are: text with odd ends of lines makes it ask about
 * them.
 */
export function binaryBytes(size: number): Buffer {
  const bytes = randomBytes(size);
  bytes[0] = 0;
  return bytes;
}
