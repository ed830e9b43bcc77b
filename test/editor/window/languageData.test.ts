import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { germanData } from '../../integration/servers/npmRegistry.ts';
import { prepare } from './resultsPanel.ts';
import { inWorkbench } from './workbench.ts';

const fileName = 'deu.traineddata.gz';

describe('Data of a language in the window', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'porter-languages-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('that are damaged are named, with the setting that leads to them, and read with once they are mended', async () => {
    const whole = await readFile(join(germanData, fileName));
    const file = join(folder, fileName);
    await writeFile(file, whole.subarray(0, whole.length / 2));
    const options = {
      settings: { 'porter.ocr.engine': 'tesseract.js', 'porter.ocr.language': 'de' },
      prepare: async (workspace: string, data: string) => {
        await prepare(workspace);
        // Of the machine: to the editor in a browser that is another one.
        await mkdir(join(data, 'Machine'), { recursive: true });
        const settings = JSON.stringify({ 'porter.ocr.languageFolder': folder }, undefined, 2);
        await writeFile(join(data, 'Machine/settings.json'), settings);
      },
    };
    await inWorkbench(options, async (workbench) => {
      await workbench.chooseFromMenu(workbench.file('receipt.jpg'), 'Porter', 'Read Image');
      const told = workbench.notification(`${file} cannot be used by tesseract.js`);
      await told.getByText('Put the file of tessdata_best there again').waitFor();
      await workbench.screenshot('language-damaged');
      await told.getByRole('button', { name: 'Open Settings' }).click();
      await workbench.page.locator('.monaco-editor[data-uri$="Machine/settings.json"]').waitFor();

      await writeFile(file, whole);
      await workbench.chooseFromMenu(workbench.file('receipt.jpg'), 'Porter', 'Read Image');
      await workbench.webview().getByLabel('Total', { exact: true }).waitFor();
    });
  });
});
