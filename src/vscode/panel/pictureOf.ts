import * as vscode from 'vscode';
import { Problem } from '../../core/problem.ts';
import type { Picture } from '../../shared/protocol.ts';

/**
 * The picture's bytes, for a message: so the webview needs no way to any folder, and virtual file systems work alike.
 *
 * @param file how people know it.
 */
export async function pictureOf(uri: vscode.Uri, file: string): Promise<Picture> {
  try {
    const bytes = await vscode.workspace.fs.readFile(uri);
    return { kind: 'file', bytes: new Uint8Array(bytes) };
  } catch (error) {
    const reason = error instanceof vscode.FileSystemError ? error.code : String(error);
    return { kind: 'none', message: new Problem('pictureMissing', { file, reason }).message };
  }
}
