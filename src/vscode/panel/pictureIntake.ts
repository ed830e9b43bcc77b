import * as vscode from 'vscode';
import type { Added } from '../../shared/protocol.ts';
import type { CommandId } from '../contributions.ts';
import type { AddedPictures } from './addedPictures.ts';
import { droppedResources } from './droppedResources.ts';

/** Has pictures read that were pasted or dropped, as the command does. */
export class PictureIntake {
  readonly #added: AddedPictures;
  readonly #report: (error: unknown) => void;
  /** What is being kept and not read yet. */
  #kept: Promise<readonly vscode.Uri[]>[] = [];

  /** @param report Tells a person why one picture can't be had; the others are read. */
  constructor(added: AddedPictures, report: (error: unknown) => void) {
    this.#added = added;
    this.#report = report;
  }

  add(name: string, content: Added): void {
    const kept = this.#added.keep(name, content).then(
      (path) => [vscode.Uri.file(path)],
      (error: unknown) => {
        this.#report(error);
        return [];
      },
    );
    this.#kept.push(kept);
  }

  /** Reads what was added. */
  async readAdded(): Promise<void> {
    await read((await Promise.all(this.#kept.splice(0))).flat());
  }

  /** @throws Problem `droppedElsewhere`. */
  async readDropped(uris: readonly string[]): Promise<void> {
    await read(droppedResources(uris));
  }
}

async function read(resources: readonly vscode.Uri[]): Promise<void> {
  if (resources.length === 0) return;
  await vscode.commands.executeCommand('porter.readImage' satisfies CommandId, resources[0], resources);
}
