import type { Answer } from './answer.ts';
import { AnswerMalformed, parseHead, type AnswerHead } from './answerHead.ts';
import { ChunkedDecoder } from './chunkedDecoder.ts';

/** In bytes, as Node has it. */
const headLimit = 16 * 1024;

/** Hears what of an answer has come; what it throws ends the reading. */
export interface AnswerListener {
  /** Also of a provisional one (1xx), before the answer itself. */
  onHead(status: number, headers: Answer['headers']): void;
  /** Bytes of the body, which are in memory that nobody else writes to. */
  onData(bytes: Buffer): void;
}

/** Reads one answer of HTTP/1.1 out of bytes that come in any pieces (RFC 9112). */
export class AnswerParser {
  readonly #method: string;
  readonly #listener: AnswerListener;
  /** What has come of a head that is not complete. */
  #begun: Buffer | undefined;
  #reads: 'head' | 'length' | 'chunks' | 'until close' | 'nothing' = 'head';
  /** Of the body, in bytes. */
  #rest = 0;
  #chunks: ChunkedDecoder | undefined;
  #isPersistent = false;
  #keepAlive: string | undefined;

  /** @param method of the request. */
  constructor(method: string, listener: AnswerListener) {
    this.#method = method;
    this.#listener = listener;
  }

  get hasEnded(): boolean {
    return this.#reads === 'nothing';
  }

  /** Once it has ended: whether another request may follow on its connection (RFC 9112 §9.3). */
  get isPersistent(): boolean {
    return this.#isPersistent;
  }

  /** How long the server keeps the connection for another request, in its own words: `timeout=5`. */
  get keepAlive(): string | undefined {
    return this.#keepAlive;
  }

  /**
   * @returns how many of these bytes are of the answer: what follows is of none that was asked for.
   * @throws AnswerMalformed; what the listener throws.
   */
  read(bytes: Buffer): number {
    let at = 0;
    while (at < bytes.length && this.#reads !== 'nothing') at = this.#take(bytes, at);
    return at;
  }

  /** No more bytes come. @returns whether the answer is whole. */
  end(): boolean {
    if (this.#reads === 'until close') this.#reads = 'nothing';
    return this.hasEnded;
  }

  #take(bytes: Buffer, at: number): number {
    switch (this.#reads) {
      case 'head':
        return this.#takeHead(bytes, at);
      case 'chunks':
        return this.#takeChunks(bytes, at);
      case 'length':
        return this.#takeLength(bytes, at);
      default:
        this.#listener.onData(bytes.subarray(at));
        return bytes.length;
    }
  }

  #takeHead(bytes: Buffer, at: number): number {
    const begun = this.#begun;
    const all = begun ? Buffer.concat([begun, bytes]) : bytes;
    const end = all.indexOf('\r\n\r\n', begun ? Math.max(0, begun.length - 3) : at);
    const length = (end === -1 ? all.length : end) - at;
    if (length > headLimit) throw new AnswerMalformed('its headers are too long');
    if (end === -1) {
      this.#begun = all.subarray(at);
      requireBegin(this.#begun);
      return bytes.length;
    }
    this.#begun = undefined;
    const head = parseHead(all.toString('latin1', at, end));
    // Nobody asked for another protocol.
    if (head.status === 101) throw new AnswerMalformed('it changes the protocol');
    if (head.status >= 200) this.#frame(head);
    this.#listener.onHead(head.status, head.headers);
    return end + 4 - (begun?.length ?? 0);
  }

  /** How long the body is (RFC 9112 §6.3). */
  #frame({ status, isOld, headers }: AnswerHead): void {
    const { 'content-length': length, 'transfer-encoding': coding, connection = '' } = headers;
    const closes = isOld || /(?:^|,)[\t ]*close[\t ]*(?:,|$)/i.test(connection);
    this.#isPersistent = !closes;
    this.#keepAlive = headers['keep-alive'];
    if (coding !== undefined && (length !== undefined || isOld || coding.toLowerCase() !== 'chunked')) {
      throw new AnswerMalformed('its length is told in two ways, or in an unknown one');
    }
    // Several lengths are no number, as they are joined.
    if (length !== undefined && !/^\d{1,15}$/.test(length)) throw new AnswerMalformed('its length is no number');
    if (this.#method === 'HEAD' || status === 204 || status === 304) {
      // Some send a body all the same, which would be taken for the next answer.
      this.#isPersistent &&= this.#method !== 'HEAD' && coding === undefined && Number(length ?? 0) === 0;
      this.#reads = 'nothing';
    } else if (coding !== undefined) {
      this.#chunks = new ChunkedDecoder((bytes) => this.#listener.onData(bytes));
      this.#reads = 'chunks';
    } else if (length !== undefined) {
      this.#rest = Number(length);
      this.#reads = this.#rest === 0 ? 'nothing' : 'length';
    } else {
      this.#isPersistent = false;
      this.#reads = 'until close';
    }
  }

  #takeLength(bytes: Buffer, at: number): number {
    const end = Math.min(bytes.length, at + this.#rest);
    this.#rest -= end - at;
    if (this.#rest === 0) this.#reads = 'nothing';
    this.#listener.onData(bytes.subarray(at, end));
    return end;
  }

  #takeChunks(bytes: Buffer, at: number): number {
    const end = this.#chunks?.read(bytes, at) ?? bytes.length;
    if (this.#chunks?.hasEnded) this.#reads = 'nothing';
    return end;
  }
}

/** What can't become a head is not waited for: another protocol, and lines that don't end with CR LF. */
function requireBegin(bytes: Buffer): void {
  const begin = 'HTTP/1.';
  const came = bytes.toString('latin1', 0, begin.length);
  if (!begin.startsWith(came)) throw new AnswerMalformed('it begins as no answer does');
  for (let feed = bytes.indexOf('\n'); feed !== -1; feed = bytes.indexOf('\n', feed + 1)) {
    if (bytes[feed - 1] !== 0x0d) throw new AnswerMalformed('a line of its headers does not end as it should');
  }
}
