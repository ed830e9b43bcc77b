import type { TlsFiles } from '../../core/profile/profile.ts';
import type { Answer } from '../http/answer.ts';
import { HttpClient, type HttpRequest } from '../http/httpClient.ts';
import { clientOptions, type NetworkAccess } from '../http/networkAccess.ts';
import { requestFailure } from '../http/requestFailure.ts';
import type { FileValues } from './fileValues.ts';
import type { TlsContexts } from './tlsContexts.ts';

/** In seconds. */
const defaultTimeout = 60;

/** What the client of a destination heeds. */
interface ClientSettings {
  /** The profile's, in seconds. */
  readonly timeout?: number | undefined;
  readonly tls?: TlsFiles | undefined;
  /** Of the server that requests go to. */
  readonly origin: string;
}

/** The HTTP client of one destination. */
export class DestinationClient {
  readonly #http: HttpClient;
  /** In seconds. */
  readonly #timeout: number;

  constructor({ timeout = defaultTimeout, tls, origin }: ClientSettings, values: FileValues, access: NetworkAccess) {
    let contexts: TlsContexts | undefined;
    this.#timeout = timeout;
    this.#http = new HttpClient({
      ...clientOptions(access, timeout),
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

  /**
   * The answer, whatever its status.
   *
   * @throws as `Destination.send`, but that no answer is a failure.
   */
  request(request: HttpRequest, signal: AbortSignal): Promise<Answer> {
    return this.#http.request(request, signal).catch((error: unknown) => {
      throw requestFailure(error, this.#timeout, signal);
    });
  }
}
