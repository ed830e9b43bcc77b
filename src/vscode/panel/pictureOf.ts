import { basename } from 'node:path';
import * as vscode from 'vscode';
import { asProblem, Problem } from '../../core/problem.ts';
import { memorySource } from '../../node/files/memorySource.ts';
import type { KeptWorker } from '../../node/ocr/keptWorker.ts';
import { viewablePicture } from '../../node/ocr/viewablePicture.ts';
import type { Picture } from '../../shared/protocol.ts';

export interface PictureOptions {
  /** See `viewingWorker`. */
  readonly worker: KeptWorker;
  readonly signal: AbortSignal;
}

/**
 * The picture's bytes, for a message: so the webview needs no way to any folder, and virtual file systems work alike.
 *
 * @param uri of the file; of a document with the page as its fragment, `page=2` (RFC 8118).
 * @param file how people know it.
 */
export async function pictureOf(uri: vscode.Uri, file: string, options: PictureOptions): Promise<Picture> {
  try {
    const bytes = await contentOf(uri.with({ fragment: '' }), file);
    const source = memorySource({ id: uri.toString(), name: basename(uri.path), path: file }, bytes);
    const page = /^page=(\d+)$/.exec(uri.fragment)?.[1];
    const picture = page === undefined ? source : { ...source, page: Number(page) };
    const viewable = await viewablePicture(picture, options.worker, options.signal);
    return { kind: 'file', bytes: new Uint8Array(viewable) };
  } catch (error) {
    return { kind: 'none', message: asProblem(error).message };
  }
}

async function contentOf(uri: vscode.Uri, file: string): Promise<Uint8Array> {
  try {
    return await vscode.workspace.fs.readFile(uri);
  } catch (cause) {
    throw new Problem('pictureMissing', { file, reason: reasonOf(cause) }, { cause });
  }
}

function reasonOf(cause: unknown): string {
  if (!(cause instanceof vscode.FileSystemError)) return String(cause);
  return cause.code === 'FileNotFound' ? 'it was moved or deleted' : cause.code;
}
