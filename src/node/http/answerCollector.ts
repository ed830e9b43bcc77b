import type { Dispatcher } from 'undici';
import { answerLimit, AnswerUnusable, decodeAnswer, isEncoded, joinHeaders, type Answer } from './answer.ts';
import type { Body } from './body.ts';
import type { Exchange } from './exchange.ts';

/** From its first byte to its last, in milliseconds: bytes that trickle keep the idle timeout away. */
const answerTime = 5 * 60_000;

/** Takes in what undici tells of one request. */
export class AnswerCollector implements Dispatcher.DispatchHandler {
  sent: 'nothing' | 'something' = 'nothing';
  readonly #url: URL;
  readonly #mask: Answer['mask'];
  readonly #ending = Promise.withResolvers<Answer>();
  readonly #body: Body | undefined;
  #bytesToSend: number;
  readonly #onData: Exchange['onData'];
  #status: number | undefined;
  #headers: Record<string, string> = {};
  readonly #chunks: Buffer[] = [];
  #size = 0;
  /** When the first bytes of the answer came, by the connection's clock. */
  #began: number | undefined;

  constructor({ url, body, onData, mask }: Exchange) {
    this.#url = url;
    this.#mask = mask;
    this.#body = body;
    this.#bytesToSend = body?.length ?? 0;
    this.#onData = onData;
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

  onRequestStart(): void {
    this.sent = 'something';
  }

  onBodySent(chunk: Uint8Array | string): void {
    this.#bytesToSend -= Buffer.byteLength(chunk);
    this.#body?.onSent?.();
  }

  /** Something of the answer has come. */
  onBytes(now: number): void {
    this.#began ??= now;
    if (now - this.#began > answerTime && !this.#isHandedOn) this.#break(new AnswerUnusable('it does not end'));
  }

  /** An interim answer has come: the answer is still to begin. */
  onInterim(): void {
    this.#began = undefined;
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    headers: Dispatcher.ResponseData['headers'],
  ): void {
    this.#status = status;
    this.#headers = joinHeaders(headers);
    if (this.#isHandedOn && isEncoded(this.#headers)) {
      controller.abort(new AnswerUnusable('it is compressed, though that was not asked for'));
    }
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#isHandedOn) {
      this.#onData?.(chunk);
      return;
    }
    this.#size += chunk.length;
    if (this.#size <= answerLimit) this.#chunks.push(chunk);
    else controller.abort(new AnswerUnusable('it is longer than 1 MiB'));
  }

  onResponseEnd(): void {
    this.#finish(this.#status ?? 0);
  }

  onResponseError(_controller: unknown, error: Error): void {
    this.#break(error);
  }

  /** Whether the body goes elsewhere as it comes. */
  get #isHandedOn(): boolean {
    return this.#onData !== undefined && this.#status === 200;
  }

  #break(error: Error): void {
    // What is no success stands, whatever happened to its connection: servers that answer 413 often reset it.
    if (this.#status !== undefined && this.#status >= 300) this.#finish(this.#status);
    else this.fail(error);
  }

  #finish(status: number): void {
    // RFC 9110 §15.3: success means that the request was received, so this would be a defect of the server.
    if (status < 300 && this.#bytesToSend > 0) {
      this.fail(new AnswerUnusable('it came before everything was sent'));
      return;
    }
    const content = Buffer.concat(this.#chunks);
    const answer = { status, headers: this.#headers, content, url: this.#url, mask: this.#mask };
    try {
      this.#ending.resolve({ ...answer, text: decodeAnswer(this.#headers, content) });
    } catch (error) {
      // What is no success needs no text.
      if (status >= 300) this.#ending.resolve({ ...answer, text: '' });
      else this.fail(error);
    }
  }
}
