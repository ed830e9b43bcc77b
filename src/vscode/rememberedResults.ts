import * as vscode from 'vscode';
import type { Reader } from '../core/ports.ts';
import type { ContentHashes } from '../node/files/contentHashes.ts';
import type { EngineChoice } from '../node/ocr/createReader.ts';
import { announce } from './actions.ts';
import { once } from './once.ts';
import type { RememberedEdits } from './panel/rememberedEdits.ts';
import type { Shell } from './shell.ts';

/** What is remembered at most: some thousand receipts, until half a year after their last use. */
const limits = { size: 64_000_000, age: 180 * 24 * 60 * 60 * 1000 };

/** What was read from pictures, and what a person did to it, by their content: in the extension's own storage, without the names of files. */
export class RememberedResults {
  readonly #context: vscode.ExtensionContext;
  readonly #log: vscode.LogOutputChannel;
  readonly #parts = once(async () => {
    const [{ BoundedFolder }, { ContentHashes }] = await Promise.all([
      import('../node/files/boundedFolder.ts'),
      import('../node/files/contentHashes.ts'),
    ]);
    const folder = (name: string) =>
      new BoundedFolder(vscode.Uri.joinPath(this.#context.globalStorageUri, name).fsPath, limits);
    return { pages: folder('pages'), edits: folder('edits'), hashes: new ContentHashes() };
  });

  constructor(context: vscode.ExtensionContext, log: vscode.LogOutputChannel) {
    this.#context = context;
    this.#log = log;
  }

  /** A reader that reads no picture twice. */
  async readerOver(reader: Reader, choice: EngineChoice): Promise<Reader> {
    const { rememberingReader } = await import('../node/ocr/rememberingReader.ts');
    const { pages, hashes } = await this.#parts();
    const { version } = this.#context.extension.packageJSON as { readonly version: string };
    const circumstances = JSON.stringify([version, withoutKey(choice)]);
    const onTrouble = (error: unknown) => this.#log.warn(`What was read is not remembered: ${String(error)}`);
    return rememberingReader(reader, { folder: pages, hashes, circumstances, onTrouble });
  }

  /** What a person did to pictures. */
  async edits(): Promise<RememberedEdits> {
    const { RememberedEdits: Edits } = await import('./panel/rememberedEdits.ts');
    return new Edits((await this.#parts()).edits);
  }

  /** What tells the contents of pictures apart that `readerOver` has read. */
  async hashes(): Promise<Pick<ContentHashes, 'known'>> {
    return (await this.#parts()).hashes;
  }

  /** @throws what the file system throws. */
  async clear(): Promise<void> {
    const { pages, edits } = await this.#parts();
    await Promise.all([pages.clear(), edits.clear()]);
  }
}

export async function clearRemembered({ remembered, log }: Shell): Promise<void> {
  await remembered.clear();
  announce(log, 'information', vscode.l10n.t('Porter has forgotten what it read: pictures are read anew.'), []);
}

function withoutKey(choice: EngineChoice): EngineChoice {
  return choice.engine === 'ocr.space' ? { ...choice, service: { ...choice.service, key: '' } } : choice;
}
