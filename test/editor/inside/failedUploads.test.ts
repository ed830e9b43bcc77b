import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { commands } from 'vscode';
import { bytesAt, copiedLinks } from '../links.ts';
import { Person } from '../person.ts';
import { startRecordingServer } from '../recordingServer.ts';
import { inWorkspace, withSettings, writeFile } from '../workspace.ts';

describe('Upload', () => {
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

  it('tells the characters of a name that would turn the sentence around', async () => {
    using person = new Person();
    const name = 'evil\u202egpj.bin';
    await commands.executeCommand('porter.upload', inWorkspace(name));
    assert.match((await person.isTold()).text, /^evil\\u202egpj\.bin was not uploaded/);
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

  it('opens the settings of a destination that wants a variable of the environment which is not set', async () => {
    using person = new Person();
    await using _ = await withSettings({
      'porter.destinations': { unset: { kind: 'raw', url: 'http://127.0.0.1:1/${env:PORTER_NOT_SET}' } },
      'porter.defaultDestination': 'unset',
    });
    await commands.executeCommand('porter.upload', await writeFile('nowhere.txt', 'nowhere'));
    const told = await person.isTold();
    assert.match(told.text, /“unset” needs the environment variable PORTER_NOT_SET, which is not set\./);
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
