import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commands as commandIds } from '../../../src/vscode/contributions.ts';
import { Person } from '../person.ts';
import { writeFile } from '../workspace.ts';

describe('Porter in the extension host', () => {
  it('is installed, and starts', async () => {
    const extension = vscode.extensions.getExtension('porter.porter');
    assert(extension);
    await extension.activate();
    assert.equal(extension.isActive, true);
  });

  it('has every command that it contributes', async () => {
    const known = await vscode.commands.getCommands(true);
    assert.deepEqual(
      commandIds.filter((id) => !known.includes(id)),
      [],
    );
  });

  it('runs Show Log', async () => {
    await vscode.commands.executeCommand('porter.showLog');
  });

  it('copies the links of the last upload, once there are some', async () => {
    using person = new Person();
    const files = [await writeFile('last.txt', 'last'), await writeFile('last too.txt', 'last too')];
    await vscode.commands.executeCommand('porter.upload', files[0], files);
    await person.isTold();
    const links = await vscode.env.clipboard.readText();
    assert.equal(links.split('\n').length, 2);
    await vscode.env.clipboard.writeText('something else');
    await vscode.commands.executeCommand('porter.copyLastLink');
    assert.equal(await vscode.env.clipboard.readText(), links);
  });
});
