import assert from 'node:assert/strict';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { heicOf } from '../../integration/ocr/heicFiles.ts';
import { startPictures } from '../../integration/ocr/pictures.ts';
import { root } from '../bundle.ts';
import { inWorkbench } from './workbench.ts';

const receipt = join(root, 'media/samples/receipt.jpg');

/** The sample receipt as a phone stores it. */
async function writeHeic(workspace: string): Promise<void> {
  const vips = await startPictures();
  const picture = vips.Image.newFromBuffer(await readFile(receipt));
  await writeFile(join(workspace, 'phone.heic'), await heicOf(picture));
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
      const total = panel.getByLabel('Total', { exact: true });
      await total.waitFor();
      assert.equal(await total.inputValue(), '40.20');
      const across = await panel
        .getByRole('img', { name: 'phone.heic' })
        .evaluate(async (image: { decode(): Promise<void>; naturalWidth: number }) => {
          await image.decode();
          return image.naturalWidth;
        });
      assert.equal(across, 760);
      await workbench.screenshot('results-heic');
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
