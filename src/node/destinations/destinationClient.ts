import { HttpClient } from '../http/httpClient.ts';
import { Proxies } from '../http/proxies.ts';
import type { DestinationServices } from './destinationServices.ts';

/** The HTTP client of one destination. @param timeout the profile's, in seconds. */
export function destinationClient(timeout: number, { network = {}, env, mask }: DestinationServices): HttpClient {
  const proxies = new Proxies(network, env, mask);
  return new HttpClient({
    idleTimeoutMs: timeout * 1000,
    proxyFor: (server) => proxies.for(server),
    rejectUnauthorized: network.strictSsl ?? true,
  });
}
