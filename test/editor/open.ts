/** A real editor in the browser, with the extension as packaged and a sample folder, to try it by hand. */
import { cp } from 'node:fs/promises';
import { once } from 'node:events';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { root } from './bundle.ts';
import { packageExtension, startCodeServer } from './codeServer.ts';
import { makeEditorFolders } from './folders.ts';

await packageExtension();
await using folders = await makeEditorFolders();
await cp(join(root, 'media/samples'), folders.workspace, { recursive: true });
await using server = await startCodeServer(folders);
const url = `${server.url}/?folder=${encodeURIComponent(folders.workspace)}`;
console.log(`The editor is at ${url}\nRight-click a file and choose Porter. Ctrl-C ends it; its folder goes with it.`);
openInBrowser(url);
await Promise.race(['SIGINT', 'SIGTERM', 'SIGHUP'].map((signal) => once(process, signal)));

function openInBrowser(address: string): void {
  if (process.platform !== 'darwin' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY']) return;
  const opener = spawn(process.platform === 'darwin' ? 'open' : 'xdg-open', [address], { stdio: 'ignore' });
  // The address stands in the terminal: whoever has no opener follows it there.
  opener.on('error', () => undefined);
}
