import * as vscode from 'vscode';
import type { Reader } from '../core/ports.ts';
import { BoundedFolder } from '../node/files/boundedFolder.ts';
import { ContentHashes } from '../node/files/contentHashes.ts';
import type { EngineChoice } from '../node/ocr/createReader.ts';
import { rememberingReader } from '../node/ocr/rememberingReader.ts';
import { announce } from './actions.ts';
import { RememberedEdits } from './panel/rememberedEdits.ts';
import type { Shell } from './shell.ts';

/** What is remembered at most: some thousand receipts, until half a year after their last use. */
const limits = { size: 64_000_000, age: 180 * 24 * 60 * 60 * 1000 };

/**
 * What was read from pictures, and what a person did to it, by their content: in the extension's own storage, without
 * the names of files.
 */
export class RememberedResults {
  /** What a person did to pictures. */
  readonly edits: RememberedEdits;
  /** What tells contents apart. */
  readonly hashes = new ContentHashes();
  readonly #pages: BoundedFolder;
  readonly #editsFolder: BoundedFolder;
  readonly #version: string;
  readonly #log: vscode.LogOutputChannel;

  constructor({ globalStorageUri, extension }: vscode.ExtensionContext, log: vscode.LogOutputChannel) {
    const folder = (name: string) => new BoundedFolder(vscode.Uri.joinPath(globalStorageUri, name).fsPath, limits);
    this.#pages = folder('pages');
    this.#editsFolder = folder('edits');
    this.edits = new RememberedEdits(this.#editsFolder);
    this.#version = (extension.packageJSON as { readonly version: string }).version;
    this.#log = log;
  }

  /** A reader that reads no picture twice. */
  readerOver(reader: Reader, choice: EngineChoice): Reader {
    const circumstances = JSON.stringify([this.#version, withoutKey(choice)]);
    const onTrouble = (error: unknown) => this.#log.warn(`What was read is not remembered: ${String(error)}`);
    return rememberingReader(reader, { folder: this.#pages, hashes: this.hashes, circumstances, onTrouble });
  }

  /** @throws what the file system throws. */
  async clear(): Promise<void> {
    await Promise.all([this.#pages.clear(), this.#editsFolder.clear()]);
  }
}

export async function clearRemembered({ remembered, log }: Shell): Promise<void> {
  await (await remembered()).clear();
  announce(log, 'information', vscode.l10n.t('Porter has forgotten what it read: pictures are read anew.'), []);
}

function withoutKey(choice: EngineChoice): EngineChoice {
  return choice.engine === 'ocr.space' ? { ...choice, service: { ...choice.service, key: '' } } : choice;
}
