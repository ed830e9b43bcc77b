import type { SecretMask } from '../../core/maskSecrets.ts';
import type { HttpClientOptions } from './httpClient.ts';
import { Proxies, type NetworkSettings } from './proxies.ts';

/** How servers are reached. */
export interface NetworkAccess {
  /** `process.env`. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Is told every secret that is used, so that none gets into a log or a problem. */
  readonly mask: SecretMask;
  /** The editor’s; absent at the command line, where the environment alone counts. */
  readonly network?: NetworkSettings;
}

/** @param timeout idle timeout, in seconds. */
export function clientOptions({ env, mask, network = {} }: NetworkAccess, timeout: number): HttpClientOptions {
  const proxies = new Proxies(network, env, mask);
  return {
    idleTimeoutMs: timeout * 1000,
    mask,
    proxyFor: (server) => proxies.for(server),
    rejectUnauthorized: network.strictSsl ?? true,
  };
}
