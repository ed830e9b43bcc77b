import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { content, InterruptedUploads } from './interruptedUploads.ts';
import { finished, recordsOf, type Run } from './porter.ts';

const config = { PORTER_CONFIG: 'config.json' };

describe('porter resume while another command has some of it', () => {
  let uploads: InterruptedUploads;
  beforeEach(async () => {
    uploads = await InterruptedUploads.open();
    await writeFile(join(uploads.porter.folder, 'b.bin'), content);
    const [reached] = holdUp(2);
    const { child, ended } = start('upload', 'a.bin', 'b.bin', '--to', 'web');
    await reached;
    child.kill('SIGKILL');
    await ended;
    uploads.onPatch = () => undefined;
  });
  afterEach(() => uploads.close());

  function start(...args: string[]): { child: ChildProcess; ended: Promise<Run> } {
    const child = uploads.porter.start(args, config);
    return { child, ended: finished(child) };
  }

  /** Holds requests up until it is called; the promise settles when so many came. */
  function holdUp(count: number): readonly [Promise<undefined>, () => void] {
    const [reached, released] = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()];
    let held = 0;
    uploads.onPatch = () => {
      if (++held === count) reached.resolve(undefined);
      return released.promise;
    };
    const release = () => {
      uploads.onPatch = () => undefined;
      released.resolve(undefined);
    };
    return [reached.promise, release];
  }

  /** What a command did while another was held up in the request of its first file, and what that did then. */
  async function meanwhile(
    held: readonly string[],
    other: readonly string[],
  ): Promise<readonly [first: Ended, second: Ended]> {
    const [reached, release] = holdUp(1);
    const { ended } = start('resume', '--json', ...held);
    await reached;
    uploads.onPatch = () => undefined;
    const second = await start('resume', '--json', ...other).ended;
    release();
    return [endedOf(await ended), endedOf(second)];
  }

  interface Ended {
    readonly code: number | null;
    /** In alphabetical order: a file ends when it does. */
    readonly became: readonly string[];
  }

  const endedOf = ({ code, stdout }: Run): Ended => ({
    code,
    became: recordsOf(stdout)
      .map(({ status, problem }) => [status, problem?.code].join(' ').trim())
      .toSorted(),
  });

  it('uploads each file once when two go on with them', async () => {
    const [first, second] = await meanwhile(['--concurrency', '1'], []);
    assert.deepEqual(second, { code: 1, became: ['failed sessionTaken', 'uploaded'] });
    assert.deepEqual(first, { code: 0, became: ['skipped sessionEnded', 'uploaded'] });
    assert.equal((await uploads.server.uploads()).length, 2);
  });

  it('uploads nothing that another discards meanwhile', async () => {
    const [first, second] = await meanwhile(['--concurrency', '1'], ['--discard']);
    assert.deepEqual(second, { code: 1, became: ['discarded', 'failed sessionTaken'] });
    assert.deepEqual(first, { code: 0, became: ['skipped sessionEnded', 'uploaded'] });
    assert.equal((await uploads.server.uploads()).length, 1);
  });
});
