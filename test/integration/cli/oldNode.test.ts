import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { ensureNode } from '../../setup/node.ts';
import { script } from './porter.ts';

/** The last of those that are too old by a whole version. */
const version = '20.19.5';

describe('porter on a Node that is too old', () => {
  it('says which one it needs, and ends with 2', async function () {
    // It may have to be fetched.
    this.timeout(300_000);
    const { status, stdout, stderr } = spawnSync(await ensureNode(version), [script, '--version'], {
      encoding: 'utf8',
    });
    const told = `porter needs Node.js 22.19 or later; this is ${version}. Install a newer one.\n`;
    assert.deepEqual({ status, stdout, stderr }, { status: 2, stdout: '', stderr: told });
  });
});
