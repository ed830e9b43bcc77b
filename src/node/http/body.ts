/** What a request sends. It is made anew for each attempt: what has been read away can't be sent again. */
export interface Body {
  readonly contentType: string;
  /** In bytes. */
  readonly length: number;
  /**
   * The memory of a chunk that fills a socket's buffer may be used again as soon as the next is asked for, as it has
   * left by then; a smaller one's may not.
   */
  readonly content: Uint8Array | AsyncIterable<Uint8Array>;
  /** Called when bytes in memory were handed to the network; what is read as it is sent is counted by its reader. */
  readonly onSent?: () => void;
  /** Lets go of files and buffers; done when no descriptor is open. Absent: there is nothing to let go of. */
  close?(): Promise<void>;
}

/** A body of bytes in memory. */
export function bufferBody(contentType: string, content: Uint8Array, onSent: () => void = () => undefined): Body {
  return { contentType, length: content.byteLength, content, onSent };
}

/** A body that is read as it is sent. */
export function streamBody(contentType: string, length: number, content: AsyncGenerator<Uint8Array>): Body {
  return {
    contentType,
    length,
    content,
    close: async () => {
      // Runs what the generator does at last, once a read under way has come back.
      await content.return(undefined);
    },
  };
}
