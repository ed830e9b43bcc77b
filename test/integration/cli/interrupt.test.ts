import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { InterruptedUploads } from './interruptedUploads.ts';
import { finished } from './porter.ts';

const module = pathToFileURL(join(import.meta.dirname, '../../../src/cli/interrupt.ts')).href;

/** Says when it runs and when it was told to stop, which it does not. */
const stubborn = `import { interruptible } from ${JSON.stringify(module)};
  setInterval(() => undefined, 1e6);
  await interruptible((signal) => {
    signal.addEventListener('abort', () => process.stdout.write('stopping'));
    process.stdout.write('running');
    return new Promise(() => undefined);
  });`;

describe('a command that is stopped', () => {
  let child: ChildProcess;
  afterEach(() => child.kill('SIGKILL'));

  for (const first of ['SIGINT', 'SIGTERM'] as const) {
    for (const second of ['SIGINT', 'SIGTERM'] as const) {
      it(`by ${first} ends at once by a ${second} that follows`, async () => {
        child = spawn(process.execPath, ['--input-type=module', '--eval', stubborn], { stdio: 'pipe' });
        const ended = once(child, 'exit');
        const told = child.stdout;
        assert.ok(told);
        for (const signal of [first, second]) {
          await once(told, 'data');
          child.kill(signal);
        }
        assert.deepEqual(await ended, [null, second]);
      });
    }
  }
});

describe('porter upload that is stopped in a terminal', () => {
  let uploads: InterruptedUploads;
  beforeEach(async () => {
    uploads = await InterruptedUploads.open();
  });
  afterEach(() => uploads.close());

  it('has shown the cursor again while it waits for a server, which a second signal ends', async () => {
    const [sent, told] = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()];
    const never = new Promise<void>(() => undefined);
    uploads.onPatch = (count) => {
      if (count < 3) return undefined;
      sent.resolve(undefined);
      return never;
    };
    uploads.onDelete = () => {
      told.resolve(undefined);
      return never;
    };
    // script(1) gives it a terminal.
    const inTerminal = `exec script --quiet --command "echo \\$\\$ >pid; exec $(printf "'%s' " "$@")" /dev/null`;
    const child = uploads.porter.startBy(['sh', '-c', inTerminal, 'sh'], ['upload', 'a.bin', '--to', 'web'], {
      PORTER_CONFIG: 'config.json',
      TERM: 'xterm',
    });
    const ended = finished(child);
    await sent.promise;
    const pid = Number(await readFile(join(uploads.porter.folder, 'pid'), 'utf8'));
    process.kill(pid, 'SIGINT');
    await told.promise;
    process.kill(pid, 'SIGTERM');
    const { stdout } = await ended;
    assert.ok(stdout.lastIndexOf('\u001b[?25h') > stdout.lastIndexOf('\u001b[?25l'), stdout);
  });
});
