import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTusServer, type TusServer } from '../../integration/servers/tusServer.ts';
import { startRecordingServer } from '../recordingServer.ts';
import { binaryBytes } from './binaryBytes.ts';
import { inWorkbench, type Workbench } from './workbench.ts';

const partSize = 500_000;

/** A tus server whose uploads lie in a folder of their own. */
async function withTus(use: (tus: TusServer) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'porter-tus-'));
  const tus = await startTusServer(folder);
  try {
    await use(tus);
  } finally {
    await tus.close();
    await rm(folder, { recursive: true });
  }
}

/** The server as the default destination. */
function settingsFor(tus: TusServer, bandwidthLimit: string): Readonly<Record<string, unknown>> {
  return {
    'porter.destinations': { test: { kind: 'tus', url: tus.url, partSize } },
    'porter.defaultDestination': 'test',
    'porter.bandwidthLimit': bandwidthLimit,
  };
}

/** What the server was told of the bodies of all requests that carried bytes of files. */
function bytesSent({ requests }: TusServer): number {
  return requests
    .filter(({ headers }) => headers['content-type'] === 'application/offset+octet-stream')
    .reduce((sum, { headers }) => sum + Number(headers['content-length']), 0);
}

/** What is stored under the link that was copied. */
async function stored(workbench: Workbench, tus: TusServer): Promise<Buffer> {
  return readFile(tus.pathOf(await workbench.clipboard()));
}

