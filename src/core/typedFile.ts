import { judgeType, type Judgement } from './mediaType.ts';
import { describe } from './messages.ts';
import type { PlannedFile, Source } from './model.ts';
import type { Destination, Prefetching, Sniffer } from './ports.ts';
import type { SessionProtocol } from './transfer/sessionPort.ts';

/** A destination that finds out what files are when their turn comes: a plan of many would take long to see. */
export function findingTypes(destination: Destination, sniffer: Sniffer, prefetching?: Prefetching): Destination {
  const { session } = destination;
  return {
    ...destination,
    async send(files, options) {
      const typed: PlannedFile[] = [];
      const { signal } = options;
      // Several together could be too large to be kept in memory.
      const [only] = files.length === 1 ? files : [];
      if (only) typed.push(await typedToSend(only, sniffer, prefetching, signal));
      else for (const file of files) typed.push(await typedFile(file, sniffer, signal));
      const uploaded = await destination.send(typed, options);
      return uploaded.map((one, index) => {
        const warnings = addedWarnings(files[index], typed[index]);
        return warnings.length === 0 ? one : { ...one, warnings: [...warnings, ...(one.warnings ?? [])] };
      });
    },
    ...(session && { session: findingTypesOf(session, sniffer) }),
  };
}

/** Only the request that begins a session tells the type; what was noticed is told at its end. */
function findingTypesOf(session: SessionProtocol, sniffer: Sniffer): SessionProtocol {
  const { from, limits, lastPartEnds } = session;
  const found = new WeakMap<PlannedFile, PlannedFile>();
  return {
    from,
    limits,
    lastPartEnds,
    intend: (file, signal) => session.intend(file, signal),
    async begin(file, options) {
      const typed = await typedFile(file, sniffer, options.signal);
      found.set(file, typed);
      return session.begin(typed, options);
    },
    held: (state, file, signal) => session.held(state, file, signal),
    send: (state, file, part, options) => session.send(state, file, part, options),
    async finish(state, file, held, signal) {
      const uploaded = await session.finish(state, file, held, signal);
      const warnings = addedWarnings(file, found.get(file));
      return warnings.length === 0 ? uploaded : { ...uploaded, warnings: [...warnings, ...(uploaded.warnings ?? [])] };
    },
    abandon: (state, signal) => session.abandon(state, signal),
  };
}

function addedWarnings(file: PlannedFile | undefined, typed: PlannedFile | undefined): readonly string[] {
  return typed?.warnings.slice(file?.warnings.length) ?? [];
}

/** In bytes. What is not larger is read once, to look at it and to send it. */
const smallSize = 64 * 1024;

/**
 * The file with the media type that its bytes tell.
 *
 * @throws what `Source.open` throws.
 */
async function typedFile(file: PlannedFile, sniffer: Sniffer, signal: AbortSignal): Promise<PlannedFile> {
  return withJudgement(file, await judgeSource(file.source, sniffer, signal));
}

/** As `typedFile`, of a file that is sent next: what is read for that is kept until then. */
async function typedToSend(
  file: PlannedFile,
  sniffer: Sniffer,
  prefetching: Prefetching | undefined,
  signal: AbortSignal,
): Promise<PlannedFile> {
  const { source } = file;
  const ready = prefetching && (await prefetching.take(source, signal));
  if (ready) {
    return withJudgement(file, judgeType(ready.detected, source.name, false), held(source, ready.bytes));
  }
  const { size } = source;
  if (!source.read || size > smallSize) return typedFile(file, sniffer, signal);
  const reading = source.read({ start: 0, end: size }, signal);
  const read = held(source, reading instanceof Promise ? await reading : reading);
  const detecting = size === 0 ? undefined : sniffer.detect(read, signal);
  const detected = detecting instanceof Promise ? await detecting : detecting;
  return withJudgement(file, judgeType(detected, source.name, size === 0), read);
}

/** @throws what `Source.open` throws. */
export async function judgeSource(source: Source, sniffer: Sniffer, signal: AbortSignal): Promise<Judgement> {
  const isEmpty = source.size === 0;
  const detected = isEmpty ? undefined : await sniffer.detect(source, signal);
  return judgeType(detected, source.name, isEmpty);
}

/** @param source that of the file, where it is another way to read it. */
export function withJudgement(
  file: PlannedFile,
  { mediaType, contradiction }: Judgement,
  source = file.source,
): PlannedFile {
  const added = contradiction && describe('typeContradicts', { file: source.path, ...contradiction });
  return { ...file, source, mediaType, warnings: added === undefined ? file.warnings : [...file.warnings, added] };
}

/** The source with its bytes, which were read. */
function held(source: Source, bytes: Uint8Array<ArrayBuffer>): Source {
  return {
    ...source,
    // eslint-disable-next-line @typescript-eslint/require-await -- Source asks for an AsyncIterable.
    async *open({ start = 0, end = bytes.byteLength }) {
      yield bytes.subarray(start, end);
    },
    read: ({ start, end }) => bytes.subarray(start, end),
  };
}
