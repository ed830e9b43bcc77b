import type { Socket } from 'node:net';
import { listen, type Listening } from '../upload/given.ts';

/** A request as it came. */
export interface TakenRequest {
  readonly method: string;
  readonly target: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** What goes out over the socket for a request, as it is; what it does to the socket itself is up to it. */
export type Script = (request: TakenRequest, socket: Socket) => string | undefined;

/** A server over bare TCP, for answers that no server gives. It takes requests with a Content-Length or no body. */
export async function startScriptedServer(script: Script): Promise<Listening & { requests: readonly TakenRequest[] }> {
  const requests: TakenRequest[] = [];
  const listening = await listen((socket) => {
    let received = Buffer.alloc(0);
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      for (let taken = takeRequest(received); taken !== undefined; taken = takeRequest(received)) {
        received = taken.rest;
        requests.push(taken.request);
        const answer = script(taken.request, socket);
        if (answer !== undefined) socket.write(answer);
      }
    });
  });
  return { ...listening, requests };
}

/** An answer with a body that ends where its Content-Length says. */
export function answerOf(status: number, headers: Readonly<Record<string, string>> = {}, body = ''): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} x\r\n${lines.join('')}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

function takeRequest(received: Buffer): { request: TakenRequest; rest: Buffer<ArrayBuffer> } | undefined {
  const headEnd = received.indexOf('\r\n\r\n');
  if (headEnd < 0) return undefined;
  const [first = '', ...lines] = received.toString('latin1', 0, headEnd).split('\r\n');
  const [method = '', target = ''] = first.split(' ');
  const headers = Object.fromEntries(
    lines.map((line) => {
      const [, name = '', value = ''] = /^([^:]*): *(.*)$/.exec(line) ?? [];
      return [name.toLowerCase(), value];
    }),
  );
  const bodyStart = headEnd + 4;
  const bodyEnd = bodyStart + Number(headers['content-length'] ?? 0);
  if (received.length < bodyEnd) return undefined;
  const body = Buffer.from(received.subarray(bodyStart, bodyEnd));
  return { request: { method, target, headers, body }, rest: Buffer.from(received.subarray(bodyEnd)) };
}
