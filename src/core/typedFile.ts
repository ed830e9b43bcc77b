import { judgeType, type Judgement } from './mediaType.ts';
import { describe } from './messages.ts';
import type { PlannedFile, Source } from './model.ts';
import type { Destination, Sniffer } from './ports.ts';
import type { SessionProtocol } from './transfer/sessionPort.ts';

/** A destination that finds out what files are when their turn comes: a plan of many would take long to see. */
export function findingTypes(destination: Destination, sniffer: Sniffer): Destination {
  const { session } = destination;
  return {
    ...destination,
    async send(files, options) {
      const typed = await Promise.all(
        files.map((file) => typedFile(file, sniffer, options.signal, files.length === 1)),
      );
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
  const { from, limits } = session;
  const found = new WeakMap<PlannedFile, PlannedFile>();
  return {
    from,
    limits,
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
 * @param isSent whether it is sent next, so that what is read for that can be kept until then.
 * @throws what `Source.open` throws.
 */
export async function typedFile(
  file: PlannedFile,
  sniffer: Sniffer,
  signal: AbortSignal,
  isSent = false,
): Promise<PlannedFile> {
  const { size } = file.source;
  const source = isSent && size <= smallSize ? await inMemory(file.source, signal) : file.source;
  return withJudgement({ ...file, source }, await judgeSource(source, sniffer, signal));
}

/** @throws what `Source.open` throws. */
export async function judgeSource(source: Source, sniffer: Sniffer, signal: AbortSignal): Promise<Judgement> {
  const isEmpty = source.size === 0;
  const detected = isEmpty ? undefined : await sniffer.detect(source, signal);
  return judgeType(detected, source.name, isEmpty);
}

export function withJudgement(file: PlannedFile, { mediaType, contradiction }: Judgement): PlannedFile {
  const added = contradiction && describe('typeContradicts', { file: file.source.path, ...contradiction });
  return { ...file, mediaType, warnings: added === undefined ? file.warnings : [...file.warnings, added] };
}

async function inMemory(source: Source, signal: AbortSignal): Promise<Source> {
  if (!source.read) return source;
  const { size } = source;
  const bytes = await source.read({ start: 0, end: size }, signal);
  return {
    ...source,
    // eslint-disable-next-line @typescript-eslint/require-await -- Source asks for an AsyncIterable.
    async *open({ start = 0, end = size }) {
      yield bytes.subarray(start, end);
    },
    read: ({ start, end }) => bytes.subarray(start, end),
  };
}
