import * as vscode from 'vscode';
import type { Source } from '../../core/model.ts';
import { asProblem, Problem } from '../../core/problem.ts';
import { fileSource } from '../../node/files/fileSource.ts';
import type { KeptWorker } from '../../node/ocr/keptWorker.ts';
import { viewablePicture, viewingWorker } from '../../node/ocr/viewablePicture.ts';
import type { Picture } from '../../shared/protocol.ts';
import { fileSystemProblem, virtualSource } from '../virtualSource.ts';

/**
 * Pictures as files that the webview shows: bytes, so that it needs no way to any folder, and virtual file systems work
 * alike.
 */
export class ViewablePictures {
  readonly #worker: KeptWorker;
  /** What was loaded last: the worker keeps a document open for its other pages. */
  #last: Source | undefined;

  /** @param assetsFolder dist/ocr. */
  constructor(assetsFolder: string) {
    this.#worker = viewingWorker(assetsFolder);
  }

  /**
   * The picture, or why there is none.
   *
   * @param uri of the file; of a document with the page as its fragment, `page=2` (RFC 8118).
   * @param file how people know it.
   */
  async load(uri: vscode.Uri, file: string, signal: AbortSignal): Promise<Picture> {
    try {
      const source = await this.#sourceOf(uri.with({ fragment: '' }), file, signal);
      const page = /^page=(\d+)$/.exec(uri.fragment)?.[1];
      const picture = page === undefined ? source : { ...source, page: Number(page) };
      const bytes = await viewablePicture({ ...picture, path: file }, this.#worker, signal);
      return { kind: 'file', bytes: new Uint8Array(bytes) };
    } catch (error) {
      return { kind: 'none', message: asMissing(asProblem(error), file).message };
    }
  }

  /** Ends the worker; another picture would start a new one. */
  async dispose(): Promise<void> {
    this.#last = undefined;
    await this.#worker.dispose();
  }

  /** The same one as before, as long as nothing of the file has changed. */
  async #sourceOf(uri: vscode.Uri, file: string, signal: AbortSignal): Promise<Source> {
    const now = await sourceNow(uri, file, signal);
    const last = this.#last;
    if (last?.id !== now.id || last.version !== now.version) this.#last = now;
    return this.#last ?? now;
  }
}

async function sourceNow(uri: vscode.Uri, file: string, signal: AbortSignal): Promise<Source> {
  try {
    if (uri.scheme === 'file') return await fileSource(uri.fsPath, file, signal);
    return await virtualSource(uri, file, await vscode.workspace.fs.stat(uri), Infinity);
  } catch (thrown) {
    signal.throwIfAborted();
    throw fileSystemProblem(file, thrown);
  }
}

/** What is wrong with the file, in the panel's words: there it was read before, and nothing is uploaded. */
function asMissing(problem: Problem, file: string): Problem {
  const reason = reasonOf(problem);
  return reason === undefined ? problem : new Problem('pictureMissing', { file, reason }, { cause: problem });
}

function reasonOf(problem: Problem): string | undefined {
  switch (problem.code) {
    case 'fileNotFound':
      return 'it was moved or deleted';
    case 'fileChanged':
      return 'it changed while it was read';
    case 'fileUnreadable':
      return (problem as Problem<'fileUnreadable'>).details.reason;
    default:
      return undefined;
  }
}
