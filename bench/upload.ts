import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { randomFillSync } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ensureDebianPackages } from '../test/setup/debian.ts';

const mebibyte = 1024 * 1024;
const cli = join(import.meta.dirname, '../dist/cli.js');

export interface UploadFigures {
  /** In bytes. */
  readonly size: number;
  readonly rounds: number;
  /** Medians of whole processes, from start to exit, in seconds. */
  readonly porterSeconds: number;
  readonly curlSeconds: number;
  /** Largest resident sets, in bytes: of the command line as it only tells its version, and as it uploads. */
  readonly idleMemory: number;
  readonly peakMemory: number;
}

/** Uploads a file by form with the command line and with `curl -F` in turn, to a receiver that throws it away. */
export async function benchUpload(size: number, rounds: number): Promise<UploadFigures> {
  ensureDebianPackages(['gcc', 'libc6-dev', 'curl']);
  const folder = await mkdtemp(join(tmpdir(), 'porter-bench-'));
  const discard = join(folder, 'discard');
  execFileSync('gcc', ['-O2', '-o', discard, join(import.meta.dirname, 'discard.c')]);
  const receiver = spawn(discard, { stdio: ['pipe', 'pipe', 'inherit'] });
  const exited = once(receiver, 'exit');
  try {
    const [port] = (await once(createInterface(receiver.stdout), 'line')) as [string];
    const url = `http://127.0.0.1:${port}/`;
    const file = await writeRandom(join(folder, 'file'), size);
    const porter: number[] = [];
    const curl: number[] = [];
    const peaks: number[] = [];
    for (let round = 0; round < rounds; round++) {
      curl.push(secondsOf('curl', ['--silent', '--fail', '--form', `file=@${file}`, '--output', '/dev/null', url]));
      const run = runCli(['upload', file, '--url', url, '--quiet']);
      porter.push(run.seconds);
      peaks.push(run.memory);
    }
    return {
      size,
      rounds,
      porterSeconds: median(porter),
      curlSeconds: median(curl),
      idleMemory: runCli(['--version']).memory,
      peakMemory: Math.max(...peaks),
    };
  } finally {
    receiver.stdin.end();
    await exited;
    await rm(folder, { recursive: true });
  }
}

async function writeRandom(path: string, size: number): Promise<string> {
  const file = await open(path, 'w');
  const block = randomFillSync(Buffer.alloc(mebibyte));
  for (let written = 0; written < size; written += block.length) await file.write(block);
  await file.close();
  return path;
}

/** Runs the command line to its end; it tells its largest resident set itself, as only Linux's /proc knows it. */
function runCli(args: readonly string[]): { readonly seconds: number; readonly memory: number } {
  const tell = `import fs from 'node:fs'; process.on('exit', () => {
    fs.writeSync(3, fs.readFileSync('/proc/self/status', 'utf8').match(/VmHWM:\\s*(\\d+) kB/)[1]);
  });`;
  const preload = `data:text/javascript,${encodeURIComponent(tell)}`;
  const start = performance.now();
  const { status, output } = spawnSync(process.execPath, ['--import', preload, cli, ...args], {
    stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
    encoding: 'utf8',
  });
  const seconds = (performance.now() - start) / 1000;
  if (status !== 0) throw new Error(`porter ${args.join(' ')} ended with ${status}`);
  return { seconds, memory: Number(output[3]) * 1024 };
}

function secondsOf(command: string, args: readonly string[]): number {
  const start = performance.now();
  execFileSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  return (performance.now() - start) / 1000;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;
}
