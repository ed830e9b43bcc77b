import { once } from 'node:events';
import { Readable } from 'node:stream';

/** What a request sends. It is made anew for each attempt: a stream that has been sent can't be sent again. */
export interface Body {
  readonly contentType: string;
  /** In bytes. */
  readonly length: number;
  readonly content: Uint8Array | Readable;
  /** Lets go of files and buffers; done when no descriptor is open. */
  close(): Promise<void>;
}

/** A body of bytes in memory. */
export function bufferBody(contentType: string, content: Uint8Array): Body {
  return { contentType, length: content.byteLength, content, close: () => Promise.resolve() };
}

/** A body that streams; `streams` are those that it is made of. */
export function streamBody(contentType: string, length: number, content: Readable, streams: readonly Readable[]): Body {
  // Whoever sends it is told of an error; one that comes after that is of no interest, but must not end the process.
  for (const stream of [content, ...streams]) stream.on('error', () => undefined);
  return {
    contentType,
    length,
    content,
    close: async () => {
      await Promise.all(
        streams.map(async (stream) => {
          if (stream.closed) return;
          const closed = once(stream, 'close');
          stream.destroy();
          await closed;
        }),
      );
    },
  };
}

/**
 * A stream over chunks whose memory is reused: the next is asked for only when the last one has been taken and whoever
 * reads wants more. (`Readable.from` asks for one more ahead.)
 */
export function pullStream(chunks: AsyncIterable<Uint8Array>): Readable {
  const iterator = chunks[Symbol.asyncIterator]();
  return new Readable({
    highWaterMark: 0,
    read() {
      iterator.next().then(
        ({ done, value }) => {
          if (!this.destroyed) this.push(done === true ? null : value);
        },
        (error: unknown) => this.destroy(error instanceof Error ? error : new Error(String(error))),
      );
    },
    destroy(error, callback) {
      Promise.resolve(iterator.return?.()).then(
        () => callback(error),
        () => callback(error),
      );
    },
  });
}
