/** How servers are reached: directly, by handing requests to a proxy, or through its tunnel. */
import type { SecureContext } from 'node:tls';
import { createConnect, whereTrusted, type Connect } from './connector.ts';
import type { Proxy } from './proxies.ts';
import { SendQueues } from './sendQueues.ts';
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
  /** Of all connections of this process. Absent: these have their own. */
  readonly sendQueues?: SendQueues;
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
  readonly #sendQueues: SendQueues;
  /** Without TLS. */
  readonly #plain: Connect;
  readonly #secure = new WeakMap<SecureContext, Connect>();
  /** Trusts whom Node trusts. */
  #usual: SecureContext | undefined;
  /** Trusts whom this system trusts, too. */
  #trusting: SecureContext | undefined;

  constructor(options: RouteOptions) {
    this.#options = options;
    this.#sendQueues = options.sendQueues ?? new SendQueues();
    this.#plain = this.#connectWith();
  }

  /** @throws Problem `settingInvalid` of the proxy, and what `secureContextFor` throws. */
  async to(origin: string, signal: AbortSignal): Promise<Route> {
    const server = new URL(origin);
    const isSecure = server.protocol === 'https:';
    const own = isSecure ? await this.#options.secureContextFor?.(origin, signal) : undefined;
    const bySecure = (via: (connect: Connect) => Connect) =>
      own ? via(this.#connectBy(own)) : this.#connectTrusting(via);
    const proxy = this.#options.proxyFor?.(server);
    if (proxy === undefined) return { origin, connect: isSecure ? await bySecure((connect) => connect) : this.#plain };
    const isProxySecure = proxy.url.protocol === 'https:';
    const toProxy = connectToProxy(proxy, isProxySecure ? await this.#connectTrusting() : this.#plain);
    return isSecure
      ? { origin, connect: await bySecure((connect) => connectByTunnel(proxy, toProxy, connect)) }
      : { origin: proxy.url.origin, connect: toProxy, forwarder: proxy };
  }

  /**
   * Connections to those whom the usual authorities vouch for, led by `via` to where they go. What this system trusts
   * is read when Node does not trust a certificate, and held against all that come after it.
   */
  async #connectTrusting(via: (connect: Connect) => Connect = (connect) => connect): Promise<Connect> {
    const { usualContext, trustingContext } = await import('./trustedCertificates.ts');
    if (this.#trusting) return via(this.#connectBy(this.#trusting));
    const usual = via(this.#connectBy((this.#usual ??= usualContext())));
    return whereTrusted(usual, () => via(this.#connectBy((this.#trusting ??= trustingContext()))));
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
    const sendQueues = this.#sendQueues;
    return createConnect({ idleTimeoutMs, sendQueues, rejectUnauthorized, ...(secureContext && { secureContext }) });
  }
}
