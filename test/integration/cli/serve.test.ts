import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { onFullDisk } from '../sessions/fullDisk.ts';
import { finished, Porter } from './porter.ts';

describe('porter serve', () => {
  for (const [what, args, expected] of [
    ['a token beside --no-token', ['--token', 'x', '--no-token'], /cannot be used with/],
    ['a token after --no-token', ['--no-token', '--token', 'x'], /cannot be used with/],
    ['an empty token, which everybody knows', ['--token', ''], /not empty/],
    ['a token that no header can hold', ['--token', 'two words'], /without blanks/],
    ['a port that is none', ['--port', '70000'], /port from 0 to 65535/],
    ['a type that is none', ['--allow', 'png'], /--allow in the command line is not right/],
  ] as const) {
    it(`refuses ${what} with 2`, async () => {
      await using porter = await Porter.open();
      const { code, stdout, stderr } = await porter.run(['serve', ...args]);
      assert.equal(code, 2);
      assert.equal(stdout, '');
      assert.match(stderr, expected);
    });
  }

  it('goes on where its folder is on a full disk, and says so of what does not fit', async () => {
    await using porter = await Porter.open();
    const folder = join(porter.folder, 'full');
    await mkdir(folder);
    const given = join(porter.folder, 'given.bin');
    await writeFile(given, 'given');
    const data = { XDG_DATA_HOME: folder };
    const wrapper = onFullDisk(folder, []);
    const run = await finished(porter.startBy(wrapper, ['upload', given], data));
    assert.equal(run.code, 1, run.stderr);
    const told =
      wrapper[0] === 'unshare' ? /given\.bin: .* has no room for it \(status 507: / : /given\.bin: .*\(status 5/;
    assert.match(run.stderr, told);
    assert.doesNotMatch(run.stderr, /^ {4}at /m);
  });

  it('says what the system refuses, where it cannot write down that it runs', async () => {
    await using porter = await Porter.open();
    await writeFile(join(porter.folder, 'taken'), '');
    const state = { XDG_STATE_HOME: join(porter.folder, 'taken') };
    const { code, stderr } = await finished(porter.start(['serve', '--dir', porter.folder], state));
    assert.equal(code, 1);
    assert.match(stderr, /^porter: The system refuses what Porter needs: ENOTDIR: .*\n$/);
  });

  it('says that a folder cannot be made, also where the system cannot say why', async () => {
    await using porter = await Porter.open();
    const { code, stderr } = await porter.run(['serve', '--dir', '/proc/x/y']);
    assert.equal(code, 2);
    assert.match(stderr, /The folder \/proc\/x\/y cannot be used \(.*\)\. Choose another\./);
  });
});
