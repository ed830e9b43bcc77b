import type { Source } from '../../core/model.ts';
import { digests } from './digest.ts';
import { wholeOf } from './wholeSource.ts';

/** What tells contents apart: the SHA-256 of a file, and which of its pages. Each file is read once for it. */
export class ContentHashes {
  /** By what reads them: the pages of a document share that. */
  readonly #known = new WeakMap<object, Promise<Buffer>>();

  /** @throws what `Source.open` throws; the signal's reason. */
  async of(source: Source, signal: AbortSignal): Promise<string> {
    // eslint-disable-next-line @typescript-eslint/unbound-method -- It is not called.
    const { open } = source;
    let known = this.#known.get(open);
    if (known === undefined) {
      known = digests.digest(source, wholeOf(source), 'sha256', signal);
      this.#known.set(open, known);
    }
    const hash = (await known).toString('hex');
    return source.page === undefined ? hash : `${hash}-${source.page}`;
  }
}
