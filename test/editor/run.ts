/**
 * The tests in a real editor: inside its extension host, in a workspace that is trusted and one that is not, and
 * through its window, as a person uses it. Arguments: which of `inside`, `untrusted`, `window`; by default all.
 */
import { launchBrowser } from '../setup/browser.ts';
import { ensureEditor } from '../setup/editor.ts';
import { bundleSuites } from './bundle.ts';
import { runInExtensionHost } from './extensionHost.ts';
import type { Counts } from './report.ts';

const chosen = process.argv.slice(2);
const editor = await ensureEditor();
await using browser = await launchBrowser();
const runs: Counts[] = [];

for (const folder of ['inside', 'untrusted']) {
  if (chosen.length > 0 && !chosen.includes(folder)) continue;
  const counts = await runInExtensionHost(editor, browser, {
    module: await bundleSuites(folder),
    trusted: folder !== 'untrusted',
    onLine: (line) => console.log(line),
  });
  runs.push(counts as Counts);
}
const passed = runs.reduce((sum, run) => sum + run.passed, 0);
const failed = runs.reduce((sum, run) => sum + run.failed, 0);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
