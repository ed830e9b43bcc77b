import type { TlsFiles } from '../../core/profile.ts';
import { HttpClient } from '../http/httpClient.ts';
import { Proxies } from '../http/proxies.ts';
import type { DestinationServices } from './destinationServices.ts';
import type { FileValues } from './fileValues.ts';
import { TlsContexts } from './tlsContexts.ts';

/** What the client of a destination heeds. */
export interface ClientSettings {
  /** The profile's, in seconds. */
  readonly timeout: number;
  readonly tls?: TlsFiles | undefined;
  /** Of the server that requests go to. */
  readonly origin: string;
}

/** The HTTP client of one destination. */
export function destinationClient(
  { timeout, tls, origin }: ClientSettings,
  values: FileValues,
  { network = {}, env, mask }: DestinationServices,
): HttpClient {
  const proxies = new Proxies(network, env, mask);
  const contexts = tls && new TlsContexts(tls, origin, values);
  return new HttpClient({
    idleTimeoutMs: timeout * 1000,
    proxyFor: (server) => proxies.for(server),
    rejectUnauthorized: network.strictSsl ?? true,
    ...(contexts && { secureContextFor: (server, signal) => contexts.for(server, signal) }),
  });
}
