import { extractLinks } from '../../../core/profile/extractLink.ts';
import { describe } from '../../../core/messages.ts';
import type { ByteRange, PlannedFile } from '../../../core/model.ts';
import { parseJson } from '../../../core/parseJson.ts';
import type { SendOptions, Uploaded } from '../../../core/ports.ts';
import { Problem } from '../../../core/problem.ts';
import type { LinkRule } from '../../../core/profile/profile.ts';
import type {
  BegunSession,
  HeldPart,
  SentPart,
  SessionProtocol,
  SessionState,
} from '../../../core/transfer/sessionPort.ts';
import { TransferError } from '../../../core/transfer/transferError.ts';
import type { Digests } from '../../files/digest.ts';
import type { Answer } from '../../http/answer.ts';
import { Outflow, rangeBody } from '../fileBody.ts';
import type { FileValues } from '../fileValues.ts';
import {
  aboveLimit,
  forgotten,
  invalid,
  offsetIn,
  offsetOfUpload,
  pathOfUpload,
  refusal,
  requireTus,
} from './tusAnswer.ts';
import type { TusFeatures } from './tusFeatures.ts';
import { encodeMetadata } from './tusMetadata.ts';
import type { TusRequest, TusRequester } from './tusRequest.ts';
import { readState, type UploadedByTus } from './tusState.ts';

interface TusSessionOptions {
  /** The destination's key in the settings. */
  readonly name: string;
  /** Where all uploads are, and credentials may go. */
  readonly origin: string;
  readonly requester: TusRequester;
  readonly features: (signal: AbortSignal) => Promise<TusFeatures>;
  readonly values: FileValues;
  readonly digests: Digests;
  /** What the server is told of a file: `Upload-Metadata`. */
  readonly metadata: (file: PlannedFile, signal: AbortSignal) => Promise<Readonly<Record<string, string>>>;
  /** Smallest file that goes by session, in bytes. */
  readonly from: number;
  /** In bytes. */
  readonly partSize: number;
  /** Whether a file may go with the request that creates its upload: when the answer is lost, it may be there twice. */
  readonly wholeAtOnce: boolean;
  readonly link?: LinkRule | undefined;
  /** Where the server, on this machine and ours, keeps a file. */
  readonly storedPath?: (answer: Answer) => string | undefined;
}

const partType = 'application/offset+octet-stream';

/** Uploads by tus 1.0.0 (https://tus.io/protocols/resumable-upload), in their order, each part where the last ended. */
export class TusSession implements SessionProtocol {
  readonly from: number;
  readonly limits: SessionProtocol['limits'];
  readonly lastPartEnds = true;
  readonly #options: TusSessionOptions;
  /** Where the uploads of files are that have ended. */
  readonly #ended = new WeakMap<PlannedFile, SessionState>();

  constructor(options: TusSessionOptions) {
    this.from = options.from;
    this.limits = { partSize: options.partSize, parallel: 1 };
    this.#options = options;
  }

