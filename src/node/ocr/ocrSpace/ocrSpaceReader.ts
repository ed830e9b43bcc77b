import FormData from 'form-data';
import { isObject } from '../../../core/isObject.ts';
import { ocrSpaceLanguage } from '../../../core/languages.ts';
import type { SecretMask } from '../../../core/maskSecrets.ts';
import type { Page, Source } from '../../../core/model.ts';
import { parseJson } from '../../../core/parseJson.ts';
import { Problem } from '../../../core/problem.ts';
import { TransferError } from '../../../core/transfer/transferError.ts';
import { plain, requestFailure } from '../../destinations/failure.ts';
import type { Answer } from '../../http/answer.ts';
import { bufferBody } from '../../http/body.ts';
import { HttpClient } from '../../http/httpClient.ts';
import { Proxies, type NetworkSettings } from '../../http/proxies.ts';
import { KeptWorker } from '../keptWorker.ts';
import { readingLimits, type DisposableReader, type ReaderOptions } from '../readerOptions.ts';
import { withinTime } from '../timeLimit.ts';
import { NotRead, readAnswer } from './ocrSpaceAnswer.ts';

/** The service as a person chose it. */
export interface OcrSpaceSettings {
  /** Base URL: `https://api.ocr.space`. */
  readonly url: string;
  /** Which of its engines reads. */
  readonly engine: 1 | 2 | 3;
  readonly key: string;
}

/** How the network is reached. */
export interface NetworkAccess {
  /** `process.env`. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Is told the key, so that no problem repeats it. */
  readonly mask: SecretMask;
  /** The editor’s; absent at the command line, where the environment alone counts. */
  readonly network?: NetworkSettings;
}

/** In bytes: what its free tier takes. */
const largestPicture = 1_000_000;

/**
 * Reads by OCR.space (https://ocr.space/ocrapi). What leaves is a JPEG without metadata and without its name, scaled
 * down where it is larger than the service takes.
 *
 * @param languages by Tesseract's names.
 * @throws Problem `languageMissing`, `oneLanguageOnly`.
 */
export function ocrSpaceReader(
  { url, engine: number, key }: OcrSpaceSettings,
  languages: readonly string[],
  options: ReaderOptions,
  { env, mask, network = {} }: NetworkAccess,
): DisposableReader {
  const { timeLimit, pixelLimit, assetsFolder } = { ...readingLimits, ...options };
  const engine = `OCR.space engine ${number}`;
  const endpoint = new URL(`${url.replace(/\/+$/, '')}/parse/image`);
  const fields = {
    language: ocrSpaceLanguage(languages),
    isOverlayRequired: 'true',
    // Else the places would be those in a picture that was turned.
    detectOrientation: 'false',
    isTable: 'true',
    OCREngine: String(number),
  };
  mask.add(key);
  const proxies = new Proxies(network, env, mask);
  const client = new HttpClient({
    idleTimeoutMs: timeLimit * 1000,
    proxyFor: (server) => proxies.for(server),
    rejectUnauthorized: network.strictSsl ?? true,
  });
  const worker = new KeptWorker({ engine, assetsFolder, timeLimit, pixelLimit, threads: 1 });

  async function read(source: Source, signal: AbortSignal): Promise<Page> {
    const { jpeg, original } = await worker.ask(source, 'picture', { signal, byteLimit: largestPicture });
    const answer = await send(jpeg, signal);
    checkStatus(answer, source.path);
    try {
      const { width, height } = original;
      const { lines, notes: told } = readAnswer(parseJson(answer.text), original);
      const notes = [...original.notes, ...told];
      return { width, height, lines, ...(notes.length > 0 && { notes }) };
    } catch (thrown) {
      if (!(thrown instanceof NotRead)) throw thrown;
      throw new Problem('engineRefused', { engine, file: source.path, reason: inOwnWords(thrown.message) });
    }
  }

  async function send(jpeg: Uint8Array, signal: AbortSignal): Promise<Answer> {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    form.append('file', Buffer.from(jpeg), { filename: 'picture.jpg', contentType: 'image/jpeg' });
    const body = () =>
      Promise.resolve(bufferBody(`multipart/form-data; boundary=${form.getBoundary()}`, form.getBuffer()));
    const request = { method: 'POST', url: endpoint, headers: { apikey: key }, body, followsRedirects: false };
    try {
      return await client.request(request, signal);
    } catch (error) {
      throw unreachable(requestFailure(error, timeLimit, signal), endpoint.host, engine);
    }
  }

  function checkStatus({ status, text }: Answer, file: string): void {
    if (status === 200) return;
    const json = parseJson(text);
    const words = inOwnWords(typeof json === 'string' ? json : text);
    if (status === 401 || status === 403) {
      throw new Problem('engineKeyRefused', { engine, status, reason: words === '' ? '' : `: ${words}` });
    }
    throw new Problem('engineRefused', { engine, file, reason: `it answered with status ${status}` });
  }

  /** What the service says, in a sentence: it may repeat the key. */
  function inOwnWords(text: string): string {
    return plain(mask.mask(text));
  }

  return {
    engine,
    read: (source, { signal }) =>
      withinTime({ file: source.path, seconds: timeLimit }, signal, (within) => read(source, within)),
    dispose: () => worker.dispose(),
  };
}

/** What the problems of a connection say of an engine. */
const unreachableReasons: Readonly<Record<string, string>> = {
  connectionRefused: 'nothing listens there',
  hostNotFound: 'its name cannot be found',
  connectionLost: 'the connection broke off',
  timedOut: 'it is silent',
  connectionsExhausted: 'the system allows no further connection',
};

/** A failure of the network, in words that fit an engine; those of a proxy name its settings already. */
function unreachable(failure: Error, host: string, engine: string): Error {
  if (!(failure instanceof TransferError)) return failure;
  const { problem } = failure;
  const details: unknown = problem.details;
  const told = isObject(details) && !('proxy' in details) ? details['reason'] : undefined;
  const reason = unreachableReasons[problem.code] ?? told;
  if (typeof reason !== 'string') return problem;
  return new Problem('engineUnreachable', { engine, host, reason }, { cause: failure });
}
