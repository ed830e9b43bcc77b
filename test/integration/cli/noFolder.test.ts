import assert from 'node:assert/strict';
import { finished, Porter } from './porter.ts';

describe('porter for a user of whom the system knows no home', () => {
  /** What Node throws then, without such a user. */
  const withoutHome = (name: string, call: string) => `
    import os from 'node:os';
    import { syncBuiltinESMExports } from 'node:module';
    os.${name} = () => { throw Object.assign(new Error('ENOENT'), { code: 'ERR_SYSTEM_ERROR', syscall: '${call}' }); };
    syncBuiltinESMExports();`;

  for (const [what, HOME, name, call] of [
    ['has no HOME', '/', 'homedir', 'uv_os_homedir'],
    ['has an empty HOME', '', 'userInfo', 'uv_os_get_passwd'],
  ] as const) {
    it(`says what to set when the environment ${what}, and ends with 2`, async () => {
      await using porter = await Porter.open();
      const preload = `data:text/javascript,${encodeURIComponent(withoutHome(name, call))}`;
      const none = { XDG_CONFIG_HOME: '', XDG_DATA_HOME: '', XDG_STATE_HOME: '' };
      const run = await porter.run(['resume'], { ...none, HOME, NODE_OPTIONS: `--import=${preload}` });
      const told = 'porter finds no home folder: HOME names none, and the system knows none of this user. Set HOME.\n';
      assert.deepEqual(run, { code: 2, stdout: '', stderr: told });
    });
  }
});

describe('porter in a folder that is gone', () => {
  it('says so, and ends with 2', async () => {
    await using porter = await Porter.open();
    const removed = ['sh', '-c', 'mkdir gone && cd gone && rmdir ../gone && exec "$@"', 'sh'];
    const run = await finished(porter.startBy(removed, ['upload', 'a.txt', '--url', 'http://127.0.0.1:1/']));
    const stderr =
      'porter: The folder that this command was started in is gone. Change to another one, then try again.\n';
    assert.deepEqual(run, { code: 2, stdout: '', stderr });
  });
});

describe('porter where the system refuses something else', () => {
  it('says what that is, and ends with 1', async () => {
    await using porter = await Porter.open();
    const refusal = `process.cwd = () => { throw Object.assign(new Error('EIO: i/o error, read'), { errno: -5, syscall: 'read' }); };`;
    const preload = `data:text/javascript,${encodeURIComponent(refusal)}`;
    const args = ['upload', 'a.txt', '--url', 'http://127.0.0.1:1/'];
    const run = await porter.run(args, { NODE_OPTIONS: `--import=${preload}` });
    const stderr = 'porter: The system refuses what Porter needs: EIO: i/o error, read.\n';
    assert.deepEqual(run, { code: 1, stdout: '', stderr });
  });
});