describe('Uploads in the window', () => {
  it('are paused, resumed and cancelled in their view, one and all', () =>
    withTus(async (tus) => {
      const content = binaryBytes(3_000_000);
      const prepare = async (workspace: string) => {
        await mkdir(join(workspace, 'batch'));
        for (const name of ['first.bin', 'second.bin']) await writeFile(join(workspace, 'batch', name), content);
      };
      const settings = settingsFor(tus, '100 kB');
      await inWorkbench({ prepare, settings }, async (workbench) => {
        const row = (name: RegExp) => workbench.row('Porter Uploads', name);
        await workbench.chooseFromMenu(workbench.file('batch'), 'Porter', 'Upload');
        await workbench.statusBarItem(/Porter 0\/2/).click();
        await row(/^To “test”, 2 files$/).waitFor();
        // Rows that move: what is pressed there must not get lost as they are drawn anew.
        await workbench.press(row(/^first\.bin, \d+ % of 3 MB, /), 'Pause');
        await row(/^first\.bin, paused at \d+ %/).waitFor();
        await workbench.press(row(/^second\.bin, [1-9]\d* % of 3 MB, /), 'Cancel');
        await row(/^second\.bin, cancelled/).waitFor();
        await row(/^To “test”, 2 files, paused/).waitFor();
        await workbench.notification(/Uploading to “test”.*paused/).waitFor();
        await workbench.screenshot('transfers-paused-one');

        await workbench.press(row(/^first\.bin, paused/), 'Resume');
        await row(/^first\.bin, \d+ % of 3 MB, /).waitFor();
        await workbench.chooseFromMenu(row(/^To “test”, 2 files/), 'Pause');
        await row(/^To “test”, 2 files, paused/).waitFor();
        await workbench.set({ 'porter.bandwidthLimit': '' });
        await workbench.runCommand('Porter: Resume All Uploads');
        await workbench.notification('Cancelled: 1 of 2 files were uploaded to “test”.').waitFor();
        assert.ok((await stored(workbench, tus)).equals(content));
        assert.equal((await tus.uploads()).length, 1, 'what was cancelled is gone from the server');

        await workbench.view('Porter Uploads').waitFor({ state: 'hidden' });
      });
    }));

  it('that failed stay in the view: why in full, Retry, and Delete', async () => {
    await using server = await startRecordingServer();
    let isUp = false;
    server.reply = () => ({ status: isUp ? 201 : 404, headers: { location: 'https://files.example/1' } });
    const prepare = async (workspace: string) => {
      for (const name of ['one.txt', 'two.txt', 'three.txt']) await writeFile(join(workspace, name), name);
    };
    const settings = {
      'porter.destinations': { refusing: { kind: 'raw', url: `${server.url}/`, link: { header: 'Location' } } },
      'porter.defaultDestination': 'refusing',
    };
    await inWorkbench({ prepare, settings }, async (workbench) => {
      const row = (name: RegExp) => workbench.row('Porter Uploads', name);
      const files = await workbench.select('one.txt', 'two.txt', 'three.txt');
      await workbench.chooseFromMenu(files, 'Porter', 'Upload');
      const ended = workbench.notification('3 of 3 files were not uploaded');
      await ended.getByRole('button', { name: /^Clear/ }).click();
      await workbench.runCommand('Porter: Show Uploads');
      await row(/^To “refusing”, 3 files were not uploaded/).waitFor();

      await workbench.press(row(/^one\.txt, /), 'Show Problem');
      const problem = workbench.notification(/one\.txt: .*knows no such address \(status 404\)\./);
      await problem.getByRole('button', { name: 'Open Settings' }).waitFor();
      await workbench.screenshot('transfers-failed');
      await problem.getByRole('button', { name: /^Clear/ }).click();
      await workbench.chooseFromMenu(row(/^one\.txt, /), 'Show Log');
      await workbench.outputOf('Porter').waitFor();

      await row(/^one\.txt, /).click();
      await row(/^two\.txt, /).click({ modifiers: ['ControlOrMeta'] });
      await workbench.page.keyboard.press('Delete');
      await row(/^To “refusing”, 1 file was not uploaded/).waitFor();
      assert.equal(await row(/^(?:one|two)\.txt, /).count(), 0);

      isUp = true;
      await workbench.press(row(/^three\.txt, /), 'Retry');
      await workbench.notification('three.txt was uploaded to “refusing”.').waitFor();
      await workbench.view('Porter Uploads').waitFor({ state: 'hidden' });
    });
  });

  it('that failed stay in the view after a no to another try, and go again once', async () => {
    await using server = await startRecordingServer();
    let status = 404;
    server.reply = () => ({ status });
    const prepare = async (workspace: string) => {
      for (const name of ['one.txt', 'two.txt']) await writeFile(join(workspace, name), name);
    };
    const settings = {
      'porter.destinations': { test: { kind: 'form', url: `${server.url}/` } },
      'porter.defaultDestination': 'test',
      'porter.confirm.files': 1,
    };
    await inWorkbench({ prepare, settings }, async (workbench) => {
      const question = workbench.dialog('Upload 2 files');
      const batch = workbench.row('Porter Uploads', /^To “test”, 2 files were not uploaded/);
      await workbench.chooseFromMenu(await workbench.select('one.txt', 'two.txt'), 'Porter', 'Upload');
      await question.getByRole('button', { name: 'Upload', exact: true }).click();
      const told = workbench.notification('2 of 2 files were not uploaded');
      await told.waitFor();
      await workbench.runCommand('Porter: Show Uploads');
      await workbench.press(batch, 'Retry');
      await question.getByRole('button', { name: 'Cancel' }).click();
      await workbench.row('Porter Uploads', /^To “test”, gets files ready/).waitFor({ state: 'hidden' });

      status = 201;
      await workbench.press(batch, 'Retry');
      await question.getByRole('button', { name: 'Upload', exact: true }).click();
      await workbench.notification('2 files were uploaded to “test”').waitFor();
      assert.equal(server.received.length, 4);
      await told.getByRole('button', { name: 'Retry Failed' }).click();
      await workbench.notification('That was tried again already.').waitFor();
      assert.equal(server.received.length, 4);
    });
  });

  it('that could not be checked stay in the view with their link', async () => {
    await using server = await startRecordingServer();
    server.reply = () => ({ status: 201, headers: { location: 'https://files.example/one.txt' } });
    const prepare = (workspace: string) => writeFile(join(workspace, 'one.txt'), 'one');
    const link = { header: 'Location' };
    const settings = {
      'porter.destinations': { test: { kind: 'raw', url: `${server.url}/`, link, verify: 'head' } },
      'porter.defaultDestination': 'test',
      'porter.copyLinks': false,
    };
    await inWorkbench({ prepare, settings }, async (workbench) => {
      await workbench.chooseFromMenu(workbench.file('one.txt'), 'Porter', 'Upload');
      const told = workbench.notification(/one\.txt was uploaded, but could not be checked there: its link leads to/);
      await told.getByRole('button', { name: /^Clear/ }).click();
      await workbench.runCommand('Porter: Show Uploads');
      await workbench.press(workbench.row('Porter Uploads', /^one\.txt, /), 'Copy Link');
      await workbench.statusBarItem('The link is on the clipboard.').waitFor();
      await workbench.screenshot('transfers-unchecked');
      assert.equal(await workbench.clipboard(), 'https://files.example/one.txt');
    });
  });

  it('go on after the window was reloaded, and what the server has is not sent again', () =>
    withTus(async (tus) => {
      const content = binaryBytes(5_000_000);
      const prepare = (workspace: string) => writeFile(join(workspace, 'big.bin'), content);
      await inWorkbench({ prepare, settings: settingsFor(tus, '1 MB') }, async (workbench) => {
        await workbench.chooseFromMenu(workbench.file('big.bin'), 'Porter', 'Upload');
        await workbench.notification(/Uploading to “test”.*[1-4]\.\d MB of 5 MB/).waitFor();
        await workbench.reload();
        const question = workbench.notification('The upload of big.bin to “test” was interrupted.');
        await question.waitFor();
        await workbench.screenshot('transfers-interrupted');
        await question.getByRole('button', { name: 'Resume' }).click();
        await workbench.notification('big.bin was uploaded to “test”.').waitFor();
        assert.ok((await stored(workbench, tus)).equals(content));
        assert.ok(bytesSent(tus) <= content.length + partSize, `${bytesSent(tus)} bytes were sent`);
        assert.equal((await tus.uploads()).length, 1);
      });
    }));

  it('are given up after the window was reloaded, and gone from the server', () =>
    withTus(async (tus) => {
      const names = ['one.bin', 'two.bin', 'three.bin', 'four.bin'];
      const prepare = (workspace: string) =>
        Promise.all(names.map((name) => writeFile(join(workspace, name), binaryBytes(3_000_000))));
      await inWorkbench({ prepare, settings: settingsFor(tus, '100 kB') }, async (workbench) => {
        const [first = '', ...others] = names;
        await workbench.chooseFromMenu(await workbench.select(first, ...others), 'Porter', 'Upload');
        await workbench.statusBarItem(/Porter 0\/4/).click();
        for (const name of names) {
          await workbench.row('Porter Uploads', new RegExp(`^${name}, [1-9]\\d* % of 3 MB`)).waitFor();
        }
        await workbench.reload();
        const question = workbench.notification('4 uploads were interrupted: four.bin, one.bin, three.bin and 1 more.');
        await question.waitFor();
        await question.getByRole('button', { name: 'Discard' }).click();
        await workbench.statusBarItem('4 interrupted uploads were discarded.').waitFor();
        assert.deepEqual(await tus.uploads(), []);
        await workbench.runCommand('Porter: Resume Interrupted Uploads');
        await workbench.notification('No upload is interrupted.').waitFor();
      });
    }));
});
