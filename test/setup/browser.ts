/** The browser that shows the editor's window. */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { ensureDebianPackages } from './debian.ts';

/** The path of a Chromium, from PATH or out of Debian. */
function ensureBrowser(): string {
  const found = findBrowser();
  if (found !== undefined) return found;
  ensureDebianPackages(['chromium', 'fonts-dejavu-core']);
  const installed = findBrowser();
  if (installed === undefined) throw new Error('The tests need Chromium or Google Chrome on PATH.');
  return installed;
}

function findBrowser(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return ['chromium', 'google-chrome']
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .find((path) => existsSync(path));
}

/** Starts it without a screen; it talks to nobody but the pages it is given. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: ensureBrowser(),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
