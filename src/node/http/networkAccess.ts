import type { SecretMask } from '../../core/maskSecrets.ts';
import type { HttpClientOptions } from './httpClient.ts';
import { Proxies, type NetworkSettings } from './proxies.ts';
import type { SendQueues } from './sendQueues.ts';

/** How servers are reached. */
export interface NetworkAccess {
  /** `process.env`. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Is told every secret that is used, so that none gets into a log or a problem. */
  readonly mask: SecretMask;
  /** The editor’s; absent at the command line, where the environment alone counts. */
  readonly network?: NetworkSettings;
  /** Of all connections of this process. Absent: those of each client have their own. */
  readonly sendQueues?: SendQueues;
}

/** @param timeout idle timeout, in seconds. */
export function clientOptions(access: NetworkAccess, timeout: number): HttpClientOptions {
  const { env, mask, network = {}, sendQueues } = access;
  const proxies = new Proxies(network, env, mask);
  return {
    idleTimeoutMs: timeout * 1000,
    ...(sendQueues && { sendQueues }),
    mask,
    proxyFor: (server) => proxies.for(server),
    rejectUnauthorized: network.strictSsl ?? true,
  };
}
