import assert from 'node:assert/strict';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FrameLocator } from 'playwright-core';
import { pdfOf } from '../../integration/ocr/pdfs.ts';
import { root } from '../bundle.ts';
import { inWorkbench } from './workbench.ts';

const teapot = ['TEAPOT TRADING LTD', '1 High Street', 'Date: 03/04/2025', 'Tea 4.50', 'TOTAL 4.50'];
const kettle = ['KETTLE AND SONS LTD', '2 Low Street', 'Date: 05/06/2025', 'Pot 7.20', 'TOTAL 7.20'];

async function prepare(workspace: string): Promise<void> {
  await mkdir(join(workspace, 'trip/taxi'), { recursive: true });
  await cp(join(root, 'media/samples/receipt.jpg'), join(workspace, 'trip/bakery.jpg'));
  await writeFile(join(workspace, 'trip/taxi/scan.pdf'), pdfOf([teapot, kettle]));
  await writeFile(join(workspace, 'trip/notes.txt'), 'no picture');
}

/** Chooses a picture of the panel's list, and tells its total. */
async function totalOf(panel: FrameLocator, name: string): Promise<string> {
  await panel.getByRole('option').filter({ hasText: name }).click();
  await panel.getByRole('heading', { name }).waitFor();
  return panel.getByLabel('Total', { exact: true }).inputValue();
}

describe('Read Image in the window', () => {
  it('lists the rest of a document that is cancelled once, until it is read', () => {
    // As many as are read without a question: a minute's work at least.
    const pages = Array.from({ length: 50 }, (_, index) => [...teapot, `Page ${index + 1}`]);
    const prepareScan = (workspace: string) => writeFile(join(workspace, 'scan.pdf'), pdfOf(pages));
    return inWorkbench({ prepare: prepareScan }, async (workbench) => {
      const panel = workbench.webview();
      const rest = panel.getByRole('option', { name: /^scan\.pdf, Cancelled/ });
      const read = () => workbench.chooseFromMenu(workbench.file('scan.pdf'), 'Porter', 'Read Image');
      const cancel = () => workbench.notification('Reading').getByRole('button', { name: 'Cancel' }).click();
      await read();
      await panel.getByRole('option', { name: /^scan\.pdf, page 2, Read/ }).waitFor();
      await cancel();
      await rest.waitFor();
      assert.equal(await panel.getByRole('option', { name: /Cancelled/ }).count(), 1);
      await workbench.screenshot('read-cancelled-pdf');

      await read();
      await rest.waitFor({ state: 'detached' });
      await cancel();
      await rest.waitFor();
    });
  });
});

describe('Read Receipts in Folder in the window', () => {
  it('reads the pictures of a folder and those below it, and each page of a PDF, and leaves out the rest', () =>
    inWorkbench({ prepare }, async (workbench) => {
      const shownTogether = await workbench.watchNotifications();
      await workbench.chooseFromMenu(workbench.file('trip'), 'Porter', 'Read Receipts in Folder');
      const panel = workbench.webview();
      await panel.getByRole('option', { name: /scan\.pdf, page 2, Read/ }).waitFor();
      assert.equal(await panel.getByRole('option').count(), 3);
      const progress = (await shownTogether()).flat();
      assert.ok(progress.some((text) => text.includes('trip/taxi/scan.pdf, page 2 of 2 (2 of 2)')));
      assert.equal(await totalOf(panel, 'bakery.jpg'), '40.20');
      assert.equal(await totalOf(panel, 'scan.pdf, page 1'), '4.50');
      assert.equal(await totalOf(panel, 'scan.pdf, page 2'), '7.20');
      const image = panel.locator('.picture img');
      const size = await image.evaluate(
        async (picture: { decode(): Promise<void>; naturalWidth: number; naturalHeight: number }) => {
          await picture.decode();
          return [picture.naturalWidth, picture.naturalHeight];
        },
      );
      // 230 × 320 points at 200 dpi.
      assert.deepEqual(size, [638, 888]);
      await workbench.screenshot('read-folder-pdf');
    }));
});
