import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { commands } from 'vscode';
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
      'What the server of “test” has of left.bin stays there for now, as it could not be told: Porter tells it when it uploads there next.',
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
});
