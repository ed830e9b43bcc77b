/** code-server with the packaged extension installed: the editor as people use it, in a browser page. */
import { execFile } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ensureEditor } from '../setup/editor.ts';
import { root } from './bundle.ts';
import type { EditorFolders } from './folders.ts';
import { startServer, type Server } from './server.ts';

const run = promisify(execFile);

/** Where {@link packageExtension} puts it, and what vsce printed meanwhile. */
export const vsix = join(root, 'out/porter.vsix');
export const packageLog = join(root, 'out/package.log');

/** Makes the .vsix as `npm run package` does. */
export async function packageExtension(): Promise<void> {
  await mkdir(join(root, 'out'), { recursive: true });
  await rm(vsix, { force: true });
  const { stdout, stderr } = await run('npm', ['run', 'package', '--', '--out', vsix], { cwd: root });
  await writeFile(packageLog, stdout + stderr);
}

/** Installs the .vsix into the folders, and starts code-server on them. */
export async function startCodeServer(folders: EditorFolders): Promise<Server> {
  const editor = await ensureEditor();
  const common = [
    editor.codeServer,
    `--config=${join(folders.data, 'config.yaml')}`,
    `--user-data-dir=${folders.data}`,
    `--extensions-dir=${folders.extensions}`,
  ];
  // What the extension keeps for this user must not meet the real user's.
  const environment = { ...process.env, XDG_CONFIG_HOME: folders.data, XDG_DATA_HOME: folders.data };
  await run(editor.node, [...common, '--install-extension', vsix], { env: environment });
  return startServer(
    editor.node,
    [
      ...common,
      '--auth=none',
      '--bind-addr=127.0.0.1:0',
      '--disable-telemetry',
      '--disable-update-check',
      '--disable-workspace-trust',
      '--disable-getting-started-override',
      '--ignore-last-opened',
    ],
    environment,
  );
}
