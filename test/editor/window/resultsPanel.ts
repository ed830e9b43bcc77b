import assert from 'node:assert/strict';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import type { FrameLocator, Locator } from 'playwright-core';
import { root } from '../bundle.ts';
import type { Workbench } from './workbench.ts';

/** Pictures and notes that come with Porter. */
export const samples = join(root, 'media/samples');

/** Puts them into the folder. */
export async function prepare(workspace: string): Promise<void> {
  await cp(samples, workspace, { recursive: true });
}

/** Reads the sample receipt as a person does. */
export async function readReceipt(workbench: Workbench): Promise<FrameLocator> {
  await workbench.chooseFromMenu(workbench.file('receipt.jpg'), 'Porter', 'Read Image');
  await workbench.tab('Porter Results').waitFor();
  return workbench.webview();
}

/** The input of a field, when it holds the value. */
export async function assertField(panel: FrameLocator, label: string, value: string): Promise<void> {
  const field = panel.getByLabel(label, { exact: true });
  await field.waitFor();
  assert.equal(await field.inputValue(), value);
}

/** Waits until the picture has its pixels, and tells how many across. */
export async function pixelsAcross(panel: FrameLocator): Promise<number> {
  return panel.locator('.picture img').evaluate(async (image: { decode(): Promise<void>; naturalWidth: number }) => {
    await image.decode();
    return image.naturalWidth;
  });
}

/** Where it is seen, in pixels of the window. */
export async function place(locator: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
  const box = await locator.boundingBox();
  assert(box);
  return box;
}
