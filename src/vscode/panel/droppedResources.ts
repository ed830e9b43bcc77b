import * as vscode from 'vscode';
import { Problem } from '../../core/problem.ts';

/**
 * Resources that were dropped from the Explorer or another program, as this extension host knows them.
 *
 * @throws Problem `droppedElsewhere` for what only a browser could fetch.
 */
export function droppedResources(uris: readonly string[]): readonly vscode.Uri[] {
  return uris.map((text) => {
    const uri = vscode.Uri.parse(text);
    // The window names the files of the machine that this runs on so, when it is another than its own.
    if (uri.scheme === 'vscode-remote') return vscode.Uri.file(uri.path);
    if (vscode.workspace.fs.isWritableFileSystem(uri.scheme) === undefined) {
      throw new Problem('droppedElsewhere', { address: text });
    }
    return uri;
  });
}
