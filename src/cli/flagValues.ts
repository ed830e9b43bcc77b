import { InvalidArgumentError } from 'commander';
import { parseSize } from '../core/parseSize.ts';
import { longestTimeLimit } from '../core/reading/readingEngines.ts';

// The values of flags, as the command line's parser takes functions for them: all throw InvalidArgumentError.

/** An empty path would be the working folder: what a script means by a variable that is not set it does not say. */
export function notEmpty(path: string, sofar: readonly string[] = []): readonly string[] {
  if (path === '') throw new InvalidArgumentError('It must not be empty. For the current folder write “.”.');
  return [...sofar, path];
}

/** NaN where there is none: what a script means by a variable that is not set it does not say. */
function numberOf(text: string): number {
  return text.trim() === '' ? NaN : Number(text);
}

export function wholeNumber(least: number, most = Infinity): (text: string) => number {
  return (text) => {
    const value = numberOf(text);
    if (!Number.isSafeInteger(value) || value < least || value > most) {
      const upTo = most === Infinity ? '' : ` to ${most}`;
      throw new InvalidArgumentError(`It must be a whole number from ${least}${upTo}.`);
    }
    return value;
  };
}

export function portNumber(text: string): number {
  const value = wholeNumber(0)(text);
  if (value > 65_535) throw new InvalidArgumentError('It must be a port from 0 to 65535.');
  return value;
}

export function positiveNumber(text: string): number {
  const value = numberOf(text);
  if (!(value > 0 && Number.isFinite(value))) throw new InvalidArgumentError('It must be a number above 0.');
  return value;
}

export function timeLimit(text: string): number {
  const seconds = positiveNumber(text);
  if (seconds > longestTimeLimit) throw new InvalidArgumentError(`It must be at most ${longestTimeLimit} seconds.`);
  return seconds;
}

export function byteCount(text: string): number {
  const bytes = parseSize(text);
  if (bytes === undefined) throw new InvalidArgumentError('It must be a size like 500K, 2MB or 1MiB.');
  return bytes;
}

export function list(text: string): string[] {
  return text
    .split(',')
    .map((entry) => entry.trim())
    .filter(Boolean);
}

export function tokenText(text: string): string {
  if (!/^[\x21-\x7E]+$/.test(text)) throw new InvalidArgumentError('It must be ASCII without blanks, and not empty.');
  return text;
}

export function keyValue(text: string, sofar: Record<string, string> = {}): Record<string, string> {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('It must be KEY=VALUE.');
  return withEntry(sofar, text.slice(0, at), text.slice(at + 1));
}

export function headerLine(text: string, sofar: Record<string, string> = {}): Record<string, string> {
  const at = text.indexOf(':');
  if (at < 1) throw new InvalidArgumentError('It must be “Name: value”.');
  return withEntry(sofar, text.slice(0, at).trim(), text.slice(at + 1).trim());
}

function withEntry(sofar: Record<string, string>, key: string, value: string): Record<string, string> {
  if (Object.hasOwn(sofar, key)) throw new InvalidArgumentError(`“${key}” is there twice.`);
  return { ...sofar, [key]: value };
}
