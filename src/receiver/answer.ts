import { randomBytes } from 'node:crypto';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { Problem } from '../core/problem.ts';
import { pagePolicy, refusalPage } from './page.ts';
import { refusalOf } from './refusal.ts';

/** In milliseconds: how long what a refused client still sends is thrown away, in all and without a byte. */
const linger = { most: 30_000, idle: 5_000 };

export function sendJson(response: ServerResponse, status: number, body: object, headers?: OutgoingHttpHeaders): void {
  send(response, status, { ...headers, 'content-type': 'application/json' }, `${JSON.stringify(body)}\n`);
}

export function sendPage(
  response: ServerResponse,
  status: number,
  render: (nonce: string) => string,
  headers?: OutgoingHttpHeaders,
): void {
  const nonce = randomBytes(16).toString('base64');
  const policy = { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': pagePolicy(nonce) };
  send(response, status, { ...headers, ...policy }, render(nonce));
}

/** Answers with problem details (RFC 9457); a browser gets the same as a page. */
export function sendRefusal(response: ServerResponse, thrown: unknown, headers?: OutgoingHttpHeaders): void {
  if (response.headersSent) {
    // Half of a file went out: only a broken connection tells that the rest won't come.
    response.destroy();
    return;
  }
  const refusal = refusalOf(thrown);
  if (wantsPage(response.req)) {
    sendPage(response, refusal.status, (nonce) => refusalPage(nonce, refusal), headers);
  } else {
    send(response, refusal.status, { ...headers, 'content-type': 'application/problem+json' }, refusal.json);
  }
}

/** A refusal for a request that never became one. */
export function rawRefusal(problem: Problem): string {
  const { status, title, json } = refusalOf(problem);
  const head = [
    `HTTP/1.1 ${status} ${title}`,
    'Content-Type: application/problem+json',
    `Content-Length: ${Buffer.byteLength(json)}`,
    'Connection: close',
  ];
  return `${head.join('\r\n')}\r\n\r\n${json}`;
}

/** Whether a browser shows the answer to a person. */
export function wantsPage({ headers }: IncomingMessage): boolean {
  return /(?:^|,)\s*text\/html\b/i.test(headers.accept ?? '');
}

/** Whether the client sends a body (RFC 9112 §6.3). */
export function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

function send(response: ServerResponse, status: number, headers: OutgoingHttpHeaders, body: string): void {
  const request = response.req;
  const isCut = hasBody(request) && !request.complete;
  response.writeHead(status, {
    ...headers,
    ...(isCut ? { connection: 'close' } : {}),
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    // Not `no-referrer`: with that, browsers send `Origin: null` with the form.
    'referrer-policy': 'same-origin',
  });
  // Of what was broken off nothing comes any more.
  if (!isCut || request.socket.readableEnded) {
    response.end(body);
    return;
  }
  // Closing a connection on which bytes still arrive resets it, and the client would never read the answer.
  response.write(body);
  discardRest(request, () => response.end());
}

function discardRest(request: IncomingMessage, whenDone: () => void): void {
  const done = (): void => {
    clearTimeout(most);
    clearTimeout(idle);
    request.off('end', done).off('close', done);
    whenDone();
  };
  const most = setTimeout(done, linger.most);
  const idle = setTimeout(done, linger.idle);
  request.on('data', () => idle.refresh());
  request.once('end', done).once('close', done);
  request.unpipe();
  request.resume();
}
