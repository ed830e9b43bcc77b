import assert from 'node:assert/strict';
import * as vscode from 'vscode';

describe('A workspace that is not trusted', () => {
  it('is what this run has', () => {
    assert.equal(vscode.workspace.isTrusted, false);
  });

  it('can still read the log', async () => {
    await vscode.commands.executeCommand('porter.showLog');
  });
});
