import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { finished, Porter } from '../cli/porter.ts';
import { bytesOf } from '../upload/given.ts';
import { FaultProxy } from './faultProxy.ts';
import { seeded } from './seeded.ts';
import type { FaultyService } from './services.ts';

/** What the services are to be started with. */
export const killOptions = {
  tus: { partSize: 8 * 1024 ** 2, timeout: 30 },
  s3: { partSize: 5 * 1024 ** 2, timeout: 30 },
};

interface KillRun {
  readonly seed: number;
  readonly kills: number;
  /** In bytes. */
  readonly size: number;
  /** Parts at the same time, which are lost with the process when the server keeps only whole ones. */
  readonly parallel: number;
  readonly partSize: number;
}

interface KillFigures {
  readonly kills: number;
  /**
   * Gone on with where the server was; the others were killed before there was anything to go on with, or after all.
   */
  readonly resumed: number;
  /** Killed when all had ended and only the line that tells so was missing. */
  readonly untold: number;
  /** Bytes that went to the server twice: at most, and in the middle. */
  readonly mostSentTwice: number;
  readonly medianSentTwice: number;
  readonly seconds: number;
}

/** Requests, their signatures and answers' acknowledgements beside the file itself, in bytes. */
const besides = 64 * 1024;

/**
 * Kills `porter upload` at a random moment and goes on by `porter resume`, or by the same command again where that has
 * nothing to go on with, again and again, each time with another file.
 *
 * @throws AssertionError when a file does not arrive, is another there, or goes twice by more than the parts that were
 *   under way; when an upload that was begun stays at the server.
 */
export async function killAndResume(
  service: FaultyService,
  { seed, kills, size, parallel, partSize }: KillRun,
): Promise<KillFigures> {
  const random = seeded(seed);
  const start = performance.now();
  let onFirstByte: () => void = () => undefined;
  await using proxy = await FaultProxy.start(() => service.port, { onUpstream: () => onFirstByte() });
  await using porter = await Porter.open();
  const env = Object.fromEntries([
    ['PORTER_CONFIG', 'config.json'],
    ...Object.entries(service.secrets).map(([name, value]) => [`PORTER_SECRET_${name}`, value]),
  ]) as Record<string, string>;
  await writeFile(
    join(porter.folder, 'config.json'),
    JSON.stringify({ destinations: { web: service.profile(proxy.port) } }),
  );
  const sentTwice: number[] = [];
  const links: string[] = [];
  let resumed = 0;
  let untold = 0;
  const content = bytesOf(size);
  const uploadSeconds = (await uploadOnce('whole.bin')).seconds;
  for (let kill = 0; kill < kills; kill++) {
    const name = `${kill}.bin`;
    const before = proxy.counts.upstream;
    content.writeUInt32LE(kill);
    await writeFile(join(porter.folder, name), content);
    const child = porter.start(uploadOf(name), env);
    const ended = finished(child);
    await new Promise<void>((resolve) => (onFirstByte = resolve));
    await wait(random() * uploadSeconds * 1000);
    child.kill('SIGKILL');
    const { stdout } = await ended;
    const sent = proxy.counts.upstream - before;
    const kept = stdout === '' ? (await porter.run(['resume', '--json'], env)).stdout : stdout;
    // Between the end of the upload and its line: somebody who does not know of it uploads it again.
    const isUntold = kept === '' && sent >= size;
    const line = outcomeIn(kept === '' ? (await porter.run(uploadOf(name), env)).stdout : kept);
    assert.equal(line.status, 'uploaded', `kill ${kill}: ${JSON.stringify(line)}`);
    assert.ok((await service.read({ ...line, file: name }))?.equals(content), `kill ${kill}: ${name} is another there`);
    links.push(line.url ?? '');
    if (line.resumedFrom !== undefined) resumed++;
    if (isUntold) {
      untold++;
      continue;
    }
    const twice = Math.max(0, proxy.counts.upstream - before - size - besides);
    assert.ok(twice <= parallel * partSize, `kill ${kill}: ${twice} bytes went twice`);
    sentTwice.push(twice);
  }
  const left = await service.leftOver(links);
  assert.ok(left.length <= untold, left.join());
  sentTwice.sort((one, other) => one - other);
  return {
    kills,
    resumed,
    untold,
    mostSentTwice: sentTwice.at(-1) ?? 0,
    medianSentTwice: sentTwice[Math.floor(sentTwice.length / 2)] ?? 0,
    seconds: (performance.now() - start) / 1000,
  };

  function uploadOf(name: string): readonly string[] {
    return ['upload', name, '--to', 'web', '--json', '--concurrency', String(parallel)];
  }

  /** How long the bytes of a whole upload take. */
  async function uploadOnce(name: string): Promise<{ readonly seconds: number }> {
    await writeFile(join(porter.folder, name), content);
    let begun = 0;
    onFirstByte = () => (begun ||= performance.now());
    const { code, stdout, stderr } = await porter.run(uploadOf(name), env);
    assert.equal(code, 0, stderr);
    links.push(outcomeIn(stdout).url ?? '');
    return { seconds: (performance.now() - begun) / 1000 };
  }
}

interface Line {
  readonly status: string;
  readonly url?: string;
  readonly resumedFrom?: number;
}

function outcomeIn(stdout: string): Line {
  return JSON.parse(stdout) as Line;
}
