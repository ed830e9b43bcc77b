import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

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
