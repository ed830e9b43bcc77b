/**
 * A process that uploads batches of files as its first argument says (`ChaosTask`), while somebody pauses, resumes and
 * cancels files, batches and everything at random. It prints what became of them (`ChaosResult`), and ends by itself.
 */
import { readdir, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { systemClock } from '../../../src/core/clock.ts';
import type { Outcome } from '../../../src/core/model.ts';
import { upload } from '../../../src/core/pipeline.ts';
import type { Clock } from '../../../src/core/ports.ts';
import type { S3Profile, TusProfile } from '../../../src/core/profile/profile.ts';
import type { Batch, TransferState } from '../../../src/core/transfer/batch.ts';
import { TransferQueue } from '../../../src/core/transfer/transferQueue.ts';
import { selectPaths } from '../../../src/node/files/selectPaths.ts';
import { sniffer } from '../../../src/node/files/sniffer.ts';
import { sessionStore } from '../../../src/node/sessions/sessionStore.ts';
import { destinationOf, signal } from '../upload/given.ts';
import { seeded } from './seeded.ts';

export interface ChaosTask {
  readonly profile: TusProfile | S3Profile;
  readonly secrets: Readonly<Record<string, string>>;
  /** Holds the files, and the sessions under way. */
  readonly folder: string;
  /** Paths of files in the folder. */
  readonly batches: readonly (readonly string[])[];
  readonly seed: number;
  /** How often somebody does something, at most; what is paused then is resumed. */
  readonly deeds: number;
  /** Between two of them, in milliseconds. */
  readonly longestPause: number;
}

export type Deed = `${'pause' | 'resume' | 'cancel'} ${'file' | 'batch' | 'all'}`;

export interface ChaosResult {
  readonly outcomes: readonly (Pick<Outcome, 'status' | 'file'> & {
    readonly url?: string;
    readonly problem?: { readonly code: string; readonly message: string };
  })[];
  readonly deeds: Readonly<Partial<Record<Deed, number>>>;
  /** Files below the folder that were still open at the end. */
  readonly open: readonly string[];
}

/** Back-off passes this much faster, so that nobody need wait for it. */
const haste = 50;
/** Batches under way at the same time. */
const together = 3;

/** How often each is done beside the others: most files are to arrive. */
const weights: Readonly<Record<Deed, number>> = {
  'pause file': 40,
  'resume file': 30,
  'cancel file': 12,
  'pause batch': 15,
  'resume batch': 20,
  'cancel batch': 1,
  'pause all': 6,
  'resume all': 15,
  'cancel all': 0.2,
};

/** Of files that have not ended. */
const openStates: readonly TransferState[] = ['waiting', 'sending', 'retrying', 'paused'];

const task = JSON.parse(process.argv[2] ?? '') as ChaosTask;
/** Of what somebody does. */
const random = seeded(task.seed);
const clock: Clock = { ...systemClock, sleep: (ms, stop) => systemClock.sleep(ms / haste, stop) };
const destination = destinationOf(task.profile, { secrets: task.secrets });
const done = new Map<Deed, number>();
/** Those under way. */
const batches = new Set<Batch>();
const outcomes: Outcome[] = [];
{
  await using queue = new TransferQueue({
    sessions: sessionStore(join(task.folder, 'sessions')),
    clock,
    random: seeded(task.seed + 1),
  });
  const left = [...task.batches];
  const ended = new AbortController();
  const meddling = meddle(ended.signal);
  await Promise.all(Array.from({ length: together }, () => uploadNext(queue, left)));
  ended.abort();
  await meddling;
}
const result: ChaosResult = { outcomes, deeds: Object.fromEntries(done), open: await openBelow(task.folder) };
console.log(JSON.stringify(result));

async function uploadNext(queue: TransferQueue, left: (readonly string[])[]): Promise<void> {
  for (let paths = left.shift(); paths; paths = left.shift()) {
    const selection = await selectPaths(paths, { signal, cwd: task.folder });
    const own: Batch[] = [];
    const onBatch = (batch: Batch) => {
      own.push(batch);
      batches.add(batch);
    };
    outcomes.push(...(await upload(selection, destination, { sniffer, queue }, { signal, onBatch })));
    for (const batch of own) batches.delete(batch);
  }
}

async function meddle(end: AbortSignal): Promise<void> {
  const every = Object.values(weights).reduce((sum, weight) => sum + weight, 0);
  for (let count = 0; !end.aborted; count++) {
    await wait(random() * task.longestPause, undefined, { signal: end }).catch(() => undefined);
    if (count >= task.deeds) {
      for (const batch of batches) batch.resume();
      continue;
    }
    let share = random() * every;
    const [deed] = (Object.entries(weights) as [Deed, number][]).find(([, weight]) => (share -= weight) < 0) ?? [];
    const batch = oneOf([...batches]);
    if (deed === undefined || batch === undefined) continue;
    done.set(deed, (done.get(deed) ?? 0) + 1);
    act(batch, deed);
  }
}

function act(batch: Batch, deed: Deed): void {
  const what = deed.split(' ', 1)[0] as 'pause' | 'resume' | 'cancel';
  if (deed.endsWith('all')) for (const one of batches) one[what]();
  else if (deed.endsWith('batch')) batch[what]();
  else {
    const item = oneOf(batch.items.filter(({ state }) => openStates.includes(state)));
    if (item) batch[what](item.file);
  }
}

function oneOf<T>(all: readonly T[]): T | undefined {
  return all[Math.floor(random() * all.length)];
}

async function openBelow(folder: string): Promise<readonly string[]> {
  const descriptors = await readdir('/proc/self/fd');
  const targets = await Promise.all(descriptors.map((fd) => readlink(join('/proc/self/fd', fd)).catch(() => '')));
  return targets.filter((target) => target.startsWith(folder));
}
