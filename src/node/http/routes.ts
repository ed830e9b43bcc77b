/** How servers are reached: directly, by handing requests to a proxy, or through its tunnel. */
import { createSecureContext, type SecureContext } from 'node:tls';
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
  /** What TLS trusts of a server, and shows it. Absent: what is trusted by all, and nothing. */
  readonly secureContextFor?: (origin: string, signal: AbortSignal) => Promise<SecureContext>;
}

/** The routes to servers; what TLS trusts is read once. */
export class Routes {
  readonly #options: RouteOptions;
  readonly #connect: Connect;
  /** Those that trust or show something else. */
  readonly #others = new WeakMap<SecureContext, Connect>();

  constructor(options: RouteOptions) {
    this.#options = options;
    let trusted: SecureContext | undefined;
    this.#connect = this.#connectWith(() => (trusted ??= createSecureContext({ ca: trustedCertificates() })));
  }

  /** @throws Problem `settingInvalid` of the proxy, and what `secureContextFor` throws. */
  async to(origin: string, signal: AbortSignal): Promise<Route> {
    const server = new URL(origin);
    const isSecure = server.protocol === 'https:';
    const connect = isSecure ? await this.#connectTo(origin, signal) : this.#connect;
    const proxy = this.#options.proxyFor?.(server);
    if (proxy === undefined) return { origin, connect };
    const toProxy = connectToProxy(proxy, this.#connect);
    return isSecure
      ? { origin, connect: connectByTunnel(proxy, toProxy, connect) }
      : { origin: proxy.url.origin, connect: toProxy, forwarder: proxy };
  }

  async #connectTo(origin: string, signal: AbortSignal): Promise<Connect> {
    const context = await this.#options.secureContextFor?.(origin, signal);
    if (context === undefined) return this.#connect;
    const known = this.#others.get(context);
    if (known) return known;
    const connect = this.#connectWith(() => context);
    this.#others.set(context, connect);
    return connect;
  }

  #connectWith(secureContext: () => SecureContext): Connect {
    const { idleTimeoutMs, rejectUnauthorized = true } = this.#options;
    return createConnect({ idleTimeoutMs, secureContext, rejectUnauthorized });
  }
}
