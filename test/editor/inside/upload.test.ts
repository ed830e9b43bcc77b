import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { symlink } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { commands, env, window } from 'vscode';
import { bytesAt } from '../links.ts';
import { Person } from '../person.ts';
import { startRecordingServer } from '../recordingServer.ts';
import { inWorkspace, withSettings, writeFile } from '../workspace.ts';

async function copiedLinks(): Promise<string[]> {
  return (await env.clipboard.readText()).split('\n');
}

describe('Upload', () => {
  beforeEach(async () => {
    await commands.executeCommand('workbench.action.closeAllEditors');
    await env.clipboard.writeText('');
  });

  it('copies a link that serves the same bytes, with nothing set up', async () => {
    using person = new Person();
    const content = Buffer.from([0, 1, 2, 0xff, 0xfe, 10, 13, 10]);
    const file = await writeFile('plain.bin', content);
    await commands.executeCommand('porter.upload', file);
    const told = await person.isTold();
    assert.equal(told.severity, 'information');
    assert.equal(told.text, 'plain.bin was uploaded to “receiver”. The link is on the clipboard.');
    assert.deepEqual(told.buttons, ['Open', 'Show Details']);
    const [link = ''] = await copiedLinks();
    assert.deepEqual(await bytesAt(link), content);
  });

  it('opens the link', async () => {
    using person = new Person();
    await commands.executeCommand('porter.upload', await writeFile('open.txt', 'opened'));
    const opened = person.opens();
    (await person.isTold()).press('Open');
    assert.deepEqual(await bytesAt(await opened), Buffer.from('opened'));
  });

  it('takes the whole selection of the Explorer, each file once, and tells once', async () => {
    using person = new Person();
    const a = await writeFile('a.txt', 'a');
    const b = await writeFile('b.txt', 'b');
    await commands.executeCommand('porter.upload', a, [a, b, a]);
    assert.equal((await person.isTold()).text, '2 files were uploaded to “receiver”. 2 links are on the clipboard.');
    const [first = '', second = '', ...more] = await copiedLinks();
    assert.deepEqual([await bytesAt(first), await bytesAt(second)].map(String), ['a', 'b']);
    assert.deepEqual(more, []);
  });

  it('takes a tab’s resource, whatever the editor says about the tab', async () => {
    using person = new Person();
    await commands.executeCommand('porter.upload', await writeFile('tab.txt', 't'), { groupId: 1, editorIndex: 0 });
    assert.match((await person.isTold()).text, /^tab\.txt was uploaded/);
  });

  it('takes the active tab’s file from the palette', async () => {
    using person = new Person();
    await window.showTextDocument(await writeFile('active.txt', 'active'));
    await commands.executeCommand('porter.upload');
    assert.match((await person.isTold()).text, /^active\.txt was uploaded/);
  });

  it('takes the picture of a preview from the palette', async () => {
    using person = new Person();
    const png = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    );
    await commands.executeCommand('vscode.openWith', await writeFile('dot.png', png), 'imagePreview.previewEditor');
    await commands.executeCommand('porter.upload');
    assert.match((await person.isTold()).text, /^dot\.png was uploaded/);
  });

  it('asks for files when no tab shows one', async () => {
    using person = new Person();
    person.choosesFiles = [await writeFile('chosen.txt', 'c')];
    await commands.executeCommand('porter.upload');
    assert.match((await person.isTold()).text, /^chosen\.txt was uploaded/);
  });

  it('does nothing when the question for files is answered with Escape', async () => {
    using person = new Person();
    await commands.executeCommand('porter.upload');
    assert.deepEqual(person.unheard, []);
  });

  it('walks folders: without .git, node_modules, the setting’s globs and links that lead out', async () => {
    using person = new Person();
    await using _ = await withSettings({ 'porter.exclude': ['*.log', 'tree/no/**'] });
    await writeFile('outside.txt', 'outside');
    for (const path of [
      'tree/a.txt',
      'tree/b/c.txt',
      'tree/.git/x',
      'tree/node_modules/y',
      'tree/b/z.log',
      'tree/no/n.txt',
    ])
      await writeFile(path, path);
    await symlink(inWorkspace('outside.txt').fsPath, inWorkspace('tree/escape.txt').fsPath);
    await commands.executeCommand('porter.upload', inWorkspace('tree'));
    const told = await person.isTold();
    assert.match(told.text, /^1 of 4 files were not sent/);
    assert.match(told.text, /tree\/escape\.txt is a symbolic link out of the selected folder/);
    const sent = await Promise.all((await copiedLinks()).map(async (link) => String(await bytesAt(link))));
    assert.deepEqual(sent, ['tree/a.txt', 'tree/b/c.txt', 'tree/no/n.txt']);
  });

  it('names the files of the open folder itself by its name, not by where it lies', async () => {
    using person = new Person();
    await using _ = await withSettings({ 'porter.exclude': ['!(top.txt)'] });
    await writeFile('top.txt', 'top');
    await commands.executeCommand('porter.upload', inWorkspace());
    assert.match((await person.isTold()).text, /^workspace\/top\.txt was uploaded/);
  });

  it('tells which of many is missing, and uploads the others', async () => {
    using person = new Person();
    const here = await writeFile('here.txt', 'here');
    await commands.executeCommand('porter.upload', here, [inWorkspace('gone.txt'), here]);
    const told = await person.isTold();
    assert.equal(told.severity, 'warning');
    assert.match(told.text, /^1 of 2 files were not uploaded to “receiver”\..*gone\.txt does not exist/);
    assert.ok(told.buttons.includes('Retry Failed'));
    assert.equal(String(await bytesAt((await copiedLinks())[0] ?? '')), 'here');
  });

  it('names a pipe as what it is, and uploads the others', async () => {
    using person = new Person();
    const beside = await writeFile('beside.txt', 'beside');
    const pipe = inWorkspace('pipe');
    execFileSync('mkfifo', [pipe.fsPath]);
    await commands.executeCommand('porter.upload', pipe, [pipe, beside]);
    assert.match((await person.isTold()).text, /^1 of 2 files were not uploaded to “receiver”\..*pipe is a pipe/);
    assert.equal(String(await bytesAt((await copiedLinks())[0] ?? '')), 'beside');
  });

  it('says what is wrong at the other end, with the host', async () => {
    using person = new Person();
    await using _ = await withSettings({
      'porter.destinations': { gone: { kind: 'raw', url: 'http://127.0.0.1:1/', retries: 0 } },
      'porter.defaultDestination': 'gone',
    });
    await commands.executeCommand('porter.upload', await writeFile('nowhere.txt', 'nowhere'));
    const told = await person.isTold();
    assert.equal(told.severity, 'error');
    assert.match(told.text, /^nowhere\.txt was not uploaded to “gone”\. Nothing listens at 127\.0\.0\.1:1\./);
    assert.deepEqual(told.buttons, ['Retry Failed', 'Open Settings', 'Show Details']);
  });

  it('retries what failed and nothing else', async () => {
    using person = new Person();
    const here = await writeFile('stays.txt', 'stays');
    await commands.executeCommand('porter.upload', here, [here, inWorkspace('late.txt')]);
    const first = await person.isTold();
    await writeFile('late.txt', 'late');
    first.press('Retry Failed');
    assert.equal((await person.isTold()).text, 'late.txt was uploaded to “receiver”. The link is on the clipboard.');
    assert.equal(String(await bytesAt((await copiedLinks())[0] ?? '')), 'late');
  });

  it('retries to the same address when the open folder itself was uploaded', async () => {
    using person = new Person();
    await using server = await startRecordingServer();
    let status = 404;
    server.reply = () => ({ status });
    await using _ = await withSettings({
      'porter.exclude': ['!(again.txt)'],
      'porter.destinations': { test: { kind: 'raw', url: `${server.url}/\${file}` } },
      'porter.defaultDestination': 'test',
    });
    await writeFile('again.txt', 'again');
    await commands.executeCommand('porter.upload', inWorkspace());
    const first = await person.isTold();
    status = 201;
    first.press('Retry Failed');
    assert.match((await person.isTold()).text, /^workspace\/again\.txt was uploaded/);
    const paths = server.received.map(({ path }) => path);
    assert.deepEqual(paths, ['/workspace/again.txt', '/workspace/again.txt']);
  });

  it('retries by the name that told a file from another of its batch', async () => {
    using person = new Person();
    await using server = await startRecordingServer();
    let refused = '/twice%20(2).txt';
    server.reply = ({ path }) => ({ status: path === refused ? 404 : 201 });
    await using _ = await withSettings({
      'porter.destinations': { test: { kind: 'raw', url: `${server.url}/` } },
      'porter.defaultDestination': 'test',
    });
    const files = [await writeFile('one/twice.txt', 'one'), await writeFile('two/twice.txt', 'two')];
    await commands.executeCommand('porter.upload', files[0], files);
    const first = await person.isTold();
    refused = '';
    first.press('Retry Failed');
    assert.match((await person.isTold()).text, /^two\/twice\.txt was uploaded/);
    const paths = server.received.map(({ path }) => path);
    assert.deepEqual(paths.toSorted(), ['/twice%20(2).txt', '/twice%20(2).txt', '/twice.txt']);
  });

  it('asks before many files are sent, with their number and sum', async () => {
    using person = new Person();
    await using _ = await withSettings({ 'porter.confirm.files': 2 });
    const files = await Promise.all(['m1', 'm2', 'm3'].map((name) => writeFile(`many/${name}`, 'x'.repeat(1000))));
    const done = commands.executeCommand('porter.upload', files[0], files);
    const question = await person.isTold();
    assert.equal(question.text, 'Upload 3 files with 3 kB to “receiver”?');
    question.press('Upload');
    await done;
    assert.match((await person.isTold()).text, /^3 files were uploaded/);
  });

  it('sends nothing after a no', async () => {
    using person = new Person();
    await using server = await startRecordingServer();
    await using _ = await withSettings({
      'porter.confirm.megabytes': 0,
      'porter.destinations': { test: { kind: 'raw', url: `${server.url}/` } },
      'porter.defaultDestination': 'test',
    });
    const done = commands.executeCommand('porter.upload', await writeFile('no.txt', 'no'));
    const question = await person.isTold();
    assert.equal(question.text, 'Upload 1 file with 2 bytes to “test”?');
    question.press();
    await done;
    assert.deepEqual(server.received, []);
    assert.deepEqual(person.unheard, []);
  });

  it('sends each of many small files of all kinds with its own bytes', async () => {
    using person = new Person();
    await using server = await startRecordingServer();
    await using _ = await withSettings({
      'porter.confirm.files': 1000,
      'porter.destinations': { test: { kind: 'raw', url: `${server.url}/` } },
      'porter.defaultDestination': 'test',
    });
    const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
    const contents = new Map(
      Array.from({ length: 300 }, (_file, index): [name: string, content: Buffer] => {
        const text = Buffer.from(`file ${index} `.repeat(1 + (index % 40)));
        if (index % 3 === 0) return [`${index}.txt`, text];
        return index % 3 === 1 ? [`${index}.gz`, gzipSync(text)] : [`${index}.png`, Buffer.concat([png, text])];
      }),
    );
    for (const [name, content] of contents) await writeFile(`kinds/${name}`, content);
    await commands.executeCommand('porter.upload', inWorkspace('kinds'));
    assert.match((await person.isTold()).text, /^300 files were uploaded to “test”/);
    const got = new Map(server.received.map(({ path, body }) => [path.slice(1), body.toString('hex')]));
    assert.deepEqual(got, new Map(Array.from(contents, ([name, content]) => [name, content.toString('hex')])));
  });

  it('ends at once when it is cancelled, and says that the server may have it', async () => {
    using person = new Person();
    await using server = await startRecordingServer();
    server.reply = () => 'never';
    await using _ = await withSettings({
      'porter.destinations': { test: { kind: 'raw', url: `${server.url}/` } },
      'porter.defaultDestination': 'test',
    });
    const done = commands.executeCommand('porter.upload', await writeFile('slow.txt', 'slow'));
    await server.next();
    person.cancels();
    await done;
    const late = `slow.txt was cancelled when all of it had been sent: ${new URL(server.url).host} may have stored it.`;
    const cancelled = 'The upload of slow.txt to “test” was cancelled.';
    assert.equal((await person.isTold()).text, `${cancelled} ${late} Look there before you send it again.`);
  });

  it('says that a file may be there when a POST got no answer, and sends it again only when told to', async () => {
    using person = new Person();
    await using server = await startRecordingServer();
    let answers = 0;
    server.reply = () => (answers++ === 0 ? 'hangUp' : { status: 200, body: '{"url":"https://files.example/1"}' });
    await using _ = await withSettings({
      'porter.destinations': { test: { kind: 'form', url: `${server.url}/` } },
      'porter.defaultDestination': 'test',
    });
    await commands.executeCommand('porter.upload', await writeFile('maybe.txt', 'maybe'));
    const told = await person.isTold();
    assert.match(told.text, /it may be stored or not/);
    assert.equal(server.received.length, 1);
    told.press('Upload Again');
    assert.match((await person.isTold()).text, /^maybe\.txt was uploaded to “test”/);
    assert.deepEqual(await copiedLinks(), ['https://files.example/1']);
  });

  it('leaves the clipboard alone when it is told to, and offers to copy', async () => {
    using person = new Person();
    await using _ = await withSettings({ 'porter.copyLinks': false });
    await commands.executeCommand('porter.upload', await writeFile('quiet.txt', 'quiet'));
    const told = await person.isTold();
    assert.equal(told.text, 'quiet.txt was uploaded to “receiver”.');
    assert.deepEqual(told.buttons, ['Copy Links', 'Open', 'Show Details']);
    assert.equal(await env.clipboard.readText(), '');
  });

  it('offers at most four things to do when some failed and the clipboard is left alone', async () => {
    using person = new Person();
    await using server = await startRecordingServer();
    server.reply = ({ path }) =>
      path === '/there.txt' ? { status: 201, headers: { location: 'https://files.example/1' } } : { status: 404 };
    await using _ = await withSettings({
      'porter.destinations': { test: { kind: 'raw', url: `${server.url}/`, link: { header: 'Location' } } },
      'porter.defaultDestination': 'test',
      'porter.copyLinks': false,
    });
    const files = [await writeFile('there.txt', 'there'), await writeFile('refused.txt', 'refused')];
    await commands.executeCommand('porter.upload', files[0], files);
    assert.deepEqual((await person.isTold()).buttons, ['Retry Failed', 'Copy Links', 'Open Settings', 'Show Details']);
  });
});
