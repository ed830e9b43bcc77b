import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { sessionStore } from '../../../src/node/sessions/sessionStore.ts';
import { finished } from '../cli/porter.ts';
import { signal } from '../upload/given.ts';
import type { ChaosResult, ChaosTask, Deed } from './chaosUploads.ts';
import { FaultProxy } from './faultProxy.ts';
import { faultOptions, makeFiles, networkProblems } from './faultRun.ts';
import { randomToxics } from './randomToxics.ts';
import { seeded } from './seeded.ts';
import type { FaultyService, ServiceOptions } from './services.ts';

/** What the services are to be started with, and how busy somebody is: as they are fast, so that all is under way. */
export const chaosOptions = {
  tus: { ...faultOptions.tus, longestPause: 20 },
  s3: { ...faultOptions.s3, longestPause: 100 },
};

interface ChaosRun extends ServiceOptions {
  readonly folder: string;
  readonly seed: number;
  /** Of eight files each. */
  readonly batches: number;
  /** Between two deeds of somebody, in milliseconds. */
  readonly longestPause: number;
}

export interface ChaosFigures {
  readonly files: number;
  readonly uploaded: number;
  readonly cancelled: number;
  /** Failed by the network, and were continued by another process without faults. */
  readonly continued: number;
  /** What somebody did, how often. */
  readonly deeds: Readonly<Partial<Record<Deed, number>>>;
  /** Toxics that had an effect. */
  readonly faults: number;
  readonly seconds: number;
}

/** Share of the connections that something happens to. */
const rate = 0.6;
/** So often somebody does something, for each file. */
const deedsPerFile = 3;
/** A process must end by itself within this, in milliseconds. */
const bound = 120_000;

/**
 * Uploads files through a proxy with seeded faults, while they are paused, resumed and cancelled at random, and what
 * failed once more without faults, by another process.
 *
 * @throws AssertionError when a file that was uploaded is another there, one failed by anything but the network,
 *   anything of a file that was cancelled stays there, a file stays open, or a process does not end.
 */
export async function uploadInChaos(
  service: FaultyService,
  { folder, seed, batches: count, partSize, timeout, longestPause }: ChaosRun,
): Promise<ChaosFigures> {
  const random = randomToxics({ seed, rate, bytes: 2 * partSize, idleTimeout: timeout * 1000 });
  let isCalm = false;
  await using proxy = await FaultProxy.start(() => service.port, {
    toxicsOf: (number) => (isCalm ? [] : random(number)),
    seed,
  });
  const start = performance.now();
  const files = new Map<string, Buffer>();
  const batches: string[][] = [];
  for (let number = 0; number < count; number++) {
    const made = await makeFiles(join(folder, `batch${number}`), seeded(seed + number), partSize);
    for (const [path, content] of made) files.set(relative(folder, path), content);
    batches.push([...made.keys()].map((path) => relative(folder, path)));
  }
  const task = { profile: service.profile(proxy.port), secrets: service.secrets, folder, seed, longestPause };
  const first = await runOf({ ...task, batches, deeds: deedsPerFile * files.size });
  const failed = await check(first, batches.flat());
  isCalm = true;
  await proxy.down();
  await proxy.up();
  const second = await runOf({ ...task, batches: [failed], deeds: 0 });
  assert.deepEqual(await check(second, failed), []);
  assert.deepEqual(await sessionStore(join(folder, 'sessions')).interrupted(signal), []);
  const links = [first, second].flatMap(({ outcomes }) => outcomes.map(({ url = '' }) => url));
  assert.deepEqual(await service.leftOver(links), [], `seed ${seed}`);
  for (let number = 0; number < count; number++) await rm(join(folder, `batch${number}`), { recursive: true });
  const withStatus = (status: string) => first.outcomes.filter((outcome) => outcome.status === status).length;
  return {
    files: files.size,
    uploaded: withStatus('uploaded'),
    cancelled: withStatus('cancelled'),
    continued: failed.length,
    deeds: first.deeds,
    faults: proxy.faults,
    seconds: (performance.now() - start) / 1000,
  };

  /** Those that failed, or may have. */
  async function check({ outcomes, open }: ChaosResult, sent: readonly string[]): Promise<string[]> {
    assert.deepEqual(open, [], `seed ${seed}: open at the end`);
    assert.deepEqual(outcomes.map(({ file }) => file).toSorted(), sent.toSorted());
    const failed: string[] = [];
    for (const { file, status, url, problem } of outcomes) {
      const where = `seed ${seed}: ${file}`;
      if (status === 'uploaded') {
        const content = await service.read({ file, ...(url === undefined ? {} : { url }) });
        assert.ok(files.get(file)?.equals(content ?? Buffer.alloc(0)), `${where} is another there`);
      } else if (status === 'failed' || status === 'unknown') {
        assert.ok(networkProblems.includes(problem?.code ?? ''), `${where}: ${problem?.message}`);
        failed.push(file);
      } else assert.equal(status, 'cancelled', where);
    }
    return failed;
  }
}

async function runOf(task: ChaosTask): Promise<ChaosResult> {
  const script = join(import.meta.dirname, 'chaosUploads.ts');
  const child = spawn(process.execPath, [script, JSON.stringify(task)], {
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: bound,
  });
  const { code, stdout, stderr } = await finished(child);
  assert.equal(code, 0, `seed ${task.seed}: ended with ${child.signalCode ?? code} ${stderr} ${stdout.slice(0, 200)}`);
  return JSON.parse(stdout) as ChaosResult;
}
