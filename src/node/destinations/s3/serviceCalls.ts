import { bufferBody } from '../../http/body.ts';
import type { DestinationClient } from '../destinationClient.ts';

/** What AWS's clients hand to whatever makes their requests (`RequestHandler` of @smithy/types). */
interface ServiceRequest {
  readonly method: string;
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number;
  readonly path: string;
  readonly query: Readonly<Record<string, string | readonly string[] | null>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

interface ServiceAnswer {
  readonly response: { statusCode: number; headers: Record<string, string>; body: Uint8Array };
}

const { signal: never } = new AbortController();

/**
 * Calls of the services that give credentials (STS, single sign-on), made as all other requests are: through the proxy,
 * trusting the same certificates. What asks this machine for its metadata does not come here, and goes straight.
 */
export class ServiceCalls {
  readonly #http: DestinationClient;
  /** Why the last call got no answer, which AWS's clients tell in their words only. */
  failure: Error | undefined;

  constructor(http: DestinationClient) {
    this.#http = http;
  }

  /**
   * Settings of whatever finds credentials.
   *
   * @param region of the services, when nothing else tells it.
   */
  settings(region: string) {
    const requestHandler = {
      metadata: { handlerProtocol: 'http/1.1' },
      handle: (request: ServiceRequest) => this.#call(request),
      updateHttpClientConfig: () => undefined,
      httpHandlerConfigs: () => ({}),
    };
    // Some heed the one, some the other.
    return { clientConfig: { requestHandler }, parentClientConfig: { requestHandler, region } };
  }

  async #call(request: ServiceRequest): Promise<ServiceAnswer> {
    const { method, headers, body } = request;
    const contentType = headers['content-type'] ?? 'application/octet-stream';
    const content = typeof body === 'string' ? Buffer.from(body) : body;
    this.failure = undefined;
    try {
      const answer = await this.#http.request(
        {
          method,
          url: urlOf(request),
          headers,
          redirectsTo: new Set(),
          ...(content && { body: () => bufferBody(contentType, content) }),
        },
        never,
      );
      return { response: { statusCode: answer.status, headers: { ...answer.headers }, body: answer.content } };
    } catch (error) {
      this.failure = error instanceof Error ? error : undefined;
      throw error;
    }
  }
}

function urlOf({ protocol, hostname, port, path, query }: ServiceRequest): URL {
  const url = new URL(path, `${protocol}//${hostname}${port === undefined ? '' : `:${port}`}`);
  for (const [name, value] of Object.entries(query)) {
    for (const each of [value ?? ''].flat()) url.searchParams.append(name, each);
  }
  return url;
}
