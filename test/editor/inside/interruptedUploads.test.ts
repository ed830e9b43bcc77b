import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { commands, workspace } from 'vscode';
import { half, interruptFile, interruptUpload, sessions } from '../interrupted.ts';
import { Person } from '../person.ts';
import { useTus } from '../tusDestination.ts';
import { withSettings, writeFile } from '../workspace.ts';

describe('Uploads that were interrupted', () => {
  it('are resumed: what the server has is not sent again', async () => {
    using person = new Person();
    await using tus = await useTus();
    const content = randomBytes(2 * half);
    await interruptUpload(await writeFile('half.bin', content), tus.server, 'test', content.subarray(0, half));
    await commands.executeCommand('porter.resumeInterrupted');
    assert.match((await person.isTold()).text, /^half\.bin was uploaded to “test”/);
    assert.deepEqual(await tus.stored(), content);
    assert.deepEqual(tus.offsets(), [0, half]);
    assert.deepEqual(await sessions().interrupted(new AbortController().signal), []);
  });

  it('are kept when they fail once more, and that is said', async () => {
    using person = new Person();
    await using tus = await useTus();
    const content = randomBytes(2 * half);
    await interruptUpload(await writeFile('kept.bin', content), tus.server, 'test', content.subarray(0, half));
    await using _ = await withSettings({
      'porter.destinations': { test: { kind: 'tus', url: tus.server.url, partSize: 200_000, retries: 0 } },
    });
    await tus.server.close();
    await commands.executeCommand('porter.resumeInterrupted');
    const told = await person.isTold();
    assert.match(
      told.text,
      /^kept\.bin was not uploaded to “test”\. Nothing listens at .* What was sent is kept: the next try/,
    );
    assert.ok(told.buttons.includes('Retry Failed'));
    assert.equal((await sessions().interrupted(new AbortController().signal)).length, 1);
    await commands.executeCommand('porter.discardInterrupted');
    assert.match((await person.isTold()).text, /keeps what it has of kept\.bin/);
  });

  it('start over when the file has changed, which is said', async () => {
    using person = new Person();
    await using tus = await useTus();
    await interruptFile('changed.bin', tus.server);
    const content = randomBytes(2 * half + 1);
    await writeFile('changed.bin', content);
    await commands.executeCommand('porter.resumeInterrupted');
    assert.match((await person.isTold()).text, /changed\.bin may have changed since its upload was interrupted/);
    assert.deepEqual(await tus.stored(), content);
  });

  it('keep the name and the path that they were sent with, also when they start over', async () => {
    using person = new Person();
    await using tus = await useTus();
    const file = await writeFile('named.bin', randomBytes(2 * half));
    const sent = { path: 'elsewhere/named.bin', name: 'named (2).bin' };
    await interruptUpload(file, tus.server, 'test', randomBytes(half), sent);
    await writeFile('named.bin', randomBytes(half));
    await commands.executeCommand('porter.resumeInterrupted');
    assert.match((await person.isTold()).text, /^elsewhere\/named\.bin was uploaded to “test”/);
    const created = tus.server.requests.findLast(({ method }) => method === 'POST');
    assert.match(String(created?.headers['upload-metadata']), new RegExp(`filename ${btoa('named (2).bin')}`));
  });

  it('keep them, too, when they are tried again after they failed', async () => {
    using person = new Person();
    await using tus = await useTus();
    const file = await writeFile('again.bin', randomBytes(2 * half));
    const sent = { path: 'elsewhere/again.bin', name: 'again (2).bin' };
    await interruptUpload(file, tus.server, 'test', randomBytes(half), sent);
    await workspace.fs.delete(file);
    await writeFile('again.bin', randomBytes(half));
    await using _ = await withSettings({
      'porter.destinations': { test: { kind: 'tus', url: tus.server.url, retries: 0, maxSize: 1000 } },
    });
    await commands.executeCommand('porter.resumeInterrupted');
    const told = await person.isTold();
    assert.match(told.text, /^elsewhere\/again\.bin was not uploaded/);
    await using _larger = await withSettings({
      'porter.destinations': { test: { kind: 'tus', url: tus.server.url, retries: 0 } },
    });
    told.press('Retry Failed');
    assert.match((await person.isTold()).text, /^elsewhere\/again\.bin was uploaded/);
    const created = tus.server.requests.findLast(({ method }) => method === 'POST');
    assert.match(String(created?.headers['upload-metadata']), new RegExp(`filename ${btoa('again (2).bin')}`));
  });

  it('are not begun anew by Retry when they failed and were given up since then', async () => {
    using person = new Person();
    await using tus = await useTus();
    const content = randomBytes(2 * half);
    const file = await writeFile('ended.bin', content);
    await interruptUpload(file, tus.server, 'test', content.subarray(0, half));
    await workspace.fs.delete(file);
    await writeFile('ended.bin', randomBytes(half));
    const limited = { kind: 'tus', url: tus.server.url, maxSize: 1000 };
    await using _ = await withSettings({ 'porter.destinations': { test: limited } });
    await commands.executeCommand('porter.resumeInterrupted');
    const failed = await person.isTold();
    assert.match(failed.text, /^ended\.bin was not uploaded/);
    await using _larger = await withSettings({
      'porter.destinations': { test: { kind: 'tus', url: tus.server.url } },
    });
    await commands.executeCommand('porter.discardInterrupted');
    failed.press('Retry Failed');
    assert.match(
      (await person.isTold()).text,
      /^ended\.bin was not sent to “test”\. Another window or command has ended/,
    );
    assert.deepEqual(await tus.server.uploads(), []);
  });

  it('are not begun anew when they were given up while a person was asked', async () => {
    using person = new Person();
    await using tus = await useTus();
    await using _ = await withSettings({ 'porter.confirm.files': 0 });
    for (const name of ['up.bin', 'more.bin']) await interruptFile(name, tus.server);
    const resumed = commands.executeCommand('porter.resumeInterrupted');
    const question = await person.isTold();
    assert.equal(question.text, 'Upload 2 files with 1.6 MB to “test”?');
    await commands.executeCommand('porter.discardInterrupted');
    question.press('Upload');
    await resumed;
    const told = await person.isTold();
    assert.equal(told.severity, 'warning');
    assert.match(told.text, /^2 of 2 files were not sent to “test”\. Another window or command has ended/);
    assert.deepEqual(await tus.server.uploads(), []);
  });
});
