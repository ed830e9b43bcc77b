/** Runs a module inside the extension host of a real editor, as @vscode/test-electron does on the desktop. */
import { EventEmitter, once } from 'node:events';
import type { Browser } from 'playwright-core';
import type { Editor } from '../setup/editor.ts';
import { root } from './bundle.ts';
import { makeEditorFolders } from './folders.ts';
import { dataFolderVariable, listenForReports, reportPortVariable } from './report.ts';
import { startServer } from './server.ts';

interface ExtensionHostRun {
  /** A module with `run()`; it must lie in the checkout. */
  readonly module: string;
  /** Whether the workspace is trusted. */
  readonly trusted: boolean;
  /** Variables for the module. */
  readonly environment: NodeJS.ProcessEnv;
  readonly onLine: (line: string) => void;
}

/**
 * Opens the editor with Porter under development, and waits until the module has run.
 *
 * @returns what the module reports as its result.
 * @throws Error when it ended without one: with what the editor said last.
 */
export async function runInExtensionHost(editor: Editor, browser: Browser, run: ExtensionHostRun): Promise<unknown> {
  let result: unknown;
  await using folders = await makeEditorFolders();
  await using reports = await listenForReports((report) => {
    if (report.kind === 'line') run.onLine(report.text);
    else result = report.value;
  });
  await using server = await startServer(
    editor.node,
    [
      editor.vscodeServer,
      '--host=127.0.0.1',
      '--port=0',
      '--without-connection-token',
      '--accept-server-license-terms',
      // Only with it does the page heed `extensionTestsPath`, and tell how that ended.
      '--enable-smoke-test-driver',
      '--telemetry-level=off',
      `--user-data-dir=${folders.data}`,
      `--server-data-dir=${folders.data}`,
      `--extensions-dir=${folders.extensions}`,
      ...(run.trusted ? ['--disable-workspace-trust'] : []),
    ],
    {
      ...process.env,
      ...run.environment,
      [reportPortVariable]: String(reports.port),
      [dataFolderVariable]: folders.data,
    },
  );

  await using context = await browser.newContext();
  const page = await context.newPage();
  const said: string[] = [];
  page.on('console', (message) => said.push(message.text()));
  await page.exposeFunction('codeAutomationLog', () => undefined);
  const life = new EventEmitter();
  const ended = once(life, 'end');
  await page.exposeFunction('codeAutomationExit', () => life.emit('end'));
  page.on('crash', () => life.emit('error', new Error('The editor’s page crashed.')));

  const authority = `vscode-remote://${new URL(server.url).host}`;
  const payload = [
    ['extensionDevelopmentPath', authority + root],
    ['extensionTestsPath', authority + run.module],
  ];
  const query = new URLSearchParams({ folder: folders.workspace, payload: JSON.stringify(payload) });
  await page.goto(`${server.url}/?${query.toString()}`);
  await ended;
  if (result === undefined) throw new Error(`The extension host failed:\n${said.slice(-20).join('\n')}`);
  return result;
}
