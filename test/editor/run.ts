/**
 * The tests in a real editor: inside its extension host, in a workspace that is trusted and one that is not, and
 * through its window, as a person uses it. Usage: run.ts [inside] [untrusted] [window] [--grep TEXT]
 */
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import Mocha from 'mocha';
import { launchBrowser } from '../setup/browser.ts';
import { ensureEditor } from '../setup/editor.ts';
import { addToTally, sum, type Counts } from '../setup/tally.ts';
import { bundleSuites } from './bundle.ts';
import { packageExtension } from './codeServer.ts';
import { runInExtensionHost } from './extensionHost.ts';
import { grepVariable } from './report.ts';
import { endWindows } from './window/workbench.ts';

// Leaves in order, so that the editor's processes end too.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(1));

const { positionals, values } = parseArgs({ allowPositionals: true, options: { grep: { type: 'string' } } });
const tiers = positionals.length > 0 ? positionals : ['inside', 'untrusted', 'window'];
const counts: Counts[] = [];
for (const tier of tiers) {
  console.log(`\n${tier}`);
  counts.push(tier === 'window' ? await runThroughWindow() : await runInside(tier));
}
const total = sum(counts);
addToTally(total);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;

async function runInside(folder: string): Promise<Counts> {
  const editor = await ensureEditor();
  await using browser = await launchBrowser();
  const counts = await runInExtensionHost(editor, browser, {
    module: await bundleSuites(folder),
    trusted: folder !== 'untrusted',
    environment: values.grep === undefined ? {} : { [grepVariable]: values.grep },
    onLine: (line) => console.log(line),
  });
  return counts as Counts;
}

async function runThroughWindow(): Promise<Counts> {
  await packageExtension();
  const mocha = new Mocha({ timeout: 300_000, forbidOnly: true, forbidPending: true });
  if (values.grep !== undefined) mocha.fgrep(values.grep);
  const folder = join(import.meta.dirname, 'window');
  mocha.files = globSync('**/*.test.ts', { cwd: folder }).map((file) => join(folder, file));
  await mocha.loadFilesAsync();
  const counts = await new Promise<Counts>((resolve) => {
    const runner = mocha.run((failed) => {
      resolve({ passed: runner.stats?.passes ?? 0, failed });
    });
  });
  await endWindows();
  return counts;
}
