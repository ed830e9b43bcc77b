/** A server that takes files in parts, and its protocol; what it does wrong is told to it. */
import type { ByteRange, PlannedFile, Source } from '../../../../src/core/model.ts';
import type { SendOptions, Uploaded } from '../../../../src/core/ports.ts';
import type {
  HeldPart,
  PartLimits,
  SentPart,
  SessionProtocol,
  SessionState,
} from '../../../../src/core/transfer/sessionPort.ts';
import { throwIfAborted } from '../../../../src/core/clock.ts';
import { Problem } from '../../../../src/core/problem.ts';
import { failure } from '../fakes.ts';

/** What each byte of a file is. */
export function byteAt(position: number): number {
  return Math.imul(position + 1, 2654435761) >>> 24;
}

/** A file in memory that can be told from another. */
export function bytesFile(size: number, more: Partial<Source> = {}): PlannedFile {
  const bytes = Uint8Array.from({ length: size }, (_, position) => byteAt(position));
  const source: Source = {
    id: 'file:///chosen/big',
    name: 'big',
    path: 'big',
    size,
    version: '1',
    async *open({ start = 0, end = size }) {
      await Promise.resolve();
      yield bytes.subarray(start, end);
    },
    ...more,
  };
  return { source, name: source.name, mediaType: 'application/octet-stream', warnings: [] };
}

/** One request to the server, as a fault sees it. */
export interface FakeRequest {
  readonly kind: 'begin' | 'held' | 'send' | 'finish' | 'abandon';
  readonly part?: ByteRange;
  readonly signal: AbortSignal;
}

/** What goes wrong with a request: thrown before anything happens. */
export interface Fault {
  readonly error: Error;
  /** So many bytes of the part are stored before; Infinity: everything was done, and only the answer is lost. */
  readonly keeps?: number;
}

interface Session {
  readonly bytes: Uint8Array;
  readonly size: number;
  held: HeldPart[];
}

interface FakeServerOptions extends Partial<PartLimits> {
  readonly isListing?: boolean;
  readonly lastPartEnds?: boolean;
}

export class FakeServer {
  readonly limits: PartLimits;
  /** Whether what was begun is found by what was intended. */
  readonly isListing: boolean;
  /** Whether the last part makes the file, and the session is forgotten then. */
  readonly lastPartEnds: boolean;
  readonly sessions = new Map<string, Session>();
  /** What was uploaded, by the name of the session. */
  readonly stored = new Map<string, Uint8Array>();
  readonly log: string[] = [];
  /** Bytes of parts that it was sent, also those it threw away. */
  received = 0;
  /** Asked before each request. */
  fault: (request: FakeRequest) => Fault | undefined | Promise<Fault | undefined> = () => undefined;
  #count = 0;

  constructor({ isListing = false, lastPartEnds = false, ...limits }: FakeServerOptions = {}) {
    this.limits = { partSize: 10, parallel: 1, ...limits };
    this.isListing = isListing;
    this.lastPartEnds = lastPartEnds;
  }

  get protocol(): SessionProtocol {
    return {
      from: 20,
      limits: this.limits,
      lastPartEnds: this.lastPartEnds,
      intend: () => Promise.resolve(this.isListing ? { intended: true } : undefined),
      begin: ({ source: { size } }, { signal }) =>
        this.#serve({ kind: 'begin', signal }, () => {
          const id = `s${++this.#count}`;
          this.sessions.set(id, { bytes: new Uint8Array(size), size, held: [] });
          return { state: { id }, held: [] };
        }),
      held: (state, _file, signal) =>
        this.#serve({ kind: 'held', signal }, () => this.sessions.get(idOf(state))?.held.slice()),
      send: (state, file, part, options) => this.#send(state, file, part, options),
      finish: (state, file, held, signal) =>
        this.#serve({ kind: 'finish', signal }, () => this.#finish(idOf(state), file.source.size, held)),
      abandon: (state, signal) =>
        this.#serve({ kind: 'abandon', signal }, () => {
          if (!state['intended']) this.sessions.delete(idOf(state));
          else for (const [id, { held }] of this.sessions) if (held.length === 0) this.sessions.delete(id);
        }),
    };
  }

  async #serve<T>(request: FakeRequest, answer: () => T): Promise<T> {
    const { kind, signal } = request;
    if (signal.aborted) throw new Error(`${kind} after it was cancelled`);
    this.log.push(kind);
    const fault = await this.fault(request);
    throwIfAborted(signal);
    if (fault && fault.keeps !== Infinity) throw fault.error;
    const answered = answer();
    if (fault) throw fault.error;
    return answered;
  }

  #finish(id: string, size: number, held: readonly HeldPart[]): Uploaded {
    const end = held.reduce((last, part) => (part.start === last ? part.end : NaN), 0);
    if (end !== size) throw new Error(`finished with ${JSON.stringify(held)}`);
    const session = this.sessions.get(id);
    // It may have been finished before, when the answer was lost.
    if (session) this.stored.set(id, session.bytes);
    else if (!this.stored.has(id)) throw failure({ status: 404 });
    this.sessions.delete(id);
    return { url: `http://example.com/${id}` };
  }

  async #send(state: SessionState, file: PlannedFile, part: ByteRange, options: SendOptions): Promise<SentPart> {
    const { signal, onBytes, pace } = options;
    if (signal.aborted) throw new Error('send after it was cancelled');
    this.log.push(`send ${part.start}-${part.end}`);
    const session = this.#session(state);
    const inOrder = this.limits.parallel === 1;
    const offset = session.held.at(-1)?.end ?? 0;
    if (inOrder && offset !== part.start) throw failure({ status: 409, passes: true });
    const fault = await this.fault({ kind: 'send', part, signal });
    for (let left = part.end - part.start; left > 0;) left -= (await pace?.take(left, signal)) ?? left;
    let end = part.start;
    for await (const chunk of file.source.open(part, signal)) {
      const kept = fault === undefined ? chunk : chunk.subarray(0, fault.keeps ?? 0);
      if (kept.length > 0 || fault === undefined) session.bytes.set(kept, end);
      end += kept.length;
      this.received += chunk.length;
      onBytes(chunk.length);
    }
    const isKept = inOrder ? end > part.start : end === part.end;
    if (isKept) {
      const others = session.held.filter(({ start }) => start !== part.start);
      session.held = [...others, { start: part.start, end, receipt: `e${part.start}` }];
    }
    if (this.lastPartEnds && end === session.size) this.#finish(idOf(state), end, session.held);
    throwIfAborted(signal);
    if (fault) throw fault.error;
    return { held: { start: part.start, end, receipt: `e${part.start}` } };
  }

  #session(state: SessionState): Session {
    const session = this.sessions.get(idOf(state));
    if (session === undefined) throw failure({ status: 404, passes: true });
    return session;
  }
}

function idOf({ id }: SessionState): string {
  if (typeof id !== 'string') throw new Problem('internal', { reason: 'a state without id' });
  return id;
}
