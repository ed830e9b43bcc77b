/** What uploads cost a real editor: the extension runs in its extension host, whose event loop is watched. */
import { join } from 'node:path';
import { build } from 'esbuild';
import { root } from '../test/editor/bundle.ts';
import { runInExtensionHost } from '../test/editor/extensionHost.ts';
import { launchBrowser } from '../test/setup/browser.ts';
import { ensureEditor } from '../test/setup/editor.ts';
import { hostVariables, type EditorFigures } from './hostFigures.ts';

/** Uploads the folder so many times by form; the medians. */
export async function measureEditor(folder: string, url: string, rounds: number): Promise<EditorFigures> {
  const module = join(root, 'out/bench/editorHost.mjs');
  await build({
    entryPoints: [join(import.meta.dirname, 'editorHost.ts')],
    outfile: module,
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['vscode'],
    logLevel: 'warning',
  });
  const editor = await ensureEditor();
  await using browser = await launchBrowser();
  const environment = {
    [hostVariables.folder]: folder,
    [hostVariables.url]: url,
    [hostVariables.rounds]: String(rounds),
  };
  const result = await runInExtensionHost(editor, browser, { module, trusted: true, environment, onLine: console.log });
  const runs = result as readonly EditorFigures[];
  const median = (of: (run: EditorFigures) => number) => runs.map(of).toSorted((a, b) => a - b)[rounds >> 1] ?? NaN;
  return {
    planSeconds: median(({ planSeconds }) => planSeconds),
    seconds: median(({ seconds }) => seconds),
    longestPauseMs: median(({ longestPauseMs }) => longestPauseMs),
  };
}
