import type { Answer } from './answer.ts';
import type { Proxy } from './proxies.ts';

/** The server was not reached because of the proxy before it: nothing of the request got to the server. */
export class ProxyFailure extends Error {
  override readonly name = 'ProxyFailure';
  readonly proxy: Proxy;
  /** What it answered; undefined when it gave no answer, and the cause tells why. */
  readonly status: number | undefined;

  constructor(proxy: Proxy, told: { readonly status: number } | { readonly cause: unknown }) {
    super(`The proxy ${proxy.url.host} failed`, 'cause' in told ? { cause: told.cause } : {});
    this.proxy = proxy;
    this.status = 'status' in told ? told.status : undefined;
  }
}

/**
 * Whether a proxy that requests are handed to has answered itself, and nothing got to the server. Only squid tells
 * other such answers than 407 from those of servers.
 */
export function isOfProxy({ status, headers }: Answer): boolean {
  const reason = headers['x-squid-error'] ?? '';
  return status === 407 || /^ERR_(?:(?:CACHE_)?ACCESS_DENIED|DNS_FAIL|CONNECT_FAIL|CANNOT_FORWARD)\b/.test(reason);
}
