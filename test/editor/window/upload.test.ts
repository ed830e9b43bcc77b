import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startRecordingServer, type RecordingServer } from '../recordingServer.ts';
import { inWorkbench, type Workbench } from './workbench.ts';

const files: Readonly<Record<string, Buffer>> = {
  'one.bin': Buffer.from([0, 1, 2, 0xff, 0xfe, 13, 10]),
  'two.txt': Buffer.from('two ✓\n'),
  'three.json': Buffer.from('{"three": 3}'),
};

async function prepare(workspace: string): Promise<void> {
  for (const [name, content] of Object.entries(files)) await writeFile(join(workspace, name), content);
  await mkdir(join(workspace, 'folder'));
  await writeFile(join(workspace, 'folder/inside.txt'), 'inside');
}

function settingsFor(server: RecordingServer): Readonly<Record<string, unknown>> {
  return {
    'porter.destinations': { test: { kind: 'raw', url: `${server.url}/`, retries: 0, link: { header: 'Location' } } },
    'porter.defaultDestination': 'test',
  };
}

/** What a browser gets from the links on the clipboard. */
async function copied(workbench: Workbench): Promise<Buffer[]> {
  const links = (await workbench.clipboard()).split('\n');
  return Promise.all(
    links.map(async (link) => {
      const response = await fetch(link);
      assert.equal(response.status, 200, link);
      return Buffer.from(await response.arrayBuffer());
    }),
  );
}

