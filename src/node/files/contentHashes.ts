import type { Source } from '../../core/model.ts';
import { digests } from './digest.ts';
import { wholeOf } from './wholeSource.ts';

/** What tells contents apart: the SHA-256 of a file, and which of its pages. Each file is read once for it. */
export class ContentHashes {
  /** By what reads them: the pages of a document share that. */
  readonly #looking = new WeakMap<object, Promise<string>>();
  readonly #known = new WeakMap<object, string>();

  /** @throws what `Source.open` throws; the signal's reason. */
  async of(source: Source, signal: AbortSignal): Promise<string> {
    // eslint-disable-next-line @typescript-eslint/unbound-method -- It is not called.
    const { open } = source;
    let looking = this.#looking.get(open);
    if (looking === undefined) {
      looking = digests.digest(source, wholeOf(source), 'sha256', signal).then((hash) => hash.toString('hex'));
      this.#looking.set(open, looking);
      // Who asks again may have more luck.
      looking.catch(() => this.#looking.delete(open));
    }
    this.#known.set(open, await looking);
    return named(await looking, source);
  }

  /** The same where it was asked for before. */
  known(source: Source): string | undefined {
    // eslint-disable-next-line @typescript-eslint/unbound-method -- It is not called.
    const hash = this.#known.get(source.open);
    return hash === undefined ? undefined : named(hash, source);
  }
}

function named(hash: string, { page }: Source): string {
  return page === undefined ? hash : `${hash}-${page}`;
}
