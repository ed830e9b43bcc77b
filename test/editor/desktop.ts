/**
 * The suites of the extension host in the desktop editor: the oldest that `engines.vscode` allows and the newest one.
 * Needs update.code.visualstudio.com, and a display (`xvfb-run -a` stands in for one). The untrusted suites are not
 * among them: @vscode/test-electron trusts every workspace.
 */
import { join } from 'node:path';
import { runTests } from '@vscode/test-electron';
import manifest from '../../package.json' with { type: 'json' };
import { cacheFolder } from '../setup/cache.ts';
import { addToTally, sum, type Counts } from '../setup/tally.ts';
import { bundleSuites, root } from './bundle.ts';
import { makeEditorFolders } from './folders.ts';
import { dataFolderVariable, listenForReports, reportPortVariable } from './report.ts';

const oldest = manifest.engines.vscode.replace(/^\^/, '');
const counts: Counts[] = [];
for (const version of [oldest, 'stable']) {
  console.log(`\nVS Code ${version}`);
  counts.push(await runSuites(version));
}
const total = sum(counts);
addToTally(total);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;

async function runSuites(version: string): Promise<Counts> {
  const received: Counts[] = [];
  await using folders = await makeEditorFolders();
  await using reports = await listenForReports((report) => {
    if (report.kind === 'line') console.log(report.text);
    else received.push(report.value as Counts);
  });
  const run = runTests({
    version,
    cachePath: join(cacheFolder(), 'desktop'),
    extensionDevelopmentPath: root,
    extensionTestsPath: await bundleSuites('inside'),
    extensionTestsEnv: { [reportPortVariable]: String(reports.port), [dataFolderVariable]: folders.data },
    launchArgs: [folders.workspace, `--user-data-dir=${folders.data}`, `--extensions-dir=${folders.extensions}`],
  });
  try {
    await run;
  } catch (error) {
    // It also throws when tests failed: those were counted.
    if (received.length === 0) throw error;
  }
  if (received.length === 0) throw new Error(`VS Code ${version} ran no tests.`);
  return sum(received);
}
