import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { OutcomeRecord } from '../../../src/cli/outcomeRecord.ts';

/** What `porter` runs. */
export const script = join(import.meta.dirname, '../../../dist/cli.js');

export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The bundled command line in a home and a working folder of its own. */
export class Porter implements AsyncDisposable {
  readonly folder: string;
  readonly #running = new Set<ChildProcess>();

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async open(): Promise<Porter> {
    return new Porter(await mkdtemp(join(tmpdir(), 'porter-cli-')));
  }

  start(args: readonly string[], env: Readonly<Record<string, string>> = {}): ChildProcess {
    return this.startBy([], args, env);
  }

  /** @param wrapper a command that runs the one that its arguments end with. */
  startBy(
    wrapper: readonly string[],
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
  ): ChildProcess {
    const { folder } = this;
    const [program = '', ...rest] = [...wrapper, process.execPath, script, ...args];
    const child = spawn(program, rest, {
      cwd: folder,
      env: {
        PATH: process.env['PATH'],
        HOME: folder,
        XDG_CONFIG_HOME: join(folder, '.config'),
        XDG_DATA_HOME: join(folder, '.data'),
        XDG_STATE_HOME: join(folder, '.state'),
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#running.add(child);
    child.once('exit', () => this.#running.delete(child));
    return child;
  }

  async run(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Run> {
    return finished(this.start(args, env));
  }

  /** A `porter serve` that is ready, and the URL that it told. */
  async serve(
    args: readonly string[] = [],
    wrapper: readonly string[] = [],
  ): Promise<{ readonly child: ChildProcess; readonly url: string }> {
    const child = this.startBy(wrapper, ['serve', ...args]);
    if (!child.stdout) throw new Error('no standard output');
    for await (const line of createInterface({ input: child.stdout })) {
      const [, url] = /from a script .* (http:\S+?)\/$/.exec(line) ?? [];
      if (url !== undefined) return { child, url };
    }
    throw new Error('porter serve ended');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const ended = [...this.#running].map((child) => once(child, 'exit'));
    for (const child of this.#running) child.kill('SIGKILL');
    await Promise.all(ended);
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** A wrapper that lets a command open no more files and connections at a time. */
export function withFiles(most: number): readonly string[] {
  return ['bash', '-c', `ulimit -n ${most} && exec "$0" "$@"`];
}

export async function finished(child: ChildProcess): Promise<Run> {
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout, stderr };
}

/** What `--json` printed, a record a line. */
export function recordsOf<T = OutcomeRecord>(stdout: string): T[] {
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as T);
}
