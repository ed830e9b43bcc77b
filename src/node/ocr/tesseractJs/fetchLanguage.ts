import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { Problem } from '../../../core/problem.ts';
import { HttpClient } from '../../http/httpClient.ts';
import { clientOptions, type NetworkAccess } from '../../http/networkAccess.ts';
import { requestFailure } from '../../http/requestFailure.ts';
import { engineUnreachable } from '../engineUnreachable.ts';
import { languageChecksums, languageDataVersion } from './languageChecksums.ts';
import { tarEntry } from './tarEntry.ts';

const engine = 'tesseract.js';

/** Idle timeout, in seconds. */
const timeout = 60;
/** In bytes: the largest of the packages has 18 MB, and unpacks to little more. */
const largestPackage = 100_000_000;

/**
 * The data of a language, out of its package at npm.
 *
 * @param registry `https://registry.npmjs.org`.
 * @returns `LANGUAGE.traineddata.gz`.
 * @throws Problem `engineUnreachable`, `languageDataWrong`; the signal's reason.
 */
export async function fetchLanguage(
  language: string,
  registry: string,
  access: NetworkAccess,
  signal: AbortSignal,
): Promise<Buffer> {
  const url = new URL(`${registry}/@tesseract.js-data/${language}/-/${language}-${languageDataVersion}.tgz`);
  const wrong = (reason: string) => new Problem('languageDataWrong', { language, host: url.host, reason });
  const archive = await download(url, access, signal, wrong);
  const unpacked = await promisify(gunzip)(archive, { maxOutputLength: largestPackage }).catch(() => undefined);
  const data = unpacked && tarEntry(unpacked, `package/4.0.0_best_int/${language}.traineddata.gz`);
  if (data === undefined) throw wrong('it is not the package');
  if (!isLanguageData(language, data)) throw wrong('its checksum is another');
  return data;
}

/** Whether these are the bytes that Porter knows for this language. */
export function isLanguageData(language: string, data: Uint8Array): boolean {
  return createHash('sha256').update(data).digest('hex') === languageChecksums.get(language);
}

async function download(
  url: URL,
  access: NetworkAccess,
  signal: AbortSignal,
  wrong: (reason: string) => Problem,
): Promise<Buffer> {
  const client = new HttpClient(clientOptions(access, timeout));
  const chunks: Uint8Array[] = [];
  let size = 0;
  const onData = (chunk: Uint8Array) => {
    size += chunk.length;
    if (size > largestPackage) throw wrong('it is too large');
    chunks.push(Uint8Array.from(chunk));
  };
  try {
    const { status } = await client.request({ method: 'GET', url, headers: {}, onData }, signal);
    if (status !== 200) throw wrong(`the answer has status ${status}`);
    return Buffer.concat(chunks);
  } catch (error) {
    throw engineUnreachable(requestFailure(error, timeout, signal), url.host, engine);
  }
}
