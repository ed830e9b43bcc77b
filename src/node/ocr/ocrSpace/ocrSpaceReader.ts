import FormData from 'form-data';
import { ocrSpaceLanguage } from '../../../core/reading/languages.ts';
import type { Source } from '../../../core/model.ts';
import type { Page } from '../../../core/reading/reading.ts';
import { parseJson } from '../../../core/parseJson.ts';
import { Problem } from '../../../core/problem.ts';
import { parseRetryAfter } from '../../../core/transfer/retryPolicy.ts';
import { AnswerUnusable, type Answer } from '../../http/answer.ts';
import { bufferBody } from '../../http/body.ts';
import { HttpClient } from '../../http/httpClient.ts';
import { clientOptions, type NetworkAccess } from '../../http/networkAccess.ts';
import { plain, redirectPlace, whenAgain } from '../../http/refusal.ts';
import { requestFailure } from '../../http/requestFailure.ts';
import { engineReader } from '../engineReader.ts';
import { engineUnreachable } from '../engineUnreachable.ts';
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
  access: NetworkAccess,
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
  const { mask } = access;
  mask.add(key);
  const client = new HttpClient(clientOptions(access, timeLimit));
  const worker = new KeptWorker({ engine, assetsFolder, timeLimit, pixelLimit, threads: 1 });

  async function read(source: Source, signal: AbortSignal): Promise<Page> {
    const { jpeg, original } = await worker.ask(source, 'picture', { signal, byteLimit: largestPicture });
    const answer = await send(jpeg, source.path, signal);
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

  async function send(jpeg: Uint8Array, file: string, signal: AbortSignal): Promise<Answer> {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    form.append('file', Buffer.from(jpeg), { filename: 'picture.jpg', contentType: 'image/jpeg' });
    const body = () =>
      Promise.resolve(bufferBody(`multipart/form-data; boundary=${form.getBoundary()}`, form.getBuffer()));
    const request = { method: 'POST', url: endpoint, headers: { apikey: key }, body, redirectsTo: new Set<string>() };
    try {
      return await client.request(request, signal);
    } catch (error) {
      // It was reached, and answered.
      const cause = error instanceof Error ? error.cause : undefined;
      if (cause instanceof AnswerUnusable) {
        const reason = `its answer cannot be used (${cause.message})`;
        throw new Problem('engineRefused', { engine, file, reason }, { cause: error });
      }
      throw engineUnreachable(requestFailure(error, timeLimit, signal), endpoint.host, engine);
    }
  }

  function checkStatus(answer: Answer, file: string): void {
    const { status, headers } = answer;
    if (status === 200) return;
    if (status === 401 || status === 403)
      throw new Problem('engineKeyRefused', { engine, status, reason: toldIn(answer) });
    const when = whenAgain(parseRetryAfter(headers['retry-after'], Date.now()));
    if (status === 429) throw new Problem('engineLimited', { engine, file, status, reason: toldIn(answer), when });
    if (status >= 500) throw new Problem('engineUnavailable', { engine, file, status, when });
    const place = redirectPlace(answer);
    if (place !== undefined) throw new Problem('engineMoved', { engine, file, host: endpoint.host, place });
    throw new Problem('engineRefused', { engine, file, reason: `it answered with status ${status}` });
  }

  /** Why it refuses: its words are a text, or one in JSON. */
  function toldIn({ text }: Answer): string {
    const json = parseJson(text);
    const words = inOwnWords(typeof json === 'string' ? json : text);
    return words === '' ? '' : `: ${words}`;
  }

  /** What the service says, in a sentence: it may repeat the key. */
  function inOwnWords(text: string): string {
    return plain(text, { mask });
  }

  return engineReader(engine, worker, (source, { signal }) =>
    withinTime({ file: source.path, seconds: timeLimit }, signal, (within) => read(source, within)),
  );
}
