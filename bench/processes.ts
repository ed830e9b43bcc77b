/** Whole processes, from start to exit, measured in turn: what is compared ran at the same time of the day. */
import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { randomFillSync } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, open, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ensureDebianPackages } from '../test/setup/debian.ts';

const mebibyte = 1024 * 1024;

/** A program with its arguments. */
export interface Command {
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** What a run took. */
export interface Cost {
  /** From start to exit. */
  readonly seconds: number;
  /** Of all processors, the system's part too. */
  readonly processorSeconds: number;
  /** Largest resident set, in bytes. */
  readonly memory: number;
}

/** A folder with the programs that measure, and what is sent. Disposed of, all of it is gone. */
export class Bench implements AsyncDisposable {
  readonly folder: string;
  readonly #receivers: ChildProcess[] = [];

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async open(): Promise<Bench> {
    ensureDebianPackages(['gcc', 'libc6-dev', 'libssl-dev', 'curl', 'openssl']);
    const folder = await mkdtemp(join(tmpdir(), 'porter-bench-'));
    const compile = (name: string, ...libraries: string[]) =>
      execFileSync('gcc', ['-O2', '-o', join(folder, name), join(import.meta.dirname, `${name}.c`), ...libraries]);
    compile('discard', '-lssl', '-lcrypto');
    compile('measure');
    return new Bench(folder);
  }

  /** Starts a receiver that throws away what it gets. @returns its URL, without a path. */
  async receiver(tls?: { readonly certificate: string; readonly key: string }): Promise<string> {
    const args = tls ? [tls.certificate, tls.key] : [];
    const receiver = spawn(join(this.folder, 'discard'), args, { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#receivers.push(receiver);
    const [port] = (await once(createInterface(receiver.stdout), 'line')) as [string];
    return `${tls ? 'https' : 'http'}://127.0.0.1:${port}`;
  }

  /** @throws Error when it does not end with 0. */
  run({ name, program, args, env }: Command): Cost {
    const { status, output } = spawnSync(join(this.folder, 'measure'), [program, ...args], {
      stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
      encoding: 'utf8',
      env: { ...process.env, ...env },
    });
    if (status !== 0) throw new Error(`${name} ended with ${status}: ${output[2]?.slice(-2000)}`);
    const [seconds = NaN, processorSeconds = NaN, memory = NaN] = (output[3] ?? '').split(' ').map(Number);
    return { seconds, processorSeconds, memory };
  }

  /** Each of the commands once a round; the medians. */
  compare(commands: readonly Command[], rounds: number): readonly (Cost & { readonly name: string })[] {
    const runs = commands.map((): Cost[] => []);
    for (let round = 0; round < rounds; round++) {
      commands.forEach((command, index) => runs[index]?.push(this.run(command)));
    }
    return commands.map(({ name }, index) => ({ name, ...medianOf(runs[index] ?? []) }));
  }

  /** A file of random bytes. @returns its path. */
  async file(name: string, size: number): Promise<string> {
    const path = join(this.folder, name);
    const file = await open(path, 'w');
    const block = randomFillSync(Buffer.alloc(mebibyte));
    for (let written = 0; written < size; written += block.length) await file.write(block);
    await file.close();
    return path;
  }

  /** A file of nothing but a size. @returns its path. */
  async sparse(name: string, size: number): Promise<string> {
    const path = join(this.folder, name);
    await writeFile(path, '');
    await truncate(path, size);
    return path;
  }

  /** Files of random bytes, a thousand a folder. @returns the folder of folders, and the paths. */
  async files(name: string, count: number, size: number): Promise<{ folder: string; paths: readonly string[] }> {
    const folder = join(this.folder, name);
    const bytes = randomFillSync(Buffer.alloc(size));
    const paths: string[] = [];
    for (let index = 0; index < count; index++) {
      const below = join(folder, String(Math.floor(index / 1000)));
      if (index % 1000 === 0) await mkdir(below, { recursive: true });
      const path = join(below, `${index}.bin`);
      bytes.writeUInt32LE(index);
      await writeFile(path, bytes);
      paths.push(path);
    }
    return { folder, paths };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const receiver of this.#receivers) {
      const exited = once(receiver, 'exit');
      receiver.stdin?.end();
      await exited;
    }
    await rm(this.folder, { recursive: true });
  }
}

function medianOf(costs: readonly Cost[]): Cost {
  const median = (of: (cost: Cost) => number) => costs.map(of).toSorted((a, b) => a - b)[costs.length >> 1] ?? NaN;
  return {
    seconds: median(({ seconds }) => seconds),
    processorSeconds: median(({ processorSeconds }) => processorSeconds),
    memory: Math.max(...costs.map(({ memory }) => memory)),
  };
}
