import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const script = join(import.meta.dirname, '../../../src/cli/userFolders.ts');

/** The folders as a process has them that was started with these variables. */
async function foldersWith(env: NodeJS.ProcessEnv): Promise<Readonly<Record<string, string>>> {
  const print = `import { userFolders } from ${JSON.stringify(script)}; console.log(JSON.stringify(userFolders));`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', print], {
    cwd: tmpdir(),
    env,
  });
  return JSON.parse(stdout) as Readonly<Record<string, string>>;
}

describe("The user's folders for Porter", () => {
  for (const [what, env] of [
    ['HOME is empty', { HOME: '' }],
    ['HOME leads below the current folder', { HOME: '.' }],
    ['variables lead below the current folder', { XDG_CONFIG_HOME: '.config', XDG_STATE_HOME: 'state' }],
  ] as const) {
    it(`are in the home that the system has, not in the current folder, when ${what}`, async () => {
      const { homedir } = userInfo();
      for (const folder of Object.values(await foldersWith({ HOME: homedir, ...env }))) {
        assert.ok(folder.startsWith(homedir), folder);
      }
    });
  }
});
