/** How servers are reached: directly, by handing requests to a proxy, or through its tunnel. */
import type { SecureContext } from 'node:tls';
import { createConnect, type Connect } from './connector.ts';
import type { Proxy } from './proxies.ts';
import { connectByTunnel, connectToProxy } from './throughProxy.ts';
import { trustedCertificates } from './trustedCertificates.ts';

/** How connections to one server are opened. */
export interface Route {
  /** Origin of what answers: the server, or the proxy that requests are handed to. */
  readonly origin: string;
  readonly connect: Connect;
  /** Requests are handed to it and name the whole URL (RFC 9112 §3.2.2). */
  readonly forwarder?: Proxy;
}

export interface RouteOptions {
  /** Ends a request when no byte has moved for so long, in milliseconds; one that moves may take any time. */
  readonly idleTimeoutMs: number;
  /** The proxy for a server. Absent: there is none. */
  readonly proxyFor?: (server: URL) => Proxy | undefined;
  /** False: whatever certificate a server or proxy shows. Default true. */
  readonly rejectUnauthorized?: boolean;
}

/** The routes to servers; what TLS trusts is read once. */
export class Routes {
  readonly #options: RouteOptions;
  readonly #connect: Connect;

  constructor(options: RouteOptions) {
    this.#options = options;
    const { idleTimeoutMs, rejectUnauthorized = true } = options;
    let trusted: SecureContext | undefined;
    const secureContext = () => (trusted ??= trustedCertificates());
    this.#connect = createConnect({ idleTimeoutMs, secureContext, rejectUnauthorized });
  }

  /** @throws Problem `settingInvalid` of the proxy. */
  to(origin: string): Route {
    const server = new URL(origin);
    const proxy = this.#options.proxyFor?.(server);
    if (proxy === undefined) return { origin, connect: this.#connect };
    const toProxy = connectToProxy(proxy, this.#connect);
    return server.protocol === 'https:'
      ? { origin, connect: connectByTunnel(proxy, toProxy, this.#connect) }
      : { origin: proxy.url.origin, connect: toProxy, forwarder: proxy };
  }
}
