import assert from 'node:assert/strict';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { heicOf } from '../../integration/ocr/heicFiles.ts';
import { startPictures } from '../../integration/ocr/pictures.ts';
import { root } from '../bundle.ts';
import { assertField, pixelsAcross } from './resultsPanel.ts';
import { inWorkbench } from './workbench.ts';

const receipt = join(root, 'media/samples/receipt.jpg');

/** The sample receipt as a phone stores it. */
async function writeHeic(workspace: string): Promise<void> {
  const vips = await startPictures();
  const picture = vips.Image.newFromBuffer(await readFile(receipt));
  await writeFile(join(workspace, 'phone.heic'), await heicOf(picture));
  vips.shutdown();
}

/** What a scanner makes of the sample receipt and an empty sheet. */
async function writeTiff(workspace: string): Promise<void> {
  const vips = await startPictures();
  const sheet = vips.Image.newFromBuffer(await readFile(receipt));
  const empty = sheet.newFromImage([255, 255, 255]).cast('uchar');
  const sheets = vips.Image.arrayjoin([empty, sheet], { across: 1 }).copy();
  await writeFile(join(workspace, 'scan.tiff'), sheets.writeToBuffer('.tiff', { page_height: sheet.height }));
  vips.shutdown();
}

async function writeAvif(workspace: string): Promise<void> {
  await cp(receipt, join(workspace, 'receipt.jpg'));
  await writeFile(join(workspace, 'small.avif'), '\0\0\0\x18ftypavif\0\0\0\0mif1avif', 'latin1');
}

describe('In the window', () => {
  it('a HEIC shows its receipt and, though browsers show none, its picture', () =>
    inWorkbench({ prepare: writeHeic }, async (workbench) => {
      await workbench.chooseFromMenu(workbench.file('phone.heic'), 'Porter', 'Read Image');
      const panel = workbench.webview();
      await assertField(panel, 'Total', '40.20');
      assert.equal(await pixelsAcross(panel), 760);
      await workbench.screenshot('results-heic');
    }));

  it('each page of a TIFF is one of the list, with its receipt and its picture', () =>
    inWorkbench({ prepare: writeTiff }, async (workbench) => {
      await workbench.chooseFromMenu(workbench.file('scan.tiff'), 'Porter', 'Read Image');
      const panel = workbench.webview();
      await panel.getByRole('option', { name: /^scan\.tiff, page 2, Read, .*40\.20/ }).click();
      await panel.getByRole('heading', { name: 'scan.tiff, page 2' }).waitFor();
      await assertField(panel, 'Total', '40.20');
      assert.equal(await pixelsAcross(panel), 760);
      await workbench.screenshot('results-tiff');
      await panel.getByRole('option', { name: /^scan\.tiff, page 1, Read/ }).click();
      await panel.getByText('No text was found on this picture.').last().waitFor();
      assert.equal(await panel.getByRole('option').count(), 2);
    }));

  it('an AVIF is not offered to be read, and told what to do with when it is chosen among others', () =>
    inWorkbench({ prepare: writeAvif }, async (workbench) => {
      const offered = await workbench.offeredIn(workbench.file('small.avif'), 'Porter');
      assert.ok(offered.includes('Upload'), offered.join());
      assert.ok(!offered.some((label) => label.includes('Read')), offered.join());

      const last = await workbench.select('receipt.jpg', 'small.avif');
      await workbench.chooseFromMenu(last, 'Porter', 'Read Image');
      const panel = workbench.webview();
      await panel.getByRole('option', { name: /^small\.avif, Failed/ }).click();
      await panel
        .getByText('small.avif is image/avif, which is not supported yet. Convert it to JPEG or PNG first.')
        .last()
        .waitFor();
    }));
});
