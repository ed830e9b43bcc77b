import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isObject } from '../core/isObject.ts';
import { Problem } from '../core/problem.ts';
import { parseDestinations, type Destinations } from '../core/settings.ts';
import { userFolders } from './userFolders.ts';

/**
 * The destinations of the configuration file: the one that is named, else `PORTER_CONFIG`, else the user's own. Never
 * one of the current folder: a repository could send files and tokens to its author.
 *
 * @throws Problem `settingInvalid` when the file that was named is not there, or the content is not right.
 */
export async function readConfiguration(named: string | undefined, signal: AbortSignal): Promise<Destinations> {
  const { PORTER_CONFIG: fromEnvironment } = process.env;
  const wanted = named ?? (fromEnvironment === '' ? undefined : fromEnvironment);
  const file = wanted ?? join(userFolders.config, 'config.json');
  const place = { prefix: '', where: file };
  const text = await textOf(file, wanted === undefined, signal);
  return parseDestinations(text === undefined ? {} : parseJson(text, file), place);
}

async function textOf(file: string, isOptional: boolean, signal: AbortSignal): Promise<string | undefined> {
  try {
    return await readFile(file, { encoding: 'utf8', signal });
  } catch (cause) {
    signal.throwIfAborted();
    const code = isObject(cause) ? String(cause['code']) : 'unknown';
    if (isOptional && code === 'ENOENT') return undefined;
    throw new Problem(
      'settingInvalid',
      { setting: 'the configuration', where: file, reason: `it cannot be read (${code})` },
      { cause },
    );
  }
}

function parseJson(text: string, file: string): unknown {
  try {
    // Windows's editors put a byte order mark before it.
    return JSON.parse(text.replace(/^\uFEFF/, '')) as unknown;
  } catch (cause) {
    // What JSON.parse says may quote the text, and that may hold a token.
    throw new Problem(
      'settingInvalid',
      { setting: 'the configuration', where: file, reason: 'it is not JSON' },
      { cause },
    );
  }
}
