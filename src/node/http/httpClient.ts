import { systemClock } from '../../core/clock.ts';
import type { SecretMask } from '../../core/maskSecrets.ts';
import type { Clock } from '../../core/ports.ts';
import type { Answer } from './answer.ts';
import type { Body } from './body.ts';
import { Connection } from './connection.ts';
import { ExchangeFailed } from './exchange.ts';
import { Routes, type RouteOptions } from './routes.ts';

export interface HttpRequest {
  readonly method: string;
  readonly url: URL;
  /**
   * The profile's own with names in lower case, credentials among them: they go to no other origin than that of `url`.
   */
  readonly headers: Readonly<Record<string, string>>;
  /** What the protocol needs, with names in lower case and without secrets: it goes along to any origin. */
  readonly protocolHeaders?: Readonly<Record<string, string>>;
  /** Makes what is sent, anew for each attempt; without secrets when it goes to another origin. Absent: nothing. */
  body?(to: { readonly sameOrigin: boolean }): Body | Promise<Body>;
  /**
   * Takes in the body of a 200, of any length, as it comes; the answer's text is empty then. What it throws ends it.
   */
  readonly onData?: (chunk: Uint8Array) => void;
  /** The origins that redirects are followed to; absent: any. */
  readonly redirectsTo?: ReadonlySet<string>;
  /** Whether sending twice is the same as sending once; absent: its method tells (RFC 9110 §9.2.2). */
  readonly idempotent?: boolean;
}

export interface HttpClientOptions extends RouteOptions {
  /** Comes with each answer. Absent: there are no secrets. */
  readonly mask?: SecretMask;
}

/** Longest chain of redirects that is followed. */
const redirectLimit = 5;

/** HTTP/1.1 requests over connections that are kept open between them. */
export class HttpClient {
  readonly #routes: Routes;
  readonly #mask: SecretMask | undefined;
  readonly #clock: Clock;
  readonly #idle = new Map<string, Connection[]>();

  constructor(options: HttpClientOptions, clock: Clock = systemClock) {
    this.#mask = options.mask;
    this.#clock = clock;
    this.#routes = new Routes(options);
  }

  /**
   * The answer, whatever its status. A redirect that keeps method and body is followed, but not from https to http,
   * nor where the request says so.
   *
   * @throws ExchangeFailed; Problem of the proxy’s setting or of a certificate’s file; what making or reading the body
   *   threw; the signal's reason when cancelled.
   */
  async request(request: HttpRequest, signal: AbortSignal): Promise<Answer> {
    const { method, redirectsTo } = request;
    let url = request.url;
    for (let followed = 0; ; followed++) {
      const answer = await this.#send(request, url, signal);
      const target = followed < redirectLimit ? redirectTarget(answer, method) : undefined;
      if (target === undefined || redirectsTo?.has(target.origin) === false) return answer;
      url = target;
    }
  }

  async #send(request: HttpRequest, url: URL, signal: AbortSignal): Promise<Answer> {
    const { idempotent = isIdempotent(request.method) } = request;
    const { origin } = url;
    const kept = this.#idle.get(origin)?.pop();
    // What goes once only does not go into a connection that has been closed: undici lets a turn of the event loop pass
    // to see that, which is too few when this one has already asked the system for news.
    if (kept !== undefined && !idempotent) await new Promise((resolve) => setImmediate(resolve));
    try {
      return await this.#sendOver(kept ?? (await this.#open(origin, signal)), request, url, signal);
    } catch (error) {
      // RFC 9112 §9.3.1: a kept connection may be closed just as it is used again. Whether the server did what was
      // asked before that, nobody can tell.
      if (kept === undefined || !idempotent || !(error instanceof ExchangeFailed) || !error.isStale) throw error;
      return await this.#sendAgain(error, request, url, signal);
    }
  }

  /** What the first exchange sent was sent, also where nothing is by this one. */
  async #sendAgain(stale: ExchangeFailed, request: HttpRequest, url: URL, signal: AbortSignal): Promise<Answer> {
    try {
      return await this.#sendOver(await this.#open(url.origin, signal), request, url, signal);
    } catch (error) {
      if (!(error instanceof ExchangeFailed) || error.sent === 'something') throw error;
      throw new ExchangeFailed({ host: error.host, sent: stale.sent, isStale: false }, error.cause);
    }
  }

  async #sendOver(connection: Connection, request: HttpRequest, url: URL, signal: AbortSignal): Promise<Answer> {
    const { method, onData } = request;
    const sameOrigin = url === request.url || url.origin === request.url.origin;
    let body: Body | undefined;
    let answer: Answer | undefined;
    try {
      const making = request.body?.({ sameOrigin });
      body = making instanceof Promise ? await making : making;
      const headers = {
        accept: '*/*',
        'user-agent': 'Porter',
        ...(body && { 'content-type': body.contentType }),
        ...(sameOrigin ? request.headers : {}),
        ...request.protocolHeaders,
        ...(body && { 'content-length': String(body.length) }),
      };
      answer = await connection.exchange({ method, url, headers, body, onData, mask: this.#mask }, signal);
      return answer;
    } finally {
      if (answer === undefined) connection.destroy();
      else this.#keep(connection);
      if (body?.close) await body.close();
    }
  }

  async #open(origin: string, signal: AbortSignal): Promise<Connection> {
    const route = await this.#routes.to(origin, signal);
    const connection: Connection = new Connection(origin, route, this.#clock, () => this.#forget(connection));
    return connection;
  }

  #keep(connection: Connection): void {
    const { origin } = connection;
    const idle = this.#idle.get(origin);
    if (idle === undefined) this.#idle.set(origin, [connection]);
    else idle.push(connection);
  }

  #forget(connection: Connection): void {
    const idle = this.#idle.get(connection.origin) ?? [];
    const index = idle.indexOf(connection);
    if (index >= 0) idle.splice(index, 1);
  }
}

function isIdempotent(method: string): boolean {
  return ['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE'].includes(method);
}

/** RFC 9110 §15.4: 307 and 308 keep method and body; the others keep what only asks. */
function redirectTarget({ status, headers, url }: Answer, method: string): URL | undefined {
  const statuses = method === 'GET' || method === 'HEAD' ? [301, 302, 303, 307, 308] : [307, 308];
  const target = statuses.includes(status) ? URL.parse(headers['location'] ?? '', url.href) : null;
  if (target === null || headers['location'] === undefined) return undefined;
  const isSafe = target.protocol === 'https:' || (target.protocol === 'http:' && url.protocol === 'http:');
  return isSafe ? target : undefined;
}
