import * as vscode from 'vscode';
import type { Entry, FileTree } from '../core/ports.ts';
import { unlessAborted } from '../core/unlessAborted.ts';
import { localTree } from '../node/files/localTree.ts';
import { fileSystemProblem } from './virtualSource.ts';

/** Folders of whatever file system the editor has. */
export const editorTree: FileTree<vscode.Uri> = {
  async list(folder, signal) {
    try {
      const entries = await unlessAborted(Promise.resolve(vscode.workspace.fs.readDirectory(folder)), signal);
      return entries.map(([name, type]): Entry => ({ name, kind: kindOf(type) }));
    } catch (error) {
      throw fileSystemProblem(vscode.workspace.asRelativePath(folder), error);
    }
  },
  child: (folder, name) => vscode.Uri.joinPath(folder, name),
  async follow(link, within, signal) {
    // Nothing tells where a link of another file system leads.
    return link.scheme === 'file' ? localTree.follow(link.fsPath, within.fsPath, signal) : 'outside';
  },
};

function kindOf(type: vscode.FileType): Entry['kind'] {
  if ((type & vscode.FileType.SymbolicLink) !== 0) return 'link';
  if ((type & vscode.FileType.Directory) !== 0) return 'folder';
  return (type & vscode.FileType.File) !== 0 ? 'file' : 'other';
}
