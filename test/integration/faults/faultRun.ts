import assert from 'node:assert/strict';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { systemClock } from '../../../src/core/clock.ts';
import type { Outcome } from '../../../src/core/model.ts';
import { upload } from '../../../src/core/pipeline.ts';
import type { Clock } from '../../../src/core/ports.ts';
import { TransferQueue } from '../../../src/core/transfer/transferQueue.ts';
import { selectPaths } from '../../../src/node/files/selectPaths.ts';
import { sniffer } from '../../../src/node/files/sniffer.ts';
import { sessionStore } from '../../../src/node/sessions/sessionStore.ts';
import { destinationOf, signal } from '../upload/given.ts';
import { FaultProxy } from './faultProxy.ts';
import { randomToxics } from './randomToxics.ts';
import { seeded } from './seeded.ts';
import type { FaultyService, ServiceOptions } from './services.ts';
import type { Toxic } from './toxics.ts';

/** What the services are to be started with: a server written in Python may take its time on a busy machine. */
export const faultOptions = {
  tus: { partSize: 64 * 1024, timeout: 0.4 },
  s3: { partSize: 64 * 1024, timeout: 4 },
};

interface FaultRun extends ServiceOptions {
  readonly folder: string;
  readonly seed: number;
  readonly faults: number;
}

export interface FaultFigures {
  /** Toxics that had an effect. */
  readonly faults: number;
  readonly byType: ReadonlyMap<Toxic['type'], number>;
  readonly files: number;
  /** Files that arrived while there were faults; the others failed, said so, and were continued without faults. */
  readonly arrived: number;
  readonly continued: number;
  readonly seconds: number;
  readonly slowestBatchSeconds: number;
}

const filesInBatch = 8;
/** Back-off passes this much faster, so that a test need not wait for it. */
const haste = 50;
/** A batch with faults must end within this, in seconds. */
const bound = 60;

/** Problems of a network; whatever else a fault came to is wrong. */
export const networkProblems = [
  'allUnanswered',
  'endUnanswered',
  'connectionLost',
  'connectionRefused',
  'timedOut',
  'serverFailed',
];

/**
 * Uploads files through a proxy with seeded faults until so many faults had an effect, and what failed once more
 * without faults.
 *
 * @throws AssertionError when a file is not what was sent, is said to be there and is not, failed for no good reason or
 *   for good, took too long, or left something behind.
 */
export async function uploadThroughFaults(
  service: FaultyService,
  { folder, seed, faults, partSize, timeout }: FaultRun,
): Promise<FaultFigures> {
  const random = randomToxics({ seed, rate: 0.85, bytes: 2 * partSize, idleTimeout: timeout * 1000 });
  let isCalm = false;
  await using proxy = await FaultProxy.start(() => service.port, {
    toxicsOf: (number) => (isCalm ? [] : random(number)),
    seed,
  });
  const sessions = sessionStore(join(folder, 'sessions'));
  const clock: Clock = { ...systemClock, sleep: (ms, stop) => systemClock.sleep(ms / haste, stop) };
  await using queue = new TransferQueue({ sessions, clock, random: seeded(seed) });
  const destination = destinationOf(service.profile(proxy.port), { secrets: service.secrets });
  const links: string[] = [];
  const figures = { files: 0, arrived: 0, continued: 0, slowestBatchSeconds: 0 };
  const start = performance.now();
  for (let number = 0; proxy.faults < faults; number++) {
    const files = await makeFiles(join(folder, `batch${number}`), seeded(seed + number), partSize);
    isCalm = false;
    const begun = performance.now();
    const outcomes = await uploadAll(files);
    const seconds = (performance.now() - begun) / 1000;
    assert.ok(seconds < bound, `batch ${number} took ${seconds} s`);
    const failed = await check(files, outcomes, number);
    isCalm = true;
    // Connections that have faults go.
    await proxy.down();
    await proxy.up();
    const again = await uploadAll(failed);
    assert.equal((await check(failed, again, number)).size, 0, `batch ${number}: ${problemsOf(again)}`);
    figures.files += files.size;
    figures.arrived += files.size - failed.size;
    figures.continued += failed.size;
    figures.slowestBatchSeconds = Math.max(figures.slowestBatchSeconds, seconds);
    await rm(join(folder, `batch${number}`), { recursive: true });
  }
  await queue[Symbol.asyncDispose]();
  assert.deepEqual(await sessions.interrupted(signal), []);
  assert.deepEqual(await service.leftOver(links), []);
  const seconds = (performance.now() - start) / 1000;
  return { ...figures, faults: proxy.faults, byType: proxy.counts.effects, seconds };

  async function uploadAll(files: ReadonlyMap<string, Buffer>): Promise<readonly Outcome[]> {
    const selection = await selectPaths([...files.keys()], { signal, cwd: folder });
    return upload(selection, destination, { sniffer, queue }, { signal });
  }

  /** Those that failed, each by the fault of the network. */
  async function check(
    files: ReadonlyMap<string, Buffer>,
    outcomes: readonly Outcome[],
    number: number,
  ): Promise<ReadonlyMap<string, Buffer>> {
    const failed = new Map<string, Buffer>();
    assert.equal(outcomes.length, files.size);
    for (const outcome of outcomes) {
      const path = join(folder, outcome.file);
      const content = files.get(path);
      assert.ok(content, `${outcome.file} was not sent`);
      const where = `batch ${number}, seed ${seed}: ${outcome.file}`;
      if (outcome.status === 'uploaded') {
        links.push(outcome.url ?? '');
        assert.ok((await service.read(outcome))?.equals(content), `${where} is another there`);
      } else {
        assert.ok(outcome.status === 'failed' || outcome.status === 'unknown', where);
        assert.ok(
          'problem' in outcome && networkProblems.includes(outcome.problem.code),
          `${where}: ${problemsOf([outcome])}`,
        );
        failed.set(path, content);
      }
    }
    return failed;
  }
}

/** From a few bytes to several parts, each with bytes of its own. */
export async function makeFiles(
  folder: string,
  random: () => number,
  partSize: number,
): Promise<ReadonlyMap<string, Buffer>> {
  await mkdir(folder);
  const files = new Map<string, Buffer>();
  for (let number = 0; number < filesInBatch; number++) {
    const parts = number === 0 ? 0.1 : random() * 3.5;
    const content = Buffer.from(Uint32Array.from({ length: (parts * partSize) / 4 }, () => random() * 2 ** 32).buffer);
    const path = join(folder, `${basename(folder)}-${number}.bin`);
    await writeFile(path, content);
    files.set(path, content);
  }
  return files;
}

function problemsOf(outcomes: readonly Outcome[]): string {
  return outcomes.map((outcome) => ('problem' in outcome ? outcome.problem.message : outcome.status)).join('\n');
}
