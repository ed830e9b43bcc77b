import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { CancellationTokenSource, commands, window, workspace, type CancellationToken } from 'vscode';
import { SecretBoxes } from '../../../src/vscode/secretBoxes.ts';
import { SecretStore } from '../../../src/vscode/secretStore.ts';
import { Person } from '../person.ts';
import { startRecordingServer, type RecordingServer, type Reply } from '../recordingServer.ts';
import { withSettings, writeFile } from '../workspace.ts';

const secret = 'open sesame/+=';

function guarded(server: RecordingServer, name: string): Promise<AsyncDisposable> {
  return withSettings({
    'porter.destinations': {
      guarded: {
        kind: 'raw',
        url: `${server.url}/`,
        retries: 0,
        auth: { type: 'bearer', token: `\${secret:${name}}` },
      },
    },
    'porter.defaultDestination': 'guarded',
  });
}

describe('Secrets', () => {
  it('are asked for once, for all files and all uploads after it', async () => {
    using person = new Person();
    await using server = await startRecordingServer();
    await using _ = await guarded(server, 'once');
    person.enters = secret;
    const files = await Promise.all(['s1', 's2', 's3'].map((name) => writeFile(name, name)));
    await commands.executeCommand('porter.upload', files[0], files);
    assert.match((await person.isTold()).text, /^3 files were uploaded/);
    await commands.executeCommand('porter.upload', files[0]);
    assert.match((await person.isTold()).text, /^s1 was uploaded/);
    assert.equal(person.askedToEnter.length, 1);
    assert.match(person.askedToEnter[0] ?? '', new RegExp(`“once” For ${server.url} only`));
    assert.deepEqual(
      server.received.map(({ authorization }) => authorization),
      Array(4).fill(`Bearer ${secret}`),
    );
  });

  it('are asked for again by another origin that uses the same name', async () => {
    using person = new Person();
    await using first = await startRecordingServer();
    await using second = await startRecordingServer();
    person.enters = secret;
    const file = await writeFile('bound.txt', 'bound');
    for (const server of [first, second]) {
      await using _ = await guarded(server, 'bound');
      await commands.executeCommand('porter.upload', file);
      await person.isTold();
    }
    assert.equal(person.askedToEnter.length, 2);
  });

  it('that are not entered stop what needs them, with a sentence', async () => {
    using person = new Person();
    await using server = await startRecordingServer();
    await using _ = await guarded(server, 'missing');
    const files = await Promise.all(['n1', 'n2'].map((name) => writeFile(name, name)));
    await commands.executeCommand('porter.upload', files[0], files);
    assert.match((await person.isTold()).text, /“guarded” needs the secret “missing”, which is not stored/);
    assert.equal(person.askedToEnter.length, 1);
    assert.deepEqual(server.received, []);
  });

  it('are asked for one after the other, and once by uploads at the same time, as the editor shows one box', async () => {
    using boxes = oneBox();
    const kept = new Map<string, string>();
    const storage = {
      get: (id: string) => Promise.resolve(kept.get(id)),
      store: (id: string, value: string) => Promise.resolve(void kept.set(id, value)),
      delete: (id: string) => Promise.resolve(void kept.delete(id)),
    };
    const ofWindow = new SecretBoxes(storage);
    const { token } = new CancellationTokenSource();
    const [first, second, third] = [1, 2, 3].map(() => new SecretStore(ofWindow, token));
    const [here, there] = ['https://one.example', 'https://two.example'];
    const entered = await Promise.all([first?.get('s', here), second?.get('s', here), third?.get('s', there)]);
    assert.deepEqual(entered, ['answer 1', 'answer 1', 'answer 2']);
    assert.equal(boxes.shown, 2);
  });

  it('that are not entered are asked for by what comes after that alone, not by what waited for the same box', async () => {
    using boxes = oneBox();
    boxes.gives = 'nothing';
    const nothing = () => Promise.resolve(undefined);
    const ofWindow = new SecretBoxes({ get: nothing, store: nothing, delete: nothing });
    const { token } = new CancellationTokenSource();
    const get = () => new SecretStore(ofWindow, token).get('s', 'https://one.example');
    assert.deepEqual(await Promise.all([get(), get(), get()]), [undefined, undefined, undefined]);
    assert.equal(boxes.shown, 1);
    assert.equal(await get(), undefined);
    assert.equal(boxes.shown, 2);
  });

  it('are waited for no longer when an upload is cancelled that waits for another’s box', async () => {
    using boxes = oneBox();
    boxes.gives = 'noAnswer';
    const nothing = () => Promise.resolve(undefined);
    const ofWindow = new SecretBoxes({ get: nothing, store: nothing, delete: nothing });
    const [before, cancelled] = [new CancellationTokenSource(), new CancellationTokenSource()];
    const first = new SecretStore(ofWindow, before.token).get('one', 'https://one.example');
    const second = new SecretStore(ofWindow, cancelled.token).get('two', 'https://two.example');
    cancelled.cancel();
    assert.equal(await second, undefined);
    before.cancel();
    assert.equal(await first, undefined);
    assert.equal(boxes.shown, 1);
  });

  for (const kind of ['form', 'raw', 'tus', 's3'] as const) {
    it(`that the server refuses can be entered again for an upload by ${kind}`, async () => {
      using person = new Person();
      await using server = await startRecordingServer();
      server.reply = ({ authorization, method }) =>
        /\bright\b/.test(authorization ?? '') ? accepted(method) : { status: 401 };
      await using _ = await withSettings({
        'porter.destinations': { guarded: wanting(kind, server.url) },
        'porter.defaultDestination': 'guarded',
      });
      person.enters = 'wrong';
      await commands.executeCommand('porter.upload', await writeFile('again.txt', 'again'));
      const told = await person.isTold();
      assert.match(told.text, /refused the credentials \(status 401\)/);
      assert.deepEqual(told.buttons, ['Enter Secret Again', 'Open Settings', 'Show Details']);
      person.enters = 'right';
      told.press('Enter Secret Again');
      assert.match((await person.isTold()).text, /^again\.txt was uploaded/);
    });
  }

  it('stand in no log, not even when the server’s answer repeats them', async () => {
    using person = new Person();
    await using server = await startRecordingServer();
    const link = `https://files.example/${encodeURIComponent(secret)}/logged.txt`;
    server.reply = () => ({ status: 200, body: JSON.stringify({ url: link }) });
    await using _ = await guarded(server, 'logged');
    person.enters = secret;
    await commands.executeCommand('porter.upload', await writeFile('logged.txt', 'logged'));
    await person.isTold();
    const log = await shownLog(/logged\.txt uploaded .*https:\/\/files\.example\//);
    assert.ok(!log.includes(secret) && !log.includes(encodeURIComponent(secret)), log);
  });
});

interface Boxes extends Disposable {
  shown: number;
  /** A person answers with a text, with Escape, or not yet. */
  gives: 'text' | 'nothing' | 'noAnswer';
}

/** Boxes for a line of text as the editor shows them: one that opens closes the one before. */
function oneBox(): Boxes {
  const { showInputBox } = window;
  const replace = (value: unknown) => Object.defineProperty(window, 'showInputBox', { value, configurable: true });
  const boxes: Boxes = { shown: 0, gives: 'text', [Symbol.dispose]: () => void replace(showInputBox) };
  let close: (() => void) | undefined;
  replace((_: unknown, token: CancellationToken) => {
    const { promise, resolve } = Promise.withResolvers<string | undefined>();
    close?.();
    close = () => resolve(undefined);
    token.onCancellationRequested(close);
    const answer = `answer ${++boxes.shown}`;
    if (boxes.gives !== 'noAnswer') setImmediate(() => resolve(boxes.gives === 'text' ? answer : undefined));
    return promise;
  });
  return boxes;
}

/** A destination whose secret the server sees in the header Authorization. */
function wanting(kind: 'form' | 'raw' | 'tus' | 's3', url: string) {
  const secret = '${secret:refused}';
  if (kind !== 's3') return { kind, url: `${url}/`, retries: 0, auth: { type: 'bearer', token: secret } };
  const credentials = { accessKeyId: secret, secretAccessKey: 'any' };
  return { kind, endpoint: url, bucket: 'photos', retries: 0, credentials };
}

/** An answer that each of them takes for its success, for a file of five bytes. */
function accepted(method: string): Reply {
  const headers = {
    'tus-resumable': '1.0.0',
    'tus-version': '1.0.0',
    'upload-offset': method === 'POST' ? '0' : '5',
    location: '/upload',
    etag: `"${createHash('md5').update('again').digest('hex')}"`,
  };
  return { status: method === 'POST' ? 201 : 200, headers };
}

/** The log’s text, when it matches. */
async function shownLog(pattern: RegExp): Promise<string> {
  const text = () =>
    workspace.textDocuments
      .filter(({ uri }) => uri.scheme === 'output')
      .map((document) => document.getText())
      .find((candidate) => pattern.test(candidate));
  const changed = new Promise<string>((resolve) => {
    const check = () => {
      const found = text();
      if (found === undefined) return;
      opened.dispose();
      edited.dispose();
      resolve(found);
    };
    const opened = window.onDidChangeVisibleTextEditors(check);
    const edited = workspace.onDidChangeTextDocument(check);
  });
  await commands.executeCommand('porter.showLog');
  return text() ?? changed;
}
