import assert from 'node:assert/strict';
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setImmediate } from 'node:timers/promises';
import type { Readable, Writable } from 'node:stream';
import { sessionStore } from '../../../src/node/sessions/sessionStore.ts';
import { signal } from '../upload/given.ts';
import { onFullDisk } from './fullDisk.ts';

const holderScript = join(import.meta.dirname, 'holder.ts');

const key = { destination: 'web', file: { id: 'file:///a', path: 'a' } };

describe('sessions of several processes', () => {
  let folder: string;
  const holders = new Set<Holder>();
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'porter-sessions-'));
  });
  afterEach(async () => {
    await Promise.all([...holders].map((holder) => holder.kill()));
    holders.clear();
    await rm(folder, { recursive: true, force: true });
  });

  async function start(command: readonly string[] = [process.execPath, holderScript, folder]): Promise<Holder> {
    const holder = await Holder.start(command);
    holders.add(holder);
    return holder;
  }

  it('belong to the one that opened first, until it lets go', async () => {
    const [one, other] = await Promise.all([start(), start()]);
    assert.equal(await one.tell('open'), 'done');
    assert.match(await other.tell('open'), /^sessionTaken/);
    assert.equal(await one.tell('release'), 'done');
    assert.equal(await other.tell('open'), 'done');
  });

  it('are gone on with at once after kill -9, with what was saved', async () => {
    const killed = await start();
    await killed.tell('open');
    await killed.tell('save');
    await killed.kill();
    const slot = await sessionStore(folder).open(key, signal);
    assert.equal(slot.record?.state['by'], killed.pid);
    await slot.release();
    assert.deepEqual(
      (await readdir(folder)).filter((name) => name.endsWith('.lock')),
      [],
    );
  });

  it('are gone on with when nobody asked yet how the killed process ended', async () => {
    // `sleep` takes the place of the shell whose child the process is, and never asks.
    const shell = '"$1" "$2" "$3" <&0 & exec sleep 600 >&-';
    const killed = await start(['bash', '-c', shell, 'bash', process.execPath, holderScript, folder]);
    await killed.tell('open');
    process.kill(killed.pid, 'SIGKILL');
    await killed.silence();
    while (!(await readFile(`/proc/${killed.pid}/stat`, 'utf8')).includes(') Z ')) await setImmediate();
    await (await sessionStore(folder).open(key, signal)).release();
  });

  it('go to exactly one of those that race for what a killed one left', async () => {
    let owner = await start();
    const racers = await Promise.all([start(), start(), start()]);
    await owner.tell('open');
    for (let round = 0; round < 8; round++) {
      await owner.kill();
      const answers = await Promise.all(racers.map((racer) => racer.tell('open')));
      const winners = racers.filter((_, index) => answers[index] === 'done');
      assert.equal(winners.length, 1, answers.join());
      const [winner] = winners;
      assert.ok(winner);
      owner = winner;
      racers[racers.indexOf(owner)] = await start();
    }
  });

  it('whose disk is full are not kept, which is said, and the upload can still be opened', async () => {
    const holder = await start(onFullDisk(folder, [process.execPath, holderScript, folder]));
    assert.equal(await holder.tell('open'), 'done');
    const [code, details = ''] = (await holder.tell('save')).split(/ (.*)/);
    assert.equal(code, 'sessionNotKept');
    assert.match(details, /(?:no space left on device|file too large)"}/);
    assert.ok(details.includes(`"${folder}: `), details);
    assert.equal(await holder.tell('release'), 'done');
  });
});

class Holder {
  readonly pid: number;
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  readonly #lines: AsyncIterator<string, undefined>;

  private constructor(
    child: ChildProcessByStdio<Writable, Readable, null>,
    lines: AsyncIterator<string, undefined>,
    pid: number,
  ) {
    this.#child = child;
    this.#lines = lines;
    this.pid = pid;
  }

  static async start([command = '', ...args]: readonly string[]): Promise<Holder> {
    const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const [, pid] = /^ready (\d+)$/.exec(await nextOf(lines)) ?? [];
    assert.ok(pid, 'the process did not start');
    return new Holder(child, lines, Number(pid));
  }

  async tell(deed: string): Promise<string> {
    this.#child.stdin.write(`${deed}\n`);
    return nextOf(this.#lines);
  }

  /** Done when it says no more. */
  async silence(): Promise<void> {
    assert.equal((await this.#lines.next()).done, true);
  }

  async kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exited = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await exited;
  }
}

async function nextOf(lines: AsyncIterator<string, undefined>): Promise<string> {
  return (await lines.next()).value ?? 'it ended';
}
