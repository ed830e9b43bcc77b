import type { Answer } from './answer.ts';
import type { Body } from './body.ts';

/** One request as it goes over a connection. */
export interface Exchange {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Body | undefined;
  /** Takes in the body of a 200 as it comes. */
  readonly onData?: ((chunk: Uint8Array) => void) | undefined;
  readonly mask: Answer['mask'];
}

/** A request got no answer that can be used; the cause tells why. */
export class ExchangeFailed extends Error {
  override readonly name = 'ExchangeFailed';
  /** Name and port of the server. */
  readonly host: string;
  /** Whether any byte may have reached the server. */
  readonly sent: 'nothing' | 'something';
  /** Whether this connection had served before, and was closed without a byte of an answer. */
  readonly isStale: boolean;

  constructor(told: Pick<ExchangeFailed, 'host' | 'sent' | 'isStale'>, cause: unknown) {
    super(`The exchange with ${told.host} failed`, { cause });
    this.host = told.host;
    this.sent = told.sent;
    this.isStale = told.isStale;
  }
}
