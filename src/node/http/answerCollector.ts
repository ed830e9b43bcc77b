import { answerLimit, AnswerUnusable, decodeAnswer, isEncoded, type Answer } from './answer.ts';
import type { Body } from './body.ts';
import type { HttpRequest } from './httpClient.ts';
import type { ExchangeListener } from './transport.ts';

/** From its first byte to its last, in milliseconds: bytes that trickle keep the idle timeout away. */
const answerTime = 5 * 60_000;

/** How often a server may say that the answer is still to come (1xx) while nothing more is sent to it. */
const provisionalLimit = 1000;

export interface CollectorOptions {
  readonly url: URL;
  readonly body: Body | undefined;
  readonly onData: HttpRequest['onData'];
  readonly now: () => number;
}

/** Makes an answer of what a transport tells of one request. */
export class AnswerCollector implements ExchangeListener {
  sent: 'nothing' | 'something' = 'nothing';
  readonly #url: URL;
  readonly #ending = Promise.withResolvers<Answer>();
  readonly #body: Body | undefined;
  readonly #onData: HttpRequest['onData'];
  readonly #now: () => number;
  #bytesToSend: number;
  #status: number | undefined;
  #headers: Answer['headers'] = {};
  readonly #chunks: Buffer[] = [];
  #size = 0;
  #provisional = 0;
  /** When the first bytes of the answer came. */
  #began: number | undefined;

  constructor({ url, body, onData, now }: CollectorOptions) {
    this.#url = url;
    this.#body = body;
    this.#onData = onData;
    this.#now = now;
    this.#bytesToSend = body?.length ?? 0;
  }

  get answer(): Promise<Answer> {
    return this.#ending.promise;
  }

  get hasAnswer(): boolean {
    return this.#status !== undefined;
  }

  /** Ends it without an answer. */
  fail(error: unknown): void {
    this.#ending.reject(error);
  }

  onStart(): void {
    this.sent = 'something';
  }

  onSent(bytes: number): void {
    this.#bytesToSend -= bytes;
    this.#provisional = 0;
    this.#body?.onSent?.();
  }

  onBytes(): void {
    const now = this.#now();
    this.#began ??= now;
    if (now - this.#began > answerTime && !this.#isHandedOn) throw new AnswerUnusable('it does not end');
  }

  onHead(status: number, headers: Answer['headers']): void {
    if (status < 200) {
      this.#began = undefined;
      if (++this.#provisional > provisionalLimit) throw new AnswerUnusable('it does not come');
      return;
    }
    this.#status = status;
    this.#headers = headers;
    if (this.#isHandedOn && isEncoded(headers)) {
      throw new AnswerUnusable('it is compressed, though that was not asked for');
    }
  }

  onData(chunk: Buffer): void {
    if (this.#isHandedOn) {
      this.#onData?.(chunk);
      return;
    }
    this.#size += chunk.length;
    if (this.#size > answerLimit) throw new AnswerUnusable('it is longer than 1 MiB');
    this.#chunks.push(chunk);
  }

  onEnd(isAllSent: boolean): void {
    if (!isAllSent) this.#bytesToSend = Math.max(this.#bytesToSend, 1);
    this.#finish(this.#status ?? 0);
  }

  onFailure(error: Error): void {
    // What is no success stands, whatever happened to its connection: servers that answer 413 often reset it.
    if (this.#status !== undefined && this.#status >= 300) this.#finish(this.#status);
    else this.fail(error);
  }

  /** Whether the body goes elsewhere as it comes. */
  get #isHandedOn(): boolean {
    return this.#onData !== undefined && this.#status === 200;
  }

  #finish(status: number): void {
    // RFC 9110 §15.3: success means that the request was received, so this would be a defect of the server.
    if (status < 300 && this.#bytesToSend > 0) {
      this.fail(new AnswerUnusable('it came before everything was sent'));
      return;
    }
    const [first] = this.#chunks;
    const content = first && this.#chunks.length === 1 ? first : Buffer.concat(this.#chunks);
    const answer = { status, headers: this.#headers, content, url: this.#url };
    try {
      this.#ending.resolve({ ...answer, text: decodeAnswer(this.#headers, content) });
    } catch (error) {
      // What is no success needs no text.
      if (status >= 300) this.#ending.resolve({ ...answer, text: '' });
      else this.fail(error);
    }
  }
}
