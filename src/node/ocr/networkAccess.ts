import type { SecretMask } from '../../core/maskSecrets.ts';
import { HttpClient } from '../http/httpClient.ts';
import { Proxies, type NetworkSettings } from '../http/proxies.ts';

/** How engines reach the network. */
export interface NetworkAccess {
  /** `process.env`. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Is told keys, so that no problem repeats them. */
  readonly mask: SecretMask;
  /** The editor’s; absent at the command line, where the environment alone counts. */
  readonly network?: NetworkSettings;
}

/** @param timeout idle timeout, in seconds. */
export function engineClient({ env, mask, network = {} }: NetworkAccess, timeout: number): HttpClient {
  const proxies = new Proxies(network, env, mask);
  return new HttpClient({
    idleTimeoutMs: timeout * 1000,
    mask,
    proxyFor: (server) => proxies.for(server),
    rejectUnauthorized: network.strictSsl ?? true,
  });
}
