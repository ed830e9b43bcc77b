import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { commands, env } from 'vscode';
import { bytesAt, copiedLinks } from '../links.ts';
import { Person } from '../person.ts';
import { startRecordingServer } from '../recordingServer.ts';
import { inWorkspace, withSettings, writeFile } from '../workspace.ts';

describe('Upload', () => {
  beforeEach(() => env.clipboard.writeText(''));

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

  it('leaves the clipboard alone when it is told to, and offers to copy', async () => {
    using person = new Person();
    await using _ = await withSettings({ 'porter.copyLinks': false });
    await commands.executeCommand('porter.upload', await writeFile('quiet.txt', 'quiet'));
    const told = await person.isTold();
    assert.equal(told.text, 'quiet.txt was uploaded to “receiver”.');
    assert.deepEqual(told.buttons, ['Copy Links', 'Open', 'Show Details']);
    assert.equal(await env.clipboard.readText(), '');
  });
});
