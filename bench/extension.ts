/** What the extension costs the editor: the figures of a package as people install it. */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import manifest from '../package.json' with { type: 'json' };
import { root } from '../test/editor/bundle.ts';
import { packageExtension, vsix } from '../test/editor/codeServer.ts';
import { endWindows, inWorkbench } from '../test/editor/window/workbench.ts';

interface ExtensionFigures {
  /** Median of fresh windows, in milliseconds: loading the entry bundle and `activate()`, as the editor measures it. */
  readonly activationMs: number;
  /** In bytes, minified. */
  readonly entrySize: number;
  /** Of the .vsix, in bytes. */
  readonly packageSize: number;
}

/**
 * In the median of so many. The editor takes the time by the clock, while all that opens with a window has its turns
 * too: the same activation takes many times as long in one window as in the next.
 */
const windows = 7;

/** Packages the extension and measures it in several windows, one after the other. */
export async function measureExtension(): Promise<ExtensionFigures> {
  await packageExtension();
  const times: number[] = [];
  for (let window = 0; window < windows; window++) times.push(await measureActivation());
  await endWindows();
  times.sort((a, b) => a - b);
  return {
    activationMs: times[Math.floor(times.length / 2)] ?? NaN,
    entrySize: (await stat(join(root, manifest.main))).size,
    packageSize: (await stat(vsix)).size,
  };
}

/** Reads it where a person does, in the list of running extensions. */
async function measureActivation(): Promise<number> {
  let milliseconds = NaN;
  await inWorkbench({}, async (workbench) => {
    await workbench.runCommand('Porter: Show Log');
    await workbench.runCommand('Developer: Show Running Extensions');
    // So high that the list shows all of them.
    await workbench.page.setViewportSize({ width: 1280, height: 4000 });
    const row = workbench.page.locator('.runtime-extensions-editor .extension').filter({ hasText: 'Porter' });
    const text = await row.getByText(/Activation: \d+ms/).textContent();
    milliseconds = Number(/(\d+)ms/.exec(text ?? '')?.[1]);
  });
  return milliseconds;
}
