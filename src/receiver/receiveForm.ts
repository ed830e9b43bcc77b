import { Busboy, type BusboyFileStream, type BusboyInstance } from '@fastify/busboy';
import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { asProblem, Problem } from '../core/problem.ts';
import { bufferSize } from './detachedBody.ts';

/** Files and fields of one form. */
const maxParts = 1000;
/** In bytes: all that is not content of a file, part headers and fields among it. */
const maxOverhead = 4 * 1024 * 1024;

/** Must read the content to its end; `name` is what the client wrote, `''` where it wrote none. */
export type TakeFile = (name: string, content: AsyncIterable<Buffer>) => Promise<void>;

/**
 * Reads multipart/form-data (RFC 7578) as it comes and hands over its files one after the other; fields are passed
 * over.
 *
 * @throws Problem `requestInvalid` for a form that is cut off or malformed, `formTooLarge` for one with too many parts;
 *   whatever `take` throws. Nothing more is read from the body then.
 */
export async function receiveForm(body: Readable, headers: IncomingHttpHeaders, take: TakeFile): Promise<void> {
  const form = openForm(headers);
  let failure: Error | undefined;
  const fail = (reason: unknown): void => {
    failure ??= asProblem(reason);
    form.destroy(failure);
  };

  let fileBytes = 0;
  let current: BusboyFileStream | undefined;
  let taking = Promise.resolve();
  // A file may fail after the form has been read to its end.
  form.on('error', () => undefined);
  form.on('partsLimit', () => fail(new Problem('formTooLarge', { count: maxParts })));
  form.on('file', (_field, content, name: string | undefined) => {
    // Where the form breaks off, this stream errors even before it is its turn.
    content.on('error', () => undefined);
    fileBytes += current?.bytesRead ?? 0;
    current = content;
    taking = taking
      .then(() => (failure === undefined ? takeFile(decodeQuoted(name ?? ''), content, take) : undefined))
      .catch(fail);
  });

  let received = 0;
  async function* bounded(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      received += chunk.length;
      if (received - fileBytes - (current?.bytesRead ?? 0) > maxOverhead) {
        throw new Problem('formTooLarge', { count: maxParts });
      }
      yield chunk;
    }
  }

  try {
    await pipeline(body, bounded, form);
  } catch (error) {
    fail(error instanceof Problem ? error : unreadable(error));
  }
  if (failure !== undefined) current?.destroy(failure);
  await taking;
  if (failure !== undefined) throw failure;
}

function openForm(headers: IncomingHttpHeaders): BusboyInstance {
  try {
    return new Busboy({
      headers: { ...headers, 'content-type': headers['content-type'] ?? '' },
      // Safe names are made in one place, out of the whole.
      preservePath: true,
      fileHwm: bufferSize,
      limits: { parts: maxParts, headerPairs: 32, headerSize: 16 * 1024, fieldSize: 64 * 1024 },
    });
  } catch (error) {
    // No boundary, or one that nobody can search for.
    throw unreadable(error);
  }
}

async function takeFile(name: string, content: Readable, take: TakeFile): Promise<void> {
  if (name !== '') return take(name, content);
  const chunks = content[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  const first = await chunks.next();
  // What a browser sends for a field where nothing was chosen.
  if (first.done === true) return;
  await take(name, resumed(first.value, chunks));
}

async function* resumed(first: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  yield* { [Symbol.asyncIterator]: () => rest };
}

function unreadable(cause: unknown): Problem {
  return new Problem('requestInvalid', { reason: 'the form is cut off or malformed' }, { cause });
}

/** As browsers write file names (WHATWG HTML, "multipart/form-data encoding algorithm"). */
function decodeQuoted(name: string): string {
  return name.replace(/%(22|0D|0A)/gi, (_whole, code: string) => String.fromCharCode(parseInt(code, 16)));
}
