import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { Person } from '../person.ts';
import { startRecordingServer } from '../recordingServer.ts';
import { withSettings, writeFile } from '../workspace.ts';

describe('A workspace that is not trusted', () => {
  it('is what this run has', () => {
    assert.equal(vscode.workspace.isTrusted, false);
  });

  it('can still read the log', async () => {
    await vscode.commands.executeCommand('porter.showLog');
  });

  for (const command of ['porter.upload', 'porter.uploadTo']) {
    it(`has nothing uploaded by ${command}, and a button to trust it`, async () => {
      using person = new Person();
      await using server = await startRecordingServer();
      await using _ = await withSettings({
        'porter.destinations': { test: { kind: 'raw', url: `${server.url}/` } },
        'porter.defaultDestination': 'test',
      });
      person.picks = 'test';
      await vscode.commands.executeCommand(command, await writeFile('secret.txt', 'secret'));
      const told = await person.isTold();
      assert.match(told.text, /^Porter uploads nothing from a workspace that you do not trust\./);
      assert.deepEqual(told.buttons, ['Manage Workspace Trust', 'Show Details']);
      assert.deepEqual(server.received, []);
    });
  }

  for (const command of ['porter.upload', 'porter.uploadTo', 'porter.uploadAndRead']) {
    it(`is told of before ${command} asks for files`, async () => {
      using person = new Person();
      person.choosesFiles = () => assert.fail('asked for files');
      await vscode.commands.executeCommand(command);
      assert.match((await person.isTold()).text, /^Porter uploads nothing from a workspace that you do not trust\./);
    });
  }

  it('has no picture sent to a service that reads', async () => {
    using person = new Person();
    await using server = await startRecordingServer();
    await using _ = await withSettings({ 'porter.ocr.engine': 'ocr.space', 'porter.ocr.space.url': server.url });
    await vscode.commands.executeCommand('porter.readImage', await writeFile('secret.png', 'secret'));
    assert.match((await person.isTold()).text, /^Porter uploads nothing from a workspace that you do not trust\./);
    assert.deepEqual([server.received, person.askedToEnter, person.unheard], [[], [], []]);
  });

  for (const command of ['porter.resumeInterrupted', 'porter.discardInterrupted']) {
    it(`has nothing sent by ${command}`, async () => {
      using person = new Person();
      await vscode.commands.executeCommand(command);
      assert.match((await person.isTold()).text, /^Porter uploads nothing from a workspace that you do not trust\./);
    });
  }
});
