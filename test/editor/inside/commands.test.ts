import assert from 'node:assert/strict';
import * as vscode from 'vscode';

describe('Porter in the extension host', () => {
  it('is installed, and starts', async () => {
    const extension = vscode.extensions.getExtension('porter.porter');
    assert(extension);
    await extension.activate();
    assert.equal(extension.isActive, true);
  });

  it('runs Show Log', async () => {
    assert((await vscode.commands.getCommands(true)).includes('porter.showLog'));
    await vscode.commands.executeCommand('porter.showLog');
  });
});
