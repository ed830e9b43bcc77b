import assert from 'node:assert/strict';
import { editorNames } from '../../../src/vscode/editorNames.ts';

describe("A folder's names", () => {
  const entries = [{ name: 'cafe\u0301.png', kind: 'file' }] as const;

  it('are in NFC on macOS, as the editor has them', () => {
    assert.deepEqual(editorNames(entries, 'darwin'), [{ name: 'caf\u00e9.png', kind: 'file' }]);
  });

  it('are as they are on disk elsewhere, where another form is another file', () => {
    assert.deepEqual(editorNames(entries, 'linux'), entries);
    assert.deepEqual(editorNames(entries, 'win32'), entries);
  });
});
