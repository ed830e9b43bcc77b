import type { TlsFiles } from '../../core/profile.ts';
import { HttpClient } from '../http/httpClient.ts';
import { Proxies } from '../http/proxies.ts';
import type { DestinationServices } from './destinationServices.ts';
import type { FileValues } from './fileValues.ts';
import type { TlsContexts } from './tlsContexts.ts';

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
  let contexts: TlsContexts | undefined;
  return new HttpClient({
    idleTimeoutMs: timeout * 1000,
    mask,
    proxyFor: (server) => proxies.for(server),
    rejectUnauthorized: network.strictSsl ?? true,
    ...(tls && {
      async secureContextFor(server, signal) {
        // The modules of TLS: where there is none, nobody waits for them.
        const { TlsContexts } = await import('./tlsContexts.ts');
        contexts ??= new TlsContexts(tls, origin, values);
        return contexts.for(server, signal);
      },
    }),
  });
}
