import { originOf } from '../../../core/profile/destinationUrl.ts';
import type { PlannedFile, Source } from '../../../core/model.ts';
import type { Uploaded } from '../../../core/ports.ts';
import type { TusProfile } from '../../../core/profile/profile.ts';
import { expandUrl } from '../../../core/profile/expandTemplate.ts';
import type { Digests } from '../../files/digest.ts';
import type { Answer } from '../../http/answer.ts';
import type { Body } from '../../http/body.ts';
import { checkUploaded } from '../checkUploaded.ts';
import { DestinationClient } from '../destinationClient.ts';
import type { DestinationServices } from '../destinationServices.ts';
import type { FileValues } from '../fileValues.ts';
import { requestHeaders } from '../requestHeaders.ts';
import { refusal } from './tusAnswer.ts';

export interface TusRequest {
  readonly method: 'OPTIONS' | 'POST' | 'HEAD' | 'PATCH' | 'DELETE';
  readonly url: URL;
  /** Without secrets. */
  readonly protocolHeaders?: Readonly<Record<string, string>>;
  /** What may hold secrets, as it may go nowhere else. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: () => Body | Promise<Body>;
  /** The file that it is about, for problems. */
  readonly source?: Source | undefined;
}

/** What all requests of a destination have in common. */
export type RequestTemplates = Pick<TusProfile, 'url' | 'headers' | 'auth' | 'link' | 'tls' | 'timeout'>;

/** Sends requests with a profile's headers and credentials. */
export class TusRequester {
  readonly #templates: RequestTemplates;
  readonly #values: FileValues;
  readonly #client: DestinationClient;

  constructor(templates: RequestTemplates, values: FileValues, services: DestinationServices) {
    const { timeout, tls, url } = templates;
    this.#templates = templates;
    this.#values = values;
    this.#client = new DestinationClient({ timeout, tls, origin: originOf(url) }, values, services);
  }

  /** As `checkUploaded`: all that the link gives, compared with the file. */
  async compare(uploaded: Uploaded, file: PlannedFile, digests: Digests, signal: AbortSignal): Promise<void> {
    const check = {
      how: 'download' as const,
      profile: this.#templates,
      origin: originOf(this.#templates.url),
      values: this.#values,
      client: this.#client,
      digests,
    };
    await checkUploaded(uploaded, file, check, signal);
  }

  /** Where uploads are created. */
  async creationUrl(signal: AbortSignal): Promise<URL> {
    return new URL(await expandUrl(this.#templates.url, this.#values.ofNone(), signal));
  }

  /**
   * The answer, whatever its status.
   *
   * @throws as `Destination.send`, but that no answer is a failure.
   */
  async ask(request: TusRequest, signal: AbortSignal): Promise<Answer> {
    const { method, url, body, source } = request;
    const values = source ? this.#values.of(source) : this.#values.ofNone();
    const headers = { ...(await requestHeaders(this.#templates, values, signal)), ...request.headers };
    const protocolHeaders = {
      ...(method === 'OPTIONS' ? {} : { 'tus-resumable': '1.0.0' }),
      ...request.protocolHeaders,
    };
    return this.#client.request({ method, url, headers, protocolHeaders, ...(body && { body }) }, signal);
  }

  /**
   * The answer, which is a success.
   *
   * @throws as `Destination.send`.
   */
  async send(request: TusRequest, signal: AbortSignal): Promise<Answer> {
    const answer = await this.ask(request, signal);
    if (answer.status < 200 || answer.status >= 300) throw refusal(answer, request);
    return answer;
  }
}
