import { unlessAborted } from '../../../core/unlessAborted.ts';
import type { Answer } from '../../http/answer.ts';
import type { DigestAlgorithm } from '../../files/digest.ts';
import { invalid, sizeIn } from './tusAnswer.ts';
import type { TusRequester } from './tusRequest.ts';

/** What a server can do besides the core protocol and creation. */
export interface TusFeatures {
  /** In bytes, of one file. */
  readonly maxSize?: number;
  /** Takes bytes with the request that creates the upload. */
  readonly creationWithUpload: boolean;
  /** Checks each part. */
  readonly checksum?: DigestAlgorithm;
  /** Throws an upload away when it is told to. */
  readonly termination: boolean;
}

/** Names in `Tus-Checksum-Algorithm`, the one that is wanted most first. */
const algorithms = ['sha256', 'sha1', 'md5', 'crc32'] as const satisfies readonly DigestAlgorithm[];

/** Asks once what the server can do, for all that want to know meanwhile; after a failure, again. */
export class AskedFeatures {
  readonly #requester: TusRequester;
  #known: TusFeatures | undefined;
  #asking: { readonly features: Promise<TusFeatures>; readonly signal: AbortSignal } | undefined;

  constructor(requester: TusRequester) {
    this.#requester = requester;
  }

  /** @throws as `SessionProtocol`. */
  async get(signal: AbortSignal): Promise<TusFeatures> {
    if (this.#known !== undefined) return this.#known;
    const asking = (this.#asking ??= { features: this.#ask(signal), signal });
    try {
      return await unlessAborted(asking.features, signal);
    } catch (error) {
      // Whoever asked was cancelled.
      if (asking.signal.aborted && !signal.aborted) return this.get(signal);
      throw error;
    }
  }

  async #ask(signal: AbortSignal): Promise<TusFeatures> {
    try {
      const url = await this.#requester.creationUrl(signal);
      const answer = await this.#requester.ask({ method: 'OPTIONS', url }, signal);
      const features = featuresIn(answer);
      // A server in trouble may tell more the next time.
      if (answer.status < 500) this.#known = features;
      return features;
    } finally {
      this.#asking = undefined;
    }
  }
}

/** Not every server answers OPTIONS by the book, or lets anybody ask: what it can't be asked, it need not do. */
function featuresIn(answer: Answer): TusFeatures {
  const { status, headers } = answer;
  const isAnswer = status >= 200 && status < 300;
  const extensions = isAnswer ? listIn(headers['tus-extension']) : [];
  const versions = isAnswer ? listIn(headers['tus-version']) : [];
  if (versions.length > 0 && !versions.includes('1.0.0')) {
    throw invalid(answer, `it speaks tus ${versions.join(', ')}, not 1.0.0`);
  }
  const offered = extensions.includes('checksum') ? listIn(headers['tus-checksum-algorithm']) : [];
  const checksum = algorithms.find((algorithm) => offered.includes(algorithm));
  const maxSize = isAnswer ? sizeIn(headers['tus-max-size']) : undefined;
  return {
    creationWithUpload: extensions.includes('creation-with-upload'),
    termination: extensions.length === 0 || extensions.includes('termination'),
    ...(checksum === undefined ? {} : { checksum }),
    // Some servers say 0 for: no limit.
    ...(maxSize === undefined || maxSize === 0 ? {} : { maxSize }),
  };
}

function listIn(header = ''): readonly string[] {
  return header.split(',').flatMap((item) => item.trim() || []);
}
