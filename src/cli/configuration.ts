import { constants, openSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { addAbortSignal } from 'node:stream';
import { text } from 'node:stream/consumers';
import { isObject } from '../core/isObject.ts';
import { Problem } from '../core/problem.ts';
import { parseDestinations, type Destinations } from '../core/profile/settings.ts';
import { systemReason } from '../node/files/systemReason.ts';
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
  const content = await textOf(file, wanted === undefined, signal);
  return parseDestinations(content === undefined ? {} : parseJson(content, file), place);
}

async function textOf(file: string, isOptional: boolean, signal: AbortSignal): Promise<string | undefined> {
  try {
    return (await stat(file)).isFIFO()
      ? await textOfPipe(file, signal)
      : await readFile(file, { encoding: 'utf8', signal });
  } catch (cause) {
    signal.throwIfAborted();
    if (isOptional && isObject(cause) && cause['code'] === 'ENOENT') return undefined;
    throw new Problem(
      'settingInvalid',
      { setting: 'the configuration', where: file, reason: `it cannot be read (${systemReason(cause)})` },
      { cause },
    );
  }
}

/** Opening a pipe waits for its writer, and so could not be stopped: reading it waits instead. */
function textOfPipe(file: string, signal: AbortSignal): Promise<string> {
  // Not imported: it is hardly ever needed, and importing on first use is what Node warns of here.
  const { Socket } = process.getBuiltinModule('node:net');
  const fd = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  return text(addAbortSignal(signal, new Socket({ fd, readable: true, writable: false })));
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