describe('Upload in the window', () => {
  it('gives a link to the file that was right-clicked, which serves the same bytes', () =>
    inWorkbench({ prepare }, async (workbench) => {
      await workbench.file('one.bin').click({ button: 'right' });
      await workbench.page.getByRole('menuitem', { name: 'Porter', exact: true }).hover();
      await workbench.page.getByRole('menuitem', { name: 'Upload To…' }).waitFor();
      await workbench.screenshot('upload-menu');
      await workbench.page.getByRole('menuitem', { name: 'Upload', exact: true }).click();
      await workbench.notification('one.bin was uploaded to “receiver”. The link is on the clipboard.').waitFor();
      await workbench.screenshot('upload-done');
      assert.deepEqual(await copied(workbench), [files['one.bin']]);
    }));

  it('takes three files at once', () =>
    inWorkbench({ prepare }, async (workbench) => {
      const last = await workbench.select('one.bin', 'two.txt', 'three.json');
      await workbench.chooseFromMenu(last, 'Porter', 'Upload');
      await workbench.notification('3 files were uploaded to “receiver”. 3 links are on the clipboard.').waitFor();
      assert.deepEqual(new Set((await copied(workbench)).map(String)), new Set(Object.values(files).map(String)));
    }));

  it('takes a folder, and the file of a tab', () =>
    inWorkbench({ prepare }, async (workbench) => {
      await workbench.chooseFromMenu(workbench.file('folder'), 'Porter', 'Upload');
      await workbench.notification('folder/inside.txt was uploaded').waitFor();
      assert.deepEqual((await copied(workbench)).map(String), ['inside']);
      await workbench.file('two.txt').dblclick();
      await workbench.chooseFromMenu(workbench.tab('two.txt'), 'Porter', 'Upload');
      await workbench.notification('two.txt was uploaded').waitFor();
      assert.deepEqual(await copied(workbench), [files['two.txt']]);
    }));

  it('takes what matches a glob that is asked for, from the palette', () =>
    inWorkbench({ prepare }, async (workbench) => {
      await workbench.runCommand('Porter: Upload Matching Files…');
      await workbench.quickInput.getByText('Which files of the open folders?').waitFor();
      await workbench.screenshot('upload-matching');
      await workbench.enter('*.txt');
      await workbench.notification('2 files were uploaded to “receiver”. 2 links are on the clipboard.').waitFor();
      assert.deepEqual((await copied(workbench)).map(String).sort(), ['inside', 'two ✓\n']);
    }));

  it('shows how far it is until it ends, which is at once when it is cancelled', async () => {
    await using server = await startRecordingServer();
    server.reply = () => 'never';
    await inWorkbench({ prepare, settings: settingsFor(server) }, async (workbench) => {
      await workbench.chooseFromMenu(workbench.file('one.bin'), 'Porter', 'Upload');
      await server.next();
      const progress = workbench.notification(/Uploading to “test”.*0 of 1 file/);
      await progress.waitFor();
      await workbench.statusBarItem(/Porter 0\/1/).waitFor();
      await workbench.screenshot('upload-progress');
      await progress.getByRole('button', { name: 'Cancel' }).click();
      await workbench.notification('The upload of one.bin to “test” was cancelled.').waitFor();
      await workbench.statusBarItem(/Porter \d/).waitFor({ state: 'hidden' });

      // It ends as soon as its progress is shown, which the editor then shows for a while yet.
      server.reply = async () => {
        await workbench.notification('Uploading to “test”').waitFor();
        return { status: 201, headers: { location: 'https://files.example/one.bin' } };
      };
      const shownTogether = await workbench.watchNotifications();
      await workbench.chooseFromMenu(workbench.file('one.bin'), 'Porter', 'Upload');
      await workbench.notification('one.bin was uploaded to “test”.').waitFor();
      const shown = (await shownTogether()).map((texts) => texts.join('\n'));
      assert.ok(shown.some((texts) => texts.includes('Uploading to “test”')));
      assert.deepEqual(
        shown.filter((texts) => texts.includes('Uploading to “test”') && texts.includes('one.bin was uploaded')),
        [],
      );
    });
  });

  it('says of a POST that is cancelled after its last byte that it may be there, and sends it again when told to', async () => {
    await using server = await startRecordingServer();
    server.reply = () => 'never';
    const settings = {
      'porter.destinations': { test: { kind: 'form', url: `${server.url}/` } },
      'porter.defaultDestination': 'test',
    };
    await inWorkbench({ prepare, settings }, async (workbench) => {
      await workbench.chooseFromMenu(workbench.file('one.bin'), 'Porter', 'Upload');
      await server.next();
      await workbench.notification('Uploading to “test”').getByRole('button', { name: 'Cancel' }).click();
      const told = workbench.notification('It is not known whether one.bin was uploaded to “test”.');
      await told.getByText('(it was cancelled before): it may be stored or not. Look there before').waitFor();
      await workbench.statusBarItem(/Porter \d/).waitFor({ state: 'hidden' });
      await workbench.screenshot('upload-unknown');
      server.reply = () => ({ status: 201, body: '{"url":"https://files.example/one.bin"}' });
      await told.getByRole('button', { name: 'Upload Again' }).click();
      await workbench.notification('one.bin was uploaded to “test”.').waitFor();
      assert.equal(server.received.length, 2);
    });
  });

  it('retries what failed, and only that', async () => {
    await using server = await startRecordingServer();
    let isUp = false;
    server.reply = ({ path }) =>
      isUp || path === '/one.bin'
        ? { status: 201, headers: { location: `https://files.example${path}` } }
        : { status: 403 };
    await inWorkbench({ prepare, settings: settingsFor(server) }, async (workbench) => {
      const last = await workbench.select('one.bin', 'two.txt', 'three.json');
      await workbench.chooseFromMenu(last, 'Porter', 'Upload');
      const failed = workbench.notification('2 of 3 files were not uploaded to “test”.');
      await failed.waitFor();
      await workbench.screenshot('upload-failed');
      isUp = true;
      await failed.getByRole('button', { name: 'Retry Failed' }).click();
      // In the list: of four messages in 800 ms, the editor shows only three by themselves.
      await workbench.runCommand('Notifications: Show Notifications');
      await workbench.listedNotification('2 files were uploaded to “test”.').waitFor();
      assert.deepEqual(server.received.map(({ path }) => path).sort(), [
        '/one.bin',
        '/three.json',
        '/three.json',
        '/two.txt',
        '/two.txt',
      ]);
    });
  });

  it('asks for a secret in a box that hides it', async () => {
    await using server = await startRecordingServer();
    const settings = {
      'porter.destinations': {
        test: { kind: 'raw', url: `${server.url}/`, auth: { type: 'bearer', token: '${secret:door}' } },
      },
    };
    await inWorkbench({ prepare, settings }, async (workbench) => {
      await workbench.chooseFromMenu(workbench.file('one.bin'), 'Porter', 'Upload To…');
      await workbench.option('test').click();
      await workbench.quickInput.locator('input[type="password"]').waitFor();
      await workbench.screenshot('upload-secret');
      await workbench.page.keyboard.press('Enter');
      await workbench.quickInput.getByText('Enter the secret, or press Escape.').waitFor();
      await workbench.enter('sesame');
      assert.equal((await server.next()).authorization, 'Bearer sesame');
    });
  });

  it('takes back that question when it is cancelled', async () => {
    const settings = {
      'porter.destinations': {
        test: { kind: 'raw', url: 'http://127.0.0.1:9/', auth: { type: 'bearer', token: '${secret:door}' } },
      },
      'porter.defaultDestination': 'test',
    };
    await inWorkbench({ prepare, settings }, async (workbench) => {
      await workbench.chooseFromMenu(workbench.file('one.bin'), 'Porter', 'Upload');
      await workbench.quickInput.locator('input[type="password"]').waitFor();
      await workbench.notification('Uploading to “test”').getByRole('button', { name: 'Cancel' }).click();
      await workbench.notification('The upload of one.bin to “test” was cancelled.').waitFor();
      await workbench.quickInput.waitFor({ state: 'hidden' });
    });
  });

  it('asks before a large batch in the middle of the window', () =>
    inWorkbench({ prepare, settings: { 'porter.confirm.files': 1 } }, async (workbench) => {
      const last = await workbench.select('one.bin', 'two.txt');
      await workbench.chooseFromMenu(last, 'Porter', 'Upload');
      const question = workbench.dialog('Upload 2 files with 15 bytes to “receiver”?');
      await question.waitFor();
      await workbench.screenshot('upload-confirm');
      await question.getByRole('button', { name: 'Upload' }).click();
      await workbench.notification('2 files were uploaded').waitFor();
    }));
});
