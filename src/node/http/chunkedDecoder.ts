import { AnswerMalformed, isText, parseField } from './answerHead.ts';

/** In bytes, of all extensions and trailers of one body: nobody reads them. */
const overheadLimit = 16 * 1024;

/** Takes a body out of its chunks (RFC 9112 §7.1); extensions and trailers are checked and thrown away. */
export class ChunkedDecoder {
  readonly #onData: (bytes: Buffer) => void;
  #reads: 'size' | 'data' | 'data end' | 'trailers' | 'nothing' = 'size';
  /** Of the chunk, in bytes. */
  #rest = 0;
  /** The line that is being read, as far as it has come; a character a byte. */
  #line = '';
  #overhead = 0;

  constructor(onData: (bytes: Buffer) => void) {
    this.#onData = onData;
  }

  get hasEnded(): boolean {
    return this.#reads === 'nothing';
  }

  /**
   * @returns where the body ends in these bytes, or their end.
   * @throws AnswerMalformed; what `onData` throws.
   */
  read(bytes: Buffer, start: number): number {
    let at = start;
    while (at < bytes.length && this.#reads !== 'nothing') {
      at = this.#reads === 'data' ? this.#takeData(bytes, at) : this.#takeLine(bytes, at);
    }
    return at;
  }

  #takeData(bytes: Buffer, start: number): number {
    const end = Math.min(bytes.length, start + this.#rest);
    this.#rest -= end - start;
    if (this.#rest === 0) this.#reads = 'data end';
    this.#onData(bytes.subarray(start, end));
    return end;
  }

  #takeLine(bytes: Buffer, start: number): number {
    const feed = bytes.indexOf('\n', start);
    const end = feed === -1 ? bytes.length : feed + 1;
    this.#line += bytes.toString('latin1', start, end);
    if (this.#line.length + this.#overhead > overheadLimit) throw new AnswerMalformed('its chunks say too much');
    if (feed !== -1) {
      if (!this.#line.endsWith('\r\n')) throw new AnswerMalformed('a line of its chunks does not end as it should');
      const line = this.#line.slice(0, -2);
      this.#line = '';
      this.#onLine(line);
    }
    return end;
  }

  #onLine(line: string): void {
    if (this.#reads === 'size') {
      this.#onSize(line);
    } else if (this.#reads === 'data end') {
      if (line !== '') throw new AnswerMalformed('a chunk of it is longer than it says');
      this.#reads = 'size';
    } else if (line === '') {
      this.#reads = 'nothing';
    } else {
      parseField(line);
      this.#overhead += line.length;
    }
  }

  #onSize(line: string): void {
    // More digits than these would not be counted exactly.
    const size = /^[\da-f]{1,13}(?=$|[\t ]*;)/i.exec(line)?.[0];
    if (size === undefined || !isText(line)) throw new AnswerMalformed('the size of a chunk is none');
    this.#overhead += line.length - size.length;
    this.#rest = parseInt(size, 16);
    this.#reads = this.#rest === 0 ? 'trailers' : 'data';
  }
}
