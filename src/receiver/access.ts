import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { Problem } from '../core/problem.ts';

const loopbackNames: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** How a request showed that it may upload. */
export type Credential = 'token' | 'cookie' | 'none needed';

/** Who may talk to a receiver, and who may upload. */
export class Access {
  /** Cookies know no ports, so that each receiver of this machine wants its own. */
  readonly #cookieName: string;
  readonly #token: string | null;
  readonly #cookie: string;
  readonly #authorities = new Set<string>();

  /**
   * @param token null: uploading needs none.
   * @param cookie the value of the page's cookie: as hard to guess as the token, but not the token, as the browser
   *   shows it to every server of this machine.
   */
  constructor(token: string | null, cookie: string) {
    this.#token = token;
    this.#cookie = cookie;
    this.#cookieName = `porter-${digest(cookie).toString('hex').slice(0, 8)}`;
  }

  /** Lets requests through that reach this receiver under another name: `host` or `host:port`. */
  allowAuthority(authority: string): void {
    this.#authorities.add(authority.toLowerCase());
  }

  /**
   * Against DNS rebinding, where a foreign page gives its own name this machine's address, and against foreign pages
   * that post to a loopback address.
   *
   * @returns the Host, in lower case.
   * @throws Problem `requestInvalid`, `hostForeign`, `originForeign`.
   */
  checkPlace({ headers }: IncomingMessage): string {
    // RFC 9112 §3.2
    if (headers.host === undefined) throw new Problem('requestInvalid', { reason: 'it names no Host' });
    const host = headers.host.toLowerCase();
    if (!isLoopback(host) && !this.#authorities.has(host)) throw new Problem('hostForeign', { host });
    const { origin } = headers;
    if (origin !== undefined) {
      const authority = authorityOf(origin);
      if (authority === undefined || (authority !== host && !this.#authorities.has(authority))) {
        throw new Problem('originForeign', { origin });
      }
    }
    return host;
  }

  /** @throws Problem `tokenMissing`, `tokenWrong`, `originForeign`. */
  checkCredential({ headers }: IncomingMessage): Credential {
    if (this.#token === null) return 'none needed';
    const { authorization, cookie, origin } = headers;
    if (authorization !== undefined) {
      // RFC 6750 §2.1; the scheme's case does not matter (RFC 9110 §11.1).
      const token = /^bearer +(\S+) *$/i.exec(authorization)?.[1];
      if (token === undefined || !this.isToken(token)) throw new Problem('tokenWrong', {});
      return 'token';
    }
    const value = cookieValue(cookie, this.#cookieName);
    if (value === undefined || !equal(value, this.#cookie)) throw new Problem('tokenMissing', {});
    // Browsers send it with every POST: without it, it is not the page that posts.
    if (origin === undefined) throw new Problem('originForeign', { origin: 'none' });
    return 'cookie';
  }

  get wantsToken(): boolean {
    return this.#token !== null;
  }

  isToken(text: string): boolean {
    return this.#token !== null && equal(text, this.#token);
  }

  /**
   * Set-Cookie for the page. Without Path it is for the folder that the browser sees, also behind a forwarding that
   * puts one in front.
   */
  setCookie(): string {
    return `${this.#cookieName}=${this.#cookie}; HttpOnly; SameSite=Strict`;
  }
}

/** `localhost`, `127.0.0.1:8080`, `[::1]:8080`: forwarding may have changed the port. */
export function isLoopback(authority: string): boolean {
  const name = /^(.+?)(?::\d{1,5})?$/.exec(authority)?.[1];
  return name !== undefined && loopbackNames.has(name);
}

/** `http://localhost:8080` → `localhost:8080`. */
function authorityOf(origin: string): string | undefined {
  return /^https?:\/\/([^/?#@\s]+)$/.exec(origin.toLowerCase())?.[1];
}

function cookieValue(header: string | undefined, name: string): string | undefined {
  for (const pair of header?.split(';') ?? []) {
    const [key, value] = pair.trim().split('=', 2);
    if (key === name) return value;
  }
  return undefined;
}

/** Takes as long for a wrong one as for the right one. */
function equal(one: string, other: string): boolean {
  return timingSafeEqual(digest(one), digest(other));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