  /** A server of tus lists no uploads: one whose creation got no answer stays there until the server lets it expire. */
  intend(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  /**
   * Creates an upload. A file of one part goes along where that is asked for and the server takes it: when the answer
   * is lost, it is there twice. The first of several parts does not: whatever ends the request would lose its bytes, as
   * nobody knows yet where they are.
   */
  async begin(file: PlannedFile, options: SendOptions): Promise<BegunSession> {
    const { partSize, wholeAtOnce } = this.#options;
    const { size } = file.source;
    const goesAlong =
      wholeAtOnce && size <= partSize && (await this.#options.features(options.signal)).creationWithUpload;
    return this.create(file, goesAlong ? size : 0, options);
  }

  /** Creates an upload with the first bytes of the file, or none. */
  async create(file: PlannedFile, firstBytes: number, options: SendOptions): Promise<BegunSession> {
    const { requester, features, origin } = this.#options;
    const { signal } = options;
    const { source } = file;
    const { maxSize } = await features(signal);
    const url = await requester.creationUrl(signal);
    if (maxSize !== undefined && source.size > maxSize) throw aboveLimit(source, maxSize, url.host);
    const first = { start: 0, end: firstBytes };
    const content = firstBytes > 0 ? await this.#content(file, first, options) : undefined;
    const answer = await requester.send(
      {
        method: 'POST',
        url,
        source,
        ...content,
        protocolHeaders: { ...content?.protocolHeaders, 'upload-length': String(source.size) },
        headers: { 'upload-metadata': encodeMetadata(await this.#options.metadata(file, signal)) },
      },
      signal,
    );
    requireTus(answer, false);
    const path = pathOfUpload(answer, origin);
    // Without an offset it kept none of the bytes, or does not say so: a part that collides with them asks.
    const offset = answer.headers['upload-offset'] === undefined ? 0 : offsetIn(answer, firstBytes);
    const isWhole = offset === source.size;
    const state = isWhole ? { path, uploaded: await this.#uploaded(path, file, answer, signal) } : { path };
    return { state, held: heldUpTo(offset) };
  }

  async held(state: SessionState, file: PlannedFile, signal: AbortSignal): Promise<readonly HeldPart[] | undefined> {
    const request = this.#head(state, file);
    const answer = await this.#options.requester.ask(request, signal);
    if ([404, 410].includes(answer.status)) return undefined;
    if (answer.status === 403) {
      const { problem, failure } = refusal(answer, request);
      throw new TransferError(problem, { ...failure, mayBeGone: true });
    }
    if (answer.status < 200 || answer.status >= 300) throw refusal(answer, request);
    return heldUpTo(offsetOfUpload(answer, file.source));
  }

  async send(state: SessionState, file: PlannedFile, part: ByteRange, options: SendOptions): Promise<SentPart> {
    const { signal } = options;
    const { path } = readState(state);
    const content = await this.#content(file, part, options);
    const answer = await this.#options.requester.send(
      {
        method: 'PATCH',
        url: this.#urlOf(path),
        source: file.source,
        ...content,
        protocolHeaders: { ...content.protocolHeaders, 'upload-offset': String(part.start) },
      },
      signal,
    );
    requireTus(answer, true);
    const offset = offsetIn(answer, part.end);
    if (offset <= part.start) throw invalid(answer, 'its Upload-Offset did not move on with the part that it took');
    const held = { start: part.start, end: offset };
    if (offset < file.source.size) return { held };
    return { held, state: { path, uploaded: await this.#uploaded(path, file, answer, signal) } };
  }

  async finish(
    state: SessionState,
    file: PlannedFile,
    _held: readonly HeldPart[],
    signal: AbortSignal,
  ): Promise<Uploaded> {
    const { path, uploaded } = readState(state);
    this.#ended.set(file, state);
    if (uploaded !== undefined) return uploaded;
    // The answer to the last part got lost; what the server says when it is asked may tell the same.
    const request = this.#head(state, file);
    const answer = await this.#options.requester.ask(request, signal);
    if (answer.status === 404 || answer.status === 410) throw forgotten(answer);
    if (answer.status < 200 || answer.status >= 300) throw refusal(answer, request);
    if (offsetOfUpload(answer, file.source) < file.source.size) throw invalid(answer, 'it says that a part is missing');
    return this.#uploaded(path, file, answer, signal);
  }

  /**
   * Looks whether the server says that it has the whole file.
   *
   * @throws as `Destination.verify`.
   */
  async requireWhole(file: PlannedFile, signal: AbortSignal): Promise<void> {
    const { path, size } = file.source;
    const state = this.#ended.get(file);
    if (state === undefined) throw new Problem('internal', { reason: 'a check of what was not uploaded' });
    const request = this.#head(state, file);
    const answer = await this.#options.requester.send(request, signal);
    const offset = offsetOfUpload(answer, file.source);
    if (offset === size) return;
    const what = `it has ${offset} bytes, not ${size}`;
    throw new Problem('contentDiffers', { file: path, host: request.url.host, what });
  }

  async abandon(state: SessionState, signal: AbortSignal): Promise<void> {
    const { termination } = await this.#options.features(signal);
    if (!termination) return;
    const request: TusRequest = { method: 'DELETE', url: this.#urlOf(readState(state).path) };
    const answer = await this.#options.requester.ask(request, signal);
    // What is gone, or can't be thrown away, is of no interest any more.
    if (answer.status >= 500 || [401, 403, 407, 423, 429].includes(answer.status)) throw refusal(answer, request);
    if (answer.status < 300) requireTus(answer, true);
  }

  #urlOf(path: string): URL {
    // Not resolved: a path that begins with `//` would be taken for another server.
    return new URL(this.#options.origin + path);
  }

  #head(state: SessionState, { source }: PlannedFile): TusRequest {
    return { method: 'HEAD', url: this.#urlOf(readState(state).path), source };
  }

  /** What a request with a part of the file holds. */
  async #content(
    { source }: PlannedFile,
    part: ByteRange,
    options: SendOptions,
  ): Promise<Required<Pick<TusRequest, 'protocolHeaders' | 'body'>>> {
    const { digests, features } = this.#options;
    const { checksum } = await features(options.signal);
    const sum = checksum && (await digests.digest(source, part, checksum, options.signal)).toString('base64');
    return {
      protocolHeaders: sum === undefined ? {} : { 'upload-checksum': `${checksum} ${sum}` },
      body: () => rangeBody(source, part, partType, new Outflow(options)),
    };
  }

  async #uploaded(path: string, file: PlannedFile, answer: Answer, signal: AbortSignal): Promise<UploadedByTus> {
    const { name, link: rule, values } = this.#options;
    const storedPath = this.#options.storedPath?.(answer);
    const stored = storedPath === undefined ? {} : { storedPath };
    if (rule === undefined) return { url: this.#urlOf(path).href, ...stored };
    const { status, headers, text, url } = answer;
    const told = { status, headers, body: text, json: parseJson(text), url: url.href, storedAtUrl: false };
    const [link] = await extractLinks(told, rule, [values.of(file.source, file.dated)], signal);
    if (link !== undefined) return { url: link, ...stored };
    return { warnings: [describe('linkMissing', { destination: name })], ...stored };
  }
}

function heldUpTo(offset: number): readonly HeldPart[] {
  return offset === 0 ? [] : [{ start: 0, end: offset }];
}
