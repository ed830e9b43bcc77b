import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { EventEmitter, once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { Busboy } from '@fastify/busboy';

/** A picture that was sent, and what was asked for. */
interface AskedToRead {
  readonly headers: IncomingHttpHeaders;
  readonly fields: Readonly<Record<string, string>>;
  readonly file: { readonly name: string; readonly mediaType: string; readonly bytes: Buffer };
}

/** What it answers: JSON with status 200, or a plain text. */
export type OcrSpaceReply =
  object | { readonly status: number; readonly text: string } | 'never' | 'endless' | 'hangUp' | 'notJson' | 'redirect';

export interface OcrSpace extends AsyncDisposable {
  readonly url: string;
  readonly asked: readonly AskedToRead[];
  /** The next picture that comes. */
  nextAsked(): Promise<AskedToRead>;
  /** The next answer that never comes to an end has begun. */
  nextEndless(): Promise<void>;
  /** How the next pictures are answered; absent: with `receiptAnswer`. */
  reply: ((asked: AskedToRead) => OcrSpaceReply | Promise<OcrSpaceReply>) | undefined;
}

const rightKey = 'K81234567890';
const knownFields = ['language', 'isOverlayRequired', 'detectOrientation', 'scale', 'isTable', 'filetype', 'OCREngine'];
const booleans = ['isOverlayRequired', 'detectOrientation', 'scale', 'isTable'];
/** In bytes, of its free tier. */
const largestFile = 1_000_000;

/** OCR.space as its API page tells: it takes what that allows, and refuses the rest as the service does. */
export async function startOcrSpace(): Promise<OcrSpace> {
  const asked: AskedToRead[] = [];
  const arrivals = new EventEmitter<{ asked: [AskedToRead]; endless: [] }>();
  const http = createServer((request, response) => {
    void handle(request, response);
  });
  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method !== 'POST' || request.url !== '/parse/image') {
      response.writeHead(404).end();
      return;
    }
    const { fields, file } = await formOf(request);
    if (request.headers['apikey'] !== rightKey) {
      response.writeHead(403, { 'content-type': 'application/json' }).end('"The API key is invalid"');
      return;
    }
    const fault = faultIn(fields, file);
    if (fault !== undefined || file === undefined) {
      answer(response, { ...failed(99), ErrorMessage: [fault ?? 'No file'] });
      return;
    }
    const one = { headers: request.headers, fields, file };
    asked.push(one);
    arrivals.emit('asked', one);
    const reply = (await server.reply?.(one)) ?? receiptAnswer();
    if (reply === 'hangUp') request.socket.destroy();
    else if (reply === 'endless') {
      response.write(' ', () => arrivals.emit('endless'));
      const timer = setInterval(() => response.write(' '), 100);
      response.once('close', () => clearInterval(timer));
    } else if (reply === 'notJson') response.end('<html>');
    else if (reply === 'redirect') response.writeHead(307, { location: '/elsewhere' }).end();
    else if (reply !== 'never') answer(response, reply);
  }
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const server: OcrSpace = {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    asked,
    reply: undefined,
    nextAsked: () => new Promise((resolve) => arrivals.once('asked', resolve)),
    nextEndless: () => new Promise((resolve) => arrivals.once('endless', resolve)),
    async [Symbol.asyncDispose]() {
      http.closeAllConnections();
      http.close();
      await once(http, 'close');
    },
  };
  return server;
}

/** The key that it takes. */
export const ocrSpaceKey = rightKey;

/** Two lines that were read, with places. */
export function receiptAnswer(merchant = 'TEAPOT'): object {
  const word = (text: string, left: number, top: number) => ({
    WordText: text,
    Left: left,
    Top: top,
    Width: text.length * 10,
    Height: 20,
  });
  return {
    ParsedResults: [
      {
        TextOverlay: {
          Lines: [
            {
              LineText: `${merchant} LTD`,
              Words: [word(merchant, 10, 10), word('LTD', 80, 10)],
              MaxHeight: 20,
              MinTop: 10,
            },
            {
              LineText: 'TOTAL 4.50',
              Words: [word('TOTAL', 10, 40), word('4.50', 200, 40)],
              MaxHeight: 20,
              MinTop: 40,
            },
          ],
          HasOverlay: true,
        },
        TextOrientation: '0',
        FileParseExitCode: 1,
        ParsedText: `${merchant} LTD\t\r\nTOTAL\t4.50\t\r\n`,
        ErrorMessage: '',
        ErrorDetails: '',
      },
    ],
    OCRExitCode: 1,
    IsErroredOnProcessing: false,
    ProcessingTimeInMilliseconds: '312',
  };
}

/** What it says when it did not read: status 200 all the same. */
export function failed(exitCode: number): object {
  return { OCRExitCode: exitCode, IsErroredOnProcessing: true, ProcessingTimeInMilliseconds: '31' };
}

function answer(response: ServerResponse, reply: object): void {
  if ('status' in reply && 'text' in reply) {
    const headers: unknown = 'headers' in reply ? reply.headers : {};
    response
      .writeHead(Number(reply.status), { 'content-type': 'text/plain', ...Object.assign({}, headers) })
      .end(String(reply.text));
  } else response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(reply));
}

function faultIn(fields: AskedToRead['fields'], file: AskedToRead['file'] | undefined): string | undefined {
  const unknown = Object.keys(fields).find((name) => !knownFields.includes(name));
  if (unknown !== undefined) return `Unknown parameter ${unknown}`;
  if (!/^[a-z]{3}$/.test(fields['language'] ?? 'eng')) return "E201: Value for parameter 'language' is invalid";
  if (!/^[123]$/.test(fields['OCREngine'] ?? '1')) return "Value for parameter 'OCREngine' is invalid";
  const wrong = booleans.find((name) => !/^(?:true|false)$/.test(fields[name] ?? 'false'));
  if (wrong !== undefined) return `Value for parameter '${wrong}' is invalid`;
  if (file === undefined) return 'No file, url or base64Image was given';
  if (file.bytes.length > largestFile) return 'File size exceeds the maximum permissible file size limit 1024 KB';
  return undefined;
}

async function formOf(
  request: IncomingMessage,
): Promise<{ fields: Record<string, string>; file: AskedToRead['file'] | undefined }> {
  const headers = { ...request.headers, 'content-type': request.headers['content-type'] ?? '' };
  const form = new Busboy({ headers });
  const fields: Record<string, string> = {};
  const files: Promise<AskedToRead['file'] & { field: string }>[] = [];
  form.on('field', (name, value) => (fields[name] = value));
  form.on('file', (field, stream, name, _encoding, mediaType) => {
    files.push(buffer(stream).then((bytes) => ({ field, name, mediaType, bytes })));
  });
  const finished = once(form, 'finish');
  request.pipe(form);
  await finished;
  const file = (await Promise.all(files)).find(({ field }) => field === 'file');
  return { fields, file };
}
