/**
 * The steps in their order: selection → plan → transfer → outcome, and recognise → parse. No step calls the one after
 * it; that is done here.
 */
import { systemClock } from './clock.ts';
import type { Outcome, Plan, PlannedFile, Selected, Source } from './model.ts';
import type { Reading } from './reading/reading.ts';
import { makePlan, once } from './plan.ts';
import type { PageName } from './reading/pictures.ts';
import type { Clock, Destination, PageCounter, Prefetcher, Reader, RequestPreview, Sniffer } from './ports.ts';
import type { ParseOptions } from './receipt/parseReceipt.ts';
import type { ReadingProgress } from './reading/readingProgress.ts';
import { recognise, type Recognised } from './reading/recognise.ts';
import { goesBySession } from './transfer/runningBatch.ts';
import type { TransferOptions } from './transfer/transferOptions.ts';
import type { TransferQueue } from './transfer/transferQueue.ts';
import { findingTypes } from './typedFile.ts';

interface UploadServices {
  readonly sniffer: Sniffer;
  /** Absent: each file is read when its turn comes. */
  readonly prefetcher?: Prefetcher;
  readonly queue: TransferQueue;
}

export interface UploadOptions extends TransferOptions {
  /** Asked before the first byte is sent, if there is anything to send; `false` cancels all. */
  readonly confirm?: (plan: Plan) => Promise<boolean>;
}

/**
 * Uploads what was selected. Never throws because of a file: the outcomes are in the order of the selection, and those
 * not reached when the signal says stop are `cancelled`.
 */
export async function upload(
  selection: readonly Selected[],
  destination: Destination,
  services: UploadServices,
  options: UploadOptions,
): Promise<readonly Outcome[]> {
  const { signal, confirm } = options;
  const { sniffer, prefetcher, queue } = services;
  // Where only some types are allowed, the plan looks what files are.
  const looksLater = destination.limits.allow === undefined;
  using prefetching = looksLater && someGoWhole(destination) ? prefetcher?.begin(selection) : undefined;
  let plan: Plan;
  try {
    plan = await makePlan(selection, destination, sniffer, signal);
  } catch {
    const left = await queue.left(destination);
    return report(
      once(selection).map((selected) => cancelledSelection(selected, left)),
      options,
    );
  }
  const refused = report(plan.refused, options);
  if (plan.files.length > 0 && confirm && !(await confirm(plan))) {
    const left = await queue.left(destination);
    const cancelled = plan.files.map(({ source }) => cancelledSource(source, left));
    return inOrderOf(selection, refused, report(cancelled, options));
  }
  const to = looksLater ? findingTypes(destination, sniffer, prefetching) : destination;
  const sent = await queue.transfer(plan.files, to, options);
  return inOrderOf(selection, refused, sent);
}

/** Whether any file that is not empty goes in one request. */
function someGoWhole({ session }: Destination): boolean {
  return session === undefined || session.from > 1;
}

/** What `upload` would do: the plan, and each request as it would be sent, secrets masked. Sends nothing. */
export async function preview(
  selection: readonly Selected[],
  destination: Destination,
  services: Pick<UploadServices, 'sniffer'>,
  signal: AbortSignal,
): Promise<{ readonly plan: Plan; readonly requests: readonly RequestPreview[] }> {
  const plan = await makePlan(selection, destination, services.sniffer, signal, true);
  const requests: RequestPreview[] = [];
  for (const files of requestsFor(plan.files, destination)) requests.push(await destination.preview(files, signal));
  return { plan, requests };
}

/** What goes by session goes alone. */
function* requestsFor(files: readonly PlannedFile[], destination: Destination): Generator<readonly PlannedFile[]> {
  let together: PlannedFile[] = [];
  for (const file of files) {
    const isAlone = goesBySession(file, destination);
    if (together.length > 0 && (isAlone || together.length >= destination.limits.filesPerRequest)) {
      yield together;
      together = [];
    }
    if (isAlone) yield [file];
    else together.push(file);
  }
  if (together.length > 0) yield together;
}

interface ReadOptions {
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: ReadingProgress) => void;
  /** Called as each picture ends and those before it have: with the file, or the page of one, that it was. */
  readonly onReading?: (reading: Reading, selected: Selected) => void;
  /** Absent: every file is one picture. */
  readonly pages?: PageCounter;
  /** Default: in English. */
  readonly pageName?: PageName;
  /** Pictures that are read at the same time; default 1. */
  readonly jobs?: number;
  readonly parse?: ParseOptions;
  readonly clock?: Clock;
}

/**
 * Reads the pictures of what was selected, each page of a document as one, and what receipts they show. Never throws
 * because of a file: the readings are in the order of the selection, those not reached when the signal says stop are
 * `cancelled`, all pages of a document as one, and what is no picture is `skipped` beside others.
 */
export async function read(
  selection: readonly Selected[],
  reader: Reader,
  options: ReadOptions,
): Promise<readonly Reading[]> {
  const { signal, onProgress, onReading, clock = systemClock, pages, pageName, jobs = 1 } = options;
  // What it knows of receipts takes long to load, and an upload needs none of it.
  const { findReceipt } = await import('./receipt/findReceipt.ts');
  const understand = (recognised: Recognised): Reading =>
    recognised.status === 'read' ? { ...recognised, receipt: findReceipt(recognised.page, options.parse) } : recognised;
  const readings: Reading[] = [];
  const how = { signal, clock, onProgress, pages, pageName, jobs };
  for await (const { selected, recognised } of recognise(once(selection), reader, how)) {
    const reading = understand(recognised);
    readings.push(reading);
    onReading?.(reading, selected);
  }
  return readings;
}

function report(outcomes: readonly Outcome[], { onOutcome }: UploadOptions): readonly Outcome[] {
  if (onOutcome) outcomes.forEach(onOutcome);
  return outcomes;
}

function cancelledSelection(selected: Selected, left: ReadonlySet<string>): Outcome {
  return selected.kind === 'source'
    ? cancelledSource(selected.source, left)
    : cancelledOutcome({ size: 0, ...selected });
}

/** @param left what earlier runs left stays: `TransferQueue.left`. */
function cancelledSource(source: Source, left: ReadonlySet<string>): Outcome {
  return cancelledOutcome(source, left.has(source.id));
}

function cancelledOutcome({ id, path, size }: Pick<Source, 'id' | 'path' | 'size'>, isLeft = false): Outcome {
  const nothingDone = { id, file: path, size, durationMs: 0, attempts: 0, warnings: [] };
  return { status: 'cancelled', ...nothingDone, ...(isLeft && { continuable: true }) };
}

/** @param planned the outcomes of the plan's files, which are in that order. */
function inOrderOf(
  selection: readonly Selected[],
  refused: readonly Outcome[],
  planned: readonly Outcome[],
): readonly Outcome[] {
  if (refused.length === 0) return planned;
  const place = new Map<string, number>();
  selection.forEach((selected, index) => {
    const { id } = selected.kind === 'source' ? selected.source : selected;
    if (!place.has(id)) place.set(id, index);
  });
  return [...refused, ...planned]
    .map((outcome) => ({ outcome, at: place.get(outcome.id) ?? 0 }))
    .sort((one, other) => one.at - other.at)
    .map(({ outcome }) => outcome);
}
