import { throwIfAborted } from './clock.ts';
import { mapSome } from './mapSome.ts';
import { allows, typeOfName, unknownType, type Judgement } from './mediaType.ts';
import { describe } from './messages.ts';
import type { EarlierTry, Outcome, Plan, PlannedFile, Selected, Source } from './model.ts';
import type { Destination, DestinationLimits, Sniffer } from './ports.ts';
import { asProblem, Problem } from './problem.ts';
import { isRenamed, nextName, safeName } from './safeName.ts';
import { chosenFolder } from './profile/expandTemplate.ts';
import { Turns } from './turns.ts';
import { judgeSource, withJudgement } from './typedFile.ts';
import { isLeftOutOfFolder } from './walkFolder.ts';

/**
 * Checks every file of a selection against a destination before a byte is sent. The same file chosen twice goes once.
 *
 * @param looks whether files are opened to find out what they are; else their types are those of their names.
 * @throws AbortError when cancelled; nothing else.
 */
export async function makePlan(
  selection: readonly Selected[],
  destination: Destination,
  sniffer: Sniffer,
  signal: AbortSignal,
  looks = destination.limits.allow !== undefined,
): Promise<Plan> {
  const files: PlannedFile[] = [];
  const refused: Outcome[] = [];
  const settled = new Set<PlannedFile>();
  const isFirst = firstTime();
  const checked = await mapSome(
    selection,
    (selected): undefined | PlannedFile | Outcome | Promise<PlannedFile | Outcome> => {
      throwIfAborted(signal);
      if (!isFirst(selected)) return undefined;
      if (selected.kind === 'rejected') return refusal({ size: 0, ...selected }, selected.problem, selected);
      return check(selected, destination, looks ? sniffer : undefined, signal);
    },
  );
  checked.forEach((one, index) => {
    if (one === undefined) return;
    if ('status' in one) refused.push(one);
    else files.push(one);
    if (!('status' in one) && nameBefore(selection[index]) !== undefined) settled.add(one);
  });
  const totalBytes = files.reduce((sum, file) => sum + file.source.size, 0);
  return { files: await withNamesApart(files, settled, destination.limits, signal), refused, totalBytes };
}

/** Whether a batch is so large that a person is asked first. */
export function isLarge(plan: Plan, limits: { readonly files: number; readonly bytes: number }): boolean {
  return plan.files.length > limits.files || plan.totalBytes > limits.bytes;
}

/** Without what was chosen twice. */
export function once(selection: readonly Selected[]): Selected[] {
  return selection.filter(firstTime());
}

/** Whether it is asked for the first time about something. */
function firstTime(): (selected: Selected) => boolean {
  const seen = new Set<string>();
  return (selected) => {
    const { id } = selected.kind === 'source' ? selected.source : selected;
    if (seen.has(id)) return false;
    seen.add(id);
    return true;
  };
}

/**
 * `a.png`, `A (2).png`: no file replaces another, also where upper and lower case are one.
 *
 * @param settled those whose names stay as they are.
 */
async function withNamesApart(
  files: readonly PlannedFile[],
  settled: ReadonlySet<PlannedFile>,
  { storesBy }: DestinationLimits,
  signal: AbortSignal,
): Promise<readonly PlannedFile[]> {
  if (storesBy === undefined) return files;
  const taken = new Set<string>();
  /** The number that is tried next for a name: those before it are taken. */
  const numbers = new Map<string, number>();
  const named: PlannedFile[] = [];
  const turns = new Turns();
  for (const file of files) {
    if (turns.isOver) await turns.next();
    throwIfAborted(signal);
    const folder = storesBy === 'path' ? chosenFolder(file.source) : '';
    const place = (name: string) => (folder + name).toLowerCase();
    const wanted = place(file.name);
    let { name } = file;
    for (let number = numbers.get(wanted) ?? 2; !settled.has(file) && taken.has(place(name)); number++) {
      name = nextName(file.name, number);
      numbers.set(wanted, number + 1);
    }
    taken.add(place(name));
    named.push(name === file.name ? file : renamed(file, name));
  }
  return named;
}

