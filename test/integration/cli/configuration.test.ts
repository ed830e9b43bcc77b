import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfiguration } from '../../../src/cli/configuration.ts';

describe('the configuration of the command line', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'porter-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const pipe = () => {
    const path = join(folder, 'pipe');
    execFileSync('mkfifo', [path]);
    return path;
  };

  it('is read from a pipe, however late that is written', async () => {
    const path = pipe();
    const reading = readConfiguration(path, new AbortController().signal);
    const url = 'https://files.test/';
    await writeFile(path, JSON.stringify({ destinations: { team: { kind: 'raw', url } } }));
    assert.deepEqual([...(await reading).profiles.keys()].includes('team'), true);
  });

  it('is not waited for when the command is stopped, though nobody writes to its pipe', async () => {
    const controller = new AbortController();
    const reading = readConfiguration(pipe(), controller.signal);
    controller.abort();
    await assert.rejects(reading, { name: 'AbortError' });
  });

  it('that cannot be read is told with the system’s reason', async () => {
    const reading = readConfiguration(folder, new AbortController().signal);
    await assert.rejects(reading, /it cannot be read \(illegal operation on a directory\)/);
  });
});
