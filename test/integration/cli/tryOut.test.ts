import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished, type Run } from './porter.ts';

const checkout = join(import.meta.dirname, '../../..');

describe('npm start', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'porter-start-'));
    await writeFile(join(folder, 'notes.md'), '# Notes');
  });
  afterEach(() => rm(folder, { recursive: true }));

  /** As npm runs it for a person who is in `folder`. */
  function start(...paths: readonly string[]): Promise<Run> {
    const env = { PATH: process.env['PATH'], INIT_CWD: folder };
    return finished(spawn(process.execPath, ['dist/cli/tryOut.js', ...paths], { cwd: checkout, env }));
  }

  it('uploads the samples, reads the receipt, and gets the same bytes back', async () => {
    const { code, stdout, stderr } = await start();
    assert.deepEqual([code, stderr], [0, '']);
    assert.match(stdout, /Fetched back http:\S+: the same \d+ bytes\./);
    assert.match(stdout, /total +40\.20/);
  });

  it('takes files from where the person is, and needs no picture among them', async () => {
    const { code, stdout, stderr } = await start('notes.md');
    assert.deepEqual([code, stderr], [0, '']);
    assert.match(stdout, /notes\.md {2}7 bytes {2}http:/);
  });

  it('tells once of a file that is not there, and ends with 1', async () => {
    const { code, stderr } = await start('notes.md', 'gone.md');
    assert.equal(code, 1);
    assert.equal(stderr.match(/gone\.md does not exist/g)?.length, 1);
  });
});
