import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { commands, window } from 'vscode';
import { LastLinks } from '../../../src/vscode/lastLinks.ts';
import { showUpload } from '../../../src/vscode/showUpload.ts';
import { Transfers } from '../../../src/vscode/transfers/transfers.ts';
import { interruptUpload, sessions } from '../interrupted.ts';
import { Person } from '../person.ts';
import { startRecordingServer, type Received } from '../recordingServer.ts';
import { withSettings, writeFile } from '../workspace.ts';

/** A server of tus that answers no part; `deleted` is its answer to DELETE. */
function replyOfTus({ method }: Received, deleted: 204 | 'hangUp') {
  const headers = { 'tus-resumable': '1.0.0', 'tus-version': '1.0.0', 'tus-extension': 'creation,termination' };
  switch (method) {
    case 'OPTIONS':
      return { status: 204, headers };
    case 'POST':
      return { status: 201, headers: { ...headers, location: '/files/1' } };
    case 'DELETE':
      return deleted === 204 ? { status: 204, headers } : deleted;
    default:
      return 'never';
  }
}

describe('An upload that is cancelled', () => {
  it('tells what stays at a server that could not be told, which the next one to it tells', async () => {
    using person = new Person();
    await using server = await startRecordingServer();
    server.reply = (request) => replyOfTus(request, 'hangUp');
    await using _ = await withSettings({
      'porter.destinations': { test: { kind: 'tus', url: `${server.url}/files`, partSize: 200_000 } },
      'porter.defaultDestination': 'test',
    });
    const done = commands.executeCommand('porter.upload', await writeFile('left.bin', randomBytes(800_000)));
    while ((await server.next()).method !== 'PATCH');
    person.cancels();
    assert.equal((await person.isTold()).text, 'The upload of left.bin to “test” was cancelled.');
    const told = await person.isTold();
    assert.equal(told.severity, 'warning');
    assert.equal(
      told.text,
      'The server of “test” keeps what it has of left.bin for now, as it could not be told, or refused: Porter tells it when it uploads there next. What stays then is to be deleted there.',
    );
    await done;

    const isTold = new Promise<void>((resolve) => {
      server.reply = (request) => {
        if (request.method === 'DELETE') resolve();
        return replyOfTus(request, 204);
      };
    });
    await commands.executeCommand('porter.upload', await writeFile('empty.bin', ''));
    assert.match((await person.isTold()).text, /^empty\.bin was uploaded to “test”/);
    await isTold;
  });

  it('is not told to have failed when what stays at the server cannot be found out', async () => {
    using person = new Person();
    const log = window.createOutputChannel('Held', { log: true });
    const transfers = new Transfers();
    const nothing = () => Promise.resolve();
    const ofFile = { id: 'left', file: 'left.bin', size: 1, durationMs: 1, attempts: 1, warnings: [] };
    await showUpload(
      { log, transfers, lastLinks: new LastLinks() },
      {
        destination: 'test',
        outcomes: [{ status: 'cancelled', ...ofFile }],
        externalLink: (link) => link,
        secrets: { used: false, forgetUsed: nothing },
        copyLinks: true,
        held: () => Promise.reject(new Error('the disk is gone')),
        progressGone: Promise.resolve(),
      },
      nothing,
    );
    assert.equal((await person.isTold()).text, 'The upload of left.bin to “test” was cancelled.');
    assert.deepEqual(person.unheard, []);
    transfers.dispose();
    log.dispose();
  });
});

describe('Discarding that is cancelled', () => {
  it('tells how many are discarded, and that the others stay', async () => {
    using person = new Person();
    await using server = await startRecordingServer();
    let deleted = 0;
    server.reply = (request) => {
      const { method } = request;
      if (method === 'PATCH') return { status: 204 };
      if (method === 'DELETE' && ++deleted > 1) return 'never';
      return replyOfTus(request, 204);
    };
    const url = `${server.url}/files`;
    await using _ = await withSettings({
      'porter.destinations': { one: { kind: 'tus', url }, other: { kind: 'tus', url } },
    });
    for (const destination of ['one', 'other']) {
      const file = await writeFile(`${destination}.bin`, randomBytes(800_000));
      await interruptUpload(file, { url }, destination, randomBytes(400_000));
    }
    const done = commands.executeCommand('porter.discardInterrupted');
    for (let requests = 0; requests < 2;) if ((await server.next()).method === 'DELETE') requests++;
    person.cancels();
    const { severity, text } = await person.isTold();
    assert.equal(severity, 'information');
    assert.equal(text, 'Cancelled: 1 of 2 interrupted uploads were discarded. The others stay as they were.');
    await done;
    assert.deepEqual(person.unheard, []);
    assert.equal((await sessions().interrupted(new AbortController().signal)).length, 1);
    using _patient = new Person();
    server.reply = (request) => replyOfTus(request, 204);
    await commands.executeCommand('porter.discardInterrupted');
    assert.deepEqual(await sessions().interrupted(new AbortController().signal), []);
  });
});
