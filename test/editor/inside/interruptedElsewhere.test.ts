import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { commands, window, type Uri } from 'vscode';
import type { SessionRecord } from '../../../src/core/transfer/sessionPort.ts';
import { askAboutInterrupted, interruptedOrTold } from '../../../src/vscode/interruptedUploads.ts';
import { Transfers } from '../../../src/vscode/transfers/transfers.ts';
import { half, interruptFile, interruptUpload, sessions, sessionsFolder } from '../interrupted.ts';
import { Person } from '../person.ts';
import { useTus } from '../tusDestination.ts';

describe('Uploads that were interrupted', () => {
  it('are left alone while another process has them', async () => {
    using person = new Person();
    await using tus = await useTus();
    const file = await interruptFile('taken.bin', tus.server);
    {
      await using _ = await hold(file);
      await commands.executeCommand('porter.discardInterrupted');
      assert.match(
        (await person.isTold()).text,
        /^taken\.bin is being uploaded to “test” by another window or command/,
      );
      await commands.executeCommand('porter.upload', file);
      assert.match((await person.isTold()).text, /taken\.bin is being uploaded to “test” by another window or command/);
    }
    await commands.executeCommand('porter.resumeInterrupted');
    assert.match((await person.isTold()).text, /^taken\.bin was uploaded/);
  });

  it('are asked about when a window that was closing has let go of them all', async () => {
    using person = new Person();
    await using tus = await useTus();
    await interruptFile('free.bin', tus.server);
    const file = await interruptFile('closing.bin', tus.server);
    await using holder = await hold(file);
    await holder.noteEnd();
    let looks = 0;
    const areEnding = async () => {
      const found = await sessions().areEnding();
      if (++looks === 2) await holder.end();
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
    await interruptFile('here.bin', tus.server);
    const file = await interruptFile('elsewhere.bin', tus.server);
    {
      await using _ = await hold(file);
      let looks = 0;
      await ask(() => {
        looks++;
        return sessions().areEnding();
      });
      assert.equal((await person.isTold()).text, 'The upload of here.bin to “test” was interrupted.');
      assert.equal(looks, 1);
    }
    await commands.executeCommand('porter.discardInterrupted');
  });

  it('are told to be taken, or ended, where others did that before the question was answered', async () => {
    using person = new Person();
    await using tus = await useTus();
    const log = window.createOutputChannel('Answering', { log: true });
    const transfers = new Transfers();
    await interruptFile('ended.bin', tus.server);
    const file = await interruptFile('taken.bin', tus.server);
    const answered = Promise.withResolvers<readonly SessionRecord[]>();
    await ask(() => sessions().areEnding(), undefined, answered.resolve);
    const question = await person.isTold();
    await commands.executeCommand('porter.discardInterrupted');
    await interruptUpload(file, tus.server, 'test', randomBytes(half));
    try {
      await using _ = await hold(file);
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
    }
    await commands.executeCommand('porter.discardInterrupted');
  });

  it('are neither resumed nor discarded by an answer where they were not asked about', async () => {
    await using tus = await useTus();
    await interruptFile('asked.bin', tus.server);
    const never = new AbortController().signal;
    const asked = await sessions().interrupted(never);
    await interruptFile('later.bin', tus.server);
    const log = window.createOutputChannel('Answering', { log: true });
    const transfers = new Transfers();
    const shell = { log, transfers, sessions: () => Promise.resolve(sessions()) };
    try {
      assert.deepEqual(await interruptedOrTold(shell, asked), asked);
      assert.equal((await interruptedOrTold(shell)).length, 2);
    } finally {
      log.dispose();
      transfers.dispose();
    }
    await commands.executeCommand('porter.discardInterrupted');
  });

  it('are not waited for any longer when this window closes too', async () => {
    using person = new Person();
    await using tus = await useTus();
    const file = await interruptFile('closed.bin', tus.server);
    {
      await using holder = await hold(file);
      await holder.noteEnd();
      const ending = new AbortController();
      const areEnding = async () => {
        const found = await sessions().areEnding();
        ending.abort();
        return found;
      };
      await assert.rejects(ask(areEnding, ending.signal), { name: 'AbortError' });
      assert.deepEqual(person.unheard, []);
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

interface Holder extends AsyncDisposable {
  /** Has it note that it is about to end. */
  noteEnd(): Promise<void>;
  end(): Promise<void>;
}

/** Another process, which has the upload until it ends. */
async function hold(file: Uri): Promise<Holder> {
  const holder = spawn(
    process.execPath,
    [join(import.meta.dirname, 'holdUpload.process.mjs'), sessionsFolder(), 'test', file.toString(true)],
    { env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' }, stdio: ['pipe', 'pipe', 'inherit'] },
  );
  const ended = once(holder, 'exit');
  await once(holder.stdout, 'data');
  const end = async () => {
    holder.kill();
    await ended;
  };
  return {
    async noteEnd() {
      const noted = once(holder.stdout, 'data');
      holder.stdin.write('end\n');
      await noted;
    },
    end,
    [Symbol.asyncDispose]: end,
  };
}
