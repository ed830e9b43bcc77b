import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { on } from 'node:events';
import { watch } from 'node:fs';
import { commands, workspace } from 'vscode';
import { half, interruptFile, interruptUpload, sessions, sessionsFolder } from '../interrupted.ts';
import { Person } from '../person.ts';
import { useTus } from '../tusDestination.ts';
import { withSettings, writeFile } from '../workspace.ts';

describe('Uploads that were interrupted', () => {
  it('are given up when they are discarded, at the server too', async () => {
    using person = new Person();
    await using tus = await useTus();
    const content = randomBytes(2 * half);
    await interruptUpload(await writeFile('given-up.bin', content), tus.server, 'test', content.subarray(0, half));
    await commands.executeCommand('porter.discardInterrupted');
    assert.deepEqual(await tus.server.uploads(), []);
    await commands.executeCommand('porter.resumeInterrupted');
    assert.equal((await person.isTold()).text, 'No upload is interrupted.');
  });

  it('are told of and forgotten when the file is gone', async () => {
    using person = new Person();
    await using tus = await useTus();
    const file = await interruptFile('gone.bin', tus.server);
    await workspace.fs.delete(file);
    await commands.executeCommand('porter.resumeInterrupted');
    assert.match((await person.isTold()).text, /gone\.bin does not exist/);
    assert.deepEqual(await sessions().interrupted(new AbortController().signal), []);
    assert.deepEqual(await tus.server.uploads(), []);
  });

  it('are forgotten when their file is gone, while those to another destination go on', async () => {
    using person = new Person();
    await using tus = await useTus();
    const profile = { kind: 'tus', url: tus.server.url };
    await using _ = await withSettings({
      'porter.destinations': { test: profile, other: profile },
      'porter.confirm.files': 1,
    });
    const gone = await interruptFile('gone.bin', tus.server);
    for (const name of ['one.bin', 'two.bin']) await interruptFile(name, tus.server, 'other');
    await workspace.fs.delete(gone);
    const watcher = watch(sessionsFolder());
    const changes = on(watcher, 'change');
    const resumed = commands.executeCommand('porter.resumeInterrupted');
    const told = [await person.isTold(), await person.isTold()];
    const question = told.find(({ text }) => text.startsWith('Upload 2 files'));
    assert.ok(told.some(({ text }) => text.includes('gone.bin does not exist')));
    while ((await sessions().interrupted(new AbortController().signal)).length > 2) await changes.next();
    watcher.close();
    question?.press();
    await resumed;
    assert.deepEqual(person.unheard, []);
    await commands.executeCommand('porter.discardInterrupted');
  });

  it('stay, when the settings know their destination no more, until they are discarded', async () => {
    using person = new Person();
    await using tus = await useTus();
    await interruptFile('homeless.bin', tus.server, 'former');
    await commands.executeCommand('porter.resumeInterrupted');
    assert.match((await person.isTold()).text, /^There is no destination “former”\. Known are: receiver, test\./);
    assert.equal((await sessions().interrupted(new AbortController().signal)).length, 1);
    await commands.executeCommand('porter.discardInterrupted');
    assert.equal(
      (await person.isTold()).text,
      `What was sent of homeless.bin stays at ${tus.server.url} until it is deleted there: “former” is another one now, or is no longer in the settings.`,
    );
    assert.deepEqual(await sessions().interrupted(new AbortController().signal), []);
  });

  it('stay, and nothing is sent, when their destination leads elsewhere by now', async () => {
    using person = new Person();
    await using tus = await useTus();
    const content = randomBytes(2 * half);
    const file = await writeFile('moved.bin', content);
    await interruptUpload(file, tus.server, 'test', content.subarray(0, half));
    const requests = tus.server.requests.length;
    const resumedTo = async (profile: object) => {
      await using _ = await withSettings({ 'porter.destinations': { test: profile } });
      await commands.executeCommand('porter.resumeInterrupted');
      return (await person.isTold()).text;
    };
    assert.match(
      await resumedTo({ kind: 'raw', url: `${tus.server.url}elsewhere` }),
      /^The upload of moved\.bin was begun at http:\S+, but “test” leads elsewhere now, so nothing was sent\./,
    );
    assert.equal(tus.server.requests.length, requests);
    assert.match(await resumedTo({ kind: 'tus', url: tus.server.url }), /^moved\.bin was uploaded to “test”/);
    assert.deepEqual(await tus.stored(), content);
  });

  it('stay, when their file is gone and nobody was told that: their destination leads elsewhere by now', async () => {
    using person = new Person();
    await using tus = await useTus();
    const file = await interruptFile('gone.bin', tus.server);
    await workspace.fs.delete(file);
    const elsewhere = { kind: 'raw', url: `${tus.server.url}elsewhere` };
    await using _ = await withSettings({ 'porter.destinations': { test: elsewhere } });
    await commands.executeCommand('porter.resumeInterrupted');
    assert.match((await person.isTold()).text, /^The upload of gone\.bin was begun at http:\S+, but “test” leads else/);
    assert.deepEqual(person.unheard, []);
    assert.equal((await sessions().interrupted(new AbortController().signal)).length, 1);
    await commands.executeCommand('porter.discardInterrupted');
    assert.match((await person.isTold()).text, /^What was sent of gone\.bin stays at/);
  });

  it('stay, when their file is gone and a person does not want to go on with the others', async () => {
    using person = new Person();
    await using tus = await useTus();
    await using _ = await withSettings({ 'porter.confirm.files': 0 });
    const gone = await interruptFile('gone.bin', tus.server);
    await interruptFile('there.bin', tus.server);
    await workspace.fs.delete(gone);
    const resumed = commands.executeCommand('porter.resumeInterrupted');
    (await person.isTold()).press();
    await resumed;
    assert.deepEqual(person.unheard, []);
    assert.equal((await sessions().interrupted(new AbortController().signal)).length, 2);
    await commands.executeCommand('porter.discardInterrupted');
    assert.deepEqual(await tus.server.uploads(), []);
  });

  it('are told of once, when several stay at servers that their destinations no longer lead to', async () => {
    using person = new Person();
    await using tus = await useTus();
    for (const name of ['one.bin', 'two.bin', 'three.bin']) await interruptFile(name, tus.server, 'former');
    await commands.executeCommand('porter.discardInterrupted');
    const told = await person.isTold();
    assert.match(told.text, /^What was sent of .* What was sent of .* And 1 more: see the details\.$/);
    assert.deepEqual(told.buttons, ['Show Details']);
    assert.deepEqual(person.unheard, []);
  });
});
