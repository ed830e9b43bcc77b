import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { commands, window, workspace, type Uri } from 'vscode';
import type { SessionRecord } from '../../../src/core/transfer/sessionPort.ts';
import { askAboutInterrupted, interruptedOrTold } from '../../../src/vscode/interruptedUploads.ts';
import { Transfers } from '../../../src/vscode/transfers/transfers.ts';
import { interruptUpload, sessions, sessionsFolder } from '../interrupted.ts';
import { Person } from '../person.ts';
import { useTus } from '../tusDestination.ts';
import { withSettings, writeFile } from '../workspace.ts';

describe('Uploads that were interrupted', () => {
  const half = 400_000;

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

  it('start over when the file has changed, which is said', async () => {
    using person = new Person();
    await using tus = await useTus();
    const file = await writeFile('changed.bin', randomBytes(2 * half));
    await interruptUpload(file, tus.server, 'test', randomBytes(half));
    const content = randomBytes(2 * half + 1);
    await writeFile('changed.bin', content);
    await commands.executeCommand('porter.resumeInterrupted');
    assert.match((await person.isTold()).text, /changed\.bin changed since its upload was interrupted/);
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
    for (const name of ['up.bin', 'more.bin']) {
      await interruptUpload(await writeFile(name, randomBytes(2 * half)), tus.server, 'test', randomBytes(half));
    }
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

  it('are told of and forgotten when the file is gone', async () => {
    using person = new Person();
    await using tus = await useTus();
    const file = await writeFile('gone.bin', randomBytes(2 * half));
    await interruptUpload(file, tus.server, 'test', randomBytes(half));
    await workspace.fs.delete(file);
    await commands.executeCommand('porter.resumeInterrupted');
    assert.match((await person.isTold()).text, /gone\.bin does not exist/);
    assert.deepEqual(await sessions().interrupted(new AbortController().signal), []);
    assert.deepEqual(await tus.server.uploads(), []);
  });

  it('stay, when the settings know their destination no more, until they are discarded', async () => {
    using person = new Person();
    await using tus = await useTus();
    const file = await writeFile('homeless.bin', randomBytes(2 * half));
    await interruptUpload(file, tus.server, 'former', randomBytes(half));
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
    const file = await writeFile('gone.bin', randomBytes(2 * half));
    await interruptUpload(file, tus.server, 'test', randomBytes(half));
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
    const gone = await writeFile('gone.bin', randomBytes(2 * half));
    for (const file of [gone, await writeFile('there.bin', randomBytes(2 * half))]) {
      await interruptUpload(file, tus.server, 'test', randomBytes(half));
    }
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
    for (const name of ['one.bin', 'two.bin', 'three.bin']) {
      await interruptUpload(await writeFile(name, randomBytes(2 * half)), tus.server, 'former', randomBytes(half));
    }
    await commands.executeCommand('porter.discardInterrupted');
    const told = await person.isTold();
    assert.match(told.text, /^What was sent of .* What was sent of .* And 1 more: see the details\.$/);
    assert.deepEqual(told.buttons, ['Show Details']);
    assert.deepEqual(person.unheard, []);
  });

  it('are left alone while another process has them', async () => {
    using person = new Person();
    await using tus = await useTus();
    const file = await writeFile('taken.bin', randomBytes(2 * half));
    await interruptUpload(file, tus.server, 'test', randomBytes(half));
    const holder = hold(file);
    const ended = once(holder, 'exit');
    try {
      await once(holder.stdout, 'data');
      await commands.executeCommand('porter.discardInterrupted');
      assert.match(
        (await person.isTold()).text,
        /^taken\.bin is being uploaded to “test” by another window or command/,
      );
      await commands.executeCommand('porter.upload', file);
      assert.match((await person.isTold()).text, /taken\.bin is being uploaded to “test” by another window or command/);
    } finally {
      holder.kill();
      await ended;
    }
    await commands.executeCommand('porter.resumeInterrupted');
    assert.match((await person.isTold()).text, /^taken\.bin was uploaded/);
  });

  it('are asked about when a window that was closing has let go of them all', async () => {
    using person = new Person();
    await using tus = await useTus();
    const file = await writeFile('closing.bin', randomBytes(2 * half));
    for (const one of [await writeFile('free.bin', randomBytes(2 * half)), file]) {
      await interruptUpload(one, tus.server, 'test', randomBytes(half));
    }
    const holder = hold(file);
    await once(holder.stdout, 'data');
    await aboutToEnd(holder);
    const ended = once(holder, 'exit');
    let looks = 0;
    const areEnding = async () => {
      const found = await sessions().areEnding();
      if (++looks === 2) {
        holder.kill();
        await ended;
      }
      return found;
    };
    await ask(areEnding);
    const told = await person.isTold();
    assert.equal(told.text, '2 uploads were interrupted: closing.bin, free.bin.');
    assert.deepEqual(told.buttons, ['Resume', 'Discard']);
    await commands.executeCommand('porter.discardInterrupted');
  });

  it('are asked about at once beside what another window goes on with', async () => {
    using person = new Person();
    await using tus = await useTus();
    const file = await writeFile('elsewhere.bin', randomBytes(2 * half));
    for (const one of [await writeFile('here.bin', randomBytes(2 * half)), file]) {
      await interruptUpload(one, tus.server, 'test', randomBytes(half));
    }
    const holder = hold(file);
    const ended = once(holder, 'exit');
    try {
      await once(holder.stdout, 'data');
      let looks = 0;
      await ask(() => {
        looks++;
        return sessions().areEnding();
      });
      assert.equal((await person.isTold()).text, 'The upload of here.bin to “test” was interrupted.');
      assert.equal(looks, 1);
    } finally {
      holder.kill();
      await ended;
    }
    await commands.executeCommand('porter.discardInterrupted');
  });

  it('are told to be taken, or ended, where others did that before the question was answered', async () => {
    using person = new Person();
    await using tus = await useTus();
    const log = window.createOutputChannel('Answering', { log: true });
    const transfers = new Transfers();
    const file = await writeFile('taken.bin', randomBytes(2 * half));
    for (const one of [await writeFile('ended.bin', randomBytes(2 * half)), file]) {
      await interruptUpload(one, tus.server, 'test', randomBytes(half));
    }
    const answered = Promise.withResolvers<readonly SessionRecord[]>();
    await ask(() => sessions().areEnding(), undefined, answered.resolve);
    const question = await person.isTold();
    await commands.executeCommand('porter.discardInterrupted');
    await interruptUpload(file, tus.server, 'test', randomBytes(half));
    const holder = hold(file);
    const ended = once(holder, 'exit');
    try {
      await once(holder.stdout, 'data');
      question.press('Resume');
      assert.deepEqual(
        await interruptedOrTold(
          { log, transfers, sessions: () => Promise.resolve(sessions()) },
          await answered.promise,
        ),
        [],
      );
      const { severity, text } = await person.isTold();
      assert.equal(severity, 'warning');
      assert.match(text, /Another window or command has ended the upload of ended\.bin to “test” or given it up/);
      assert.match(text, /taken\.bin is being uploaded to “test” by another window or command/);
      assert.deepEqual(person.unheard, []);
    } finally {
      log.dispose();
      transfers.dispose();
      holder.kill();
      await ended;
    }
    await commands.executeCommand('porter.discardInterrupted');
  });

  it('are not waited for any longer when this window closes too', async () => {
    using person = new Person();
    await using tus = await useTus();
    const file = await writeFile('closed.bin', randomBytes(2 * half));
    await interruptUpload(file, tus.server, 'test', randomBytes(half));
    const holder = hold(file);
    const ended = once(holder, 'exit');
    try {
      await once(holder.stdout, 'data');
      await aboutToEnd(holder);
      const ending = new AbortController();
      const areEnding = async () => {
        const found = await sessions().areEnding();
        ending.abort();
        return found;
      };
      await assert.rejects(ask(areEnding, ending.signal), { name: 'AbortError' });
      assert.deepEqual(person.unheard, []);
    } finally {
      holder.kill();
      await ended;
    }
    await commands.executeCommand('porter.discardInterrupted');
  });
});

/** Asks as a window does that starts. */
async function ask(
  areEnding: () => Promise<boolean>,
  signal = new AbortController().signal,
  resume: (asked: readonly SessionRecord[]) => unknown = () => undefined,
): Promise<void> {
  const log = window.createOutputChannel('Asking', { log: true });
  const shell = { log, sessions: () => Promise.resolve({ ...sessions(), areEnding }) };
  try {
    await askAboutInterrupted(shell, { resume, discard: () => undefined }, signal);
  } finally {
    log.dispose();
  }
}

/** Has the other process note that it is about to end. */
async function aboutToEnd({ stdin, stdout }: ReturnType<typeof hold>): Promise<void> {
  const noted = once(stdout, 'data');
  stdin.write('end\n');
  await noted;
}

/** Another process that has the upload. */
function hold(file: Uri) {
  return spawn(
    process.execPath,
    [join(import.meta.dirname, 'holdUpload.process.mjs'), sessionsFolder(), 'test', file.toString(true)],
    { env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' }, stdio: ['pipe', 'pipe', 'inherit'] },
  );
}
