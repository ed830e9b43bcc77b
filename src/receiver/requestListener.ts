import { createHmac } from 'node:crypto';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { asProblem, Problem } from '../core/problem.ts';
import { isLoopback, type Access } from './access.ts';
import { sendJson, sendPage, sendRefusal } from './answer.ts';
import { decodeName, download, isLink } from './download.ts';
import { formPage } from './page.ts';
import { answerTus, isTus, type TusService } from './tus/tusEndpoint.ts';
import { uploadForm, uploadRaw, type UploadOptions } from './upload.ts';

/** What the requests of a receiver have in common. */
export interface Service extends TusService {
  /** With which the receiver proves that it is the one that somebody remembers (serveState.ts). */
  readonly proofKey: string;
  /** A line for each request, without queries, tokens and links. */
  readonly log: (line: string) => void;
}

/** Where a receiver proves who it is. */
export const proofPath = '/proof';

/** What answers `challenge`. */
export function proofOf(key: string, challenge: string): string {
  return createHmac('sha256', key).update(challenge).digest('hex');
}

/**
 * Answers one request; never throws.
 *
 * @param signal aborted with a Problem: that becomes the answer.
 * @param proceed tells a client that asked first (`Expect: 100-continue`) to send the body.
 */
export async function answerRequest(
  service: Service,
  response: ServerResponse,
  { signal, proceed }: { signal: AbortSignal; proceed: () => void },
): Promise<void> {
  const request = response.req;
  const { method = '' } = request;
  const [path = '', query = ''] = (request.url ?? '').split('?', 2);
  try {
    const host = service.access.checkPlace(request);
    await route(service, response, { method, path, query: new URLSearchParams(query), host, signal, proceed });
  } catch (error) {
    if (!request.socket.destroyed) {
      const problem = problemOf(signal.aborted ? signal.reason : error);
      sendRefusal(response, problem, headersFor(problem));
      if (problem.code === 'internal') service.log(problem.message);
    }
  }
  const brokenOff = request.socket.destroyed && !response.writableFinished;
  // A link is as good as its file: only its kind is written down.
  const shown = isLink(path) ? '/f/…' : isTus(path) ? '/tus/…' : path;
  service.log(`${method} ${shown} ${brokenOff ? 'broken off' : response.statusCode}`);
}

function problemOf(thrown: unknown): Problem {
  return isExhausted(thrown) ? new Problem('receiverExhausted', {}, { cause: thrown }) : asProblem(thrown);
}

/** open(2), accept(2): this process, or the system, may open no more. */
function isExhausted(thrown: unknown): boolean {
  if (thrown instanceof Problem) return thrown.code === 'filesExhausted';
  return thrown instanceof Error && 'code' in thrown && (thrown.code === 'EMFILE' || thrown.code === 'ENFILE');
}

interface Call {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** Host, checked. */
  readonly host: string;
  readonly signal: AbortSignal;
  readonly proceed: () => void;
}

async function route(service: Service, response: ServerResponse, call: Call): Promise<void> {
  const { method, path } = call;
  if (!path.startsWith('/')) throw new Problem('requestInvalid', { reason: 'its target is no path' });
  if (isTus(path) && method !== 'PUT' && method !== 'GET') {
    return answerTus(service, response, { ...call, origin: originOf(response.req, call.host) });
  }
  switch (method) {
    case 'GET':
    case 'HEAD':
      return read(service, response, call);
    case 'PUT':
      return uploadRaw(response, decodeName(path.slice(1)), uploadOptions(service, response.req, call));
    case 'POST':
      if (path !== '/') throw new Problem('pathUnknown', {});
      return uploadForm(response, uploadOptions(service, response.req, call));
    default:
      throw new Problem('methodNotAllowed', {
        method,
        allow: path === '/' ? 'GET, HEAD, POST, PUT' : 'GET, HEAD, PUT',
      });
  }
}

async function read(service: Service, response: ServerResponse, { path, query, signal }: Call): Promise<void> {
  if (path === '/') {
    openPage(service.access, response, query.get('token'));
    return;
  }
  if (path === proofPath) {
    sendJson(response, 200, { proof: proofOf(service.proofKey, query.get('challenge') ?? '') });
    return;
  }
  return download(response, path, { ...service, signal });
}

/** The token goes from the address, where it could be read over a shoulder, into a cookie. */
function openPage(access: Access, response: ServerResponse, token: string | null): void {
  if (token === null || !access.wantsToken) {
    sendPage(response, 200, formPage);
    return;
  }
  if (!access.isToken(token)) throw new Problem('tokenWrong', {});
  sendPage(response, 303, formPage, { location: './', 'set-cookie': access.setCookie() });
}

function uploadOptions(service: Service, request: IncomingMessage, { host, signal, proceed }: Call): UploadOptions {
  const credential = service.access.checkCredential(request);
  return { ...service, credential, origin: originOf(request, host), signal, proceed };
}

/** What links begin with. */
function originOf({ socket }: IncomingMessage, host: string): string {
  // A forwarded name may go with https and a path in front, which only the browser knows.
  return `http://${isLoopback(host) ? host : `127.0.0.1:${socket.localPort ?? 0}`}`;
}

/** What RFC 9110 wants beside some statuses (§11.6.1, §10.2.1, §14.4). */
function headersFor(problem: Problem): OutgoingHttpHeaders {
  if (problem.code === 'tokenMissing') return { 'www-authenticate': 'Bearer realm="porter"' };
  if (problem.code === 'tokenWrong') return { 'www-authenticate': 'Bearer realm="porter", error="invalid_token"' };
  if (problem.code === 'rangeBeyond') {
    return { 'content-range': `bytes */${(problem as Problem<'rangeBeyond'>).details.end}` };
  }
  if (problem.code === 'methodNotAllowed') return { allow: (problem as Problem<'methodNotAllowed'>).details.allow };
  return {};
}