function renamed(file: PlannedFile, name: string): PlannedFile {
  const warning = describe('nameTaken', { file: file.source.path, name });
  return { ...file, name, before: { ...file.before, name }, warnings: [...file.warnings, warning] };
}

type SelectedSource = Extract<Selected, { readonly kind: 'source' }>;

/** The name that a file was sent under before. */
function nameBefore(selected: Selected | undefined): string | undefined {
  return selected?.kind === 'source' ? selected.before?.name : undefined;
}

/**
 * At once where nothing has to be waited for: promises of very many files would take longer than their checks.
 *
 * @param sniffer absent: the file is not looked at.
 */
function check(
  selected: SelectedSource,
  destination: Destination,
  sniffer: Sniffer | undefined,
  signal: AbortSignal,
): PlannedFile | Outcome | Promise<PlannedFile | Outcome> {
  const { source } = selected;
  const refuse = (error: unknown): Outcome => {
    throwIfAborted(signal);
    return refusal(source, asProblem(error), selected);
  };
  try {
    refuseLarge(source, destination);
    if (sniffer) return lookedAt(selected, destination, sniffer, signal).catch(refuse);
    const wanted = nameBefore(selected) ?? destination.nameFor(source, signal);
    if (typeof wanted === 'string') return planned(selected, wanted);
    return wanted.then((name) => planned(selected, name)).catch(refuse);
  } catch (error) {
    return refuse(error);
  }
}

async function lookedAt(
  selected: SelectedSource,
  destination: Destination,
  sniffer: Sniffer,
  signal: AbortSignal,
): Promise<PlannedFile> {
  const { source } = selected;
  const judged = await judgeSource(source, sniffer, signal);
  refuseForbidden(source, judged, destination);
  const wanted = nameBefore(selected) ?? (await destination.nameFor(source, signal));
  return withJudgement(planned(selected, wanted), judged);
}

/** @param wanted the name that the destination gives it, or that it had before. */
function planned({ source, before, goesOn }: SelectedSource, wanted: string): PlannedFile {
  const mediaType = typeOfName(source.name) ?? unknownType;
  const dated = before?.dated;
  const name = safeName(wanted);
  return {
    source,
    name,
    mediaType,
    warnings: isRenamed(wanted, name) ? [describe('nameUnsafe', { file: source.path, name })] : [],
    ...(dated === undefined ? {} : { dated }),
    ...(before && { before }),
    ...(goesOn && { goesOn }),
  };
}

function refuseLarge({ path: file, size }: Source, { limits, name: destination }: Destination): void {
  const { maxSize: limit = Infinity } = limits;
  if (size > limit) throw new Problem('tooLarge', { file, size, limit, destination });
}

/** What the bytes are and what the name says must both be allowed: a program called `.png` passes neither way. */
function refuseForbidden(source: Source, { types }: Judgement, { limits, name: destination }: Destination): void {
  const { allow } = limits;
  if (allow === undefined) return;
  const forbidden = types.find((type) => !allow.some((entry) => allows(entry, type, source.name)));
  if (forbidden === undefined) return;
  throw new Problem('typeNotAllowed', {
    file: source.path,
    mediaType: forbidden,
    allow: allow.join(', '),
    destination,
  });
}

function refusal(
  { id, path, size }: Pick<Source, 'id' | 'path' | 'size'>,
  problem: Problem,
  { before, goesOn }: EarlierTry,
): Outcome {
  const isLeftOut = isLeftOutOfFolder(problem);
  const nothingDone = { durationMs: 0, attempts: 0, warnings: [] };
  const earlier = { ...(before && { before }), ...(goesOn && { goesOn }) };
  const refused = { id, file: path, ...earlier, size, ...nothingDone, problem };
  if (isLeftOut) return { status: 'skipped', ...refused };
  // What was interrupted stays as it is.
  return { status: 'failed', ...refused, ...(goesOn && { continuable: true }) };
}
