/** How servers are reached: directly, by handing requests to a proxy, or through its tunnel. */
import type { SecureContext } from 'node:tls';
import { createConnect, type Connect } from './connector.ts';
import type { Proxy } from './proxies.ts';
import { connectByTunnel, connectToProxy } from './throughProxy.ts';

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

/** The routes to servers; what TLS trusts is read once, when it is spoken first. */
export class Routes {
  readonly #options: RouteOptions;
  /** Without TLS. */
  readonly #plain: Connect;
  readonly #secure = new WeakMap<SecureContext, Connect>();
  #trusting: SecureContext | undefined;

  constructor(options: RouteOptions) {
    this.#options = options;
    this.#plain = this.#connectWith();
  }

  /** @throws Problem `settingInvalid` of the proxy, and what `secureContextFor` throws. */
  async to(origin: string, signal: AbortSignal): Promise<Route> {
    const server = new URL(origin);
    const isSecure = server.protocol === 'https:';
    const connect = isSecure ? this.#connectBy(await this.#contextFor(origin, signal)) : this.#plain;
    const proxy = this.#options.proxyFor?.(server);
    if (proxy === undefined) return { origin, connect };
    const isProxySecure = proxy.url.protocol === 'https:';
    const toProxy = connectToProxy(proxy, isProxySecure ? this.#connectBy(await this.#trustingContext()) : this.#plain);
    return isSecure
      ? { origin, connect: connectByTunnel(proxy, toProxy, connect) }
      : { origin: proxy.url.origin, connect: toProxy, forwarder: proxy };
  }

  async #contextFor(origin: string, signal: AbortSignal): Promise<SecureContext> {
    return (await this.#options.secureContextFor?.(origin, signal)) ?? (await this.#trustingContext());
  }

  async #trustingContext(): Promise<SecureContext> {
    const { trustingContext } = await import('./trustedCertificates.ts');
    return (this.#trusting ??= trustingContext());
  }

  #connectBy(context: SecureContext): Connect {
    const known = this.#secure.get(context);
    if (known) return known;
    const connect = this.#connectWith(context);
    this.#secure.set(context, connect);
    return connect;
  }

  #connectWith(secureContext?: SecureContext): Connect {
    const { idleTimeoutMs, rejectUnauthorized = true } = this.#options;
    return createConnect({ idleTimeoutMs, rejectUnauthorized, ...(secureContext && { secureContext }) });
  }
}
