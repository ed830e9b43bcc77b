import * as vscode from 'vscode';
import type { Added } from '../../shared/protocol.ts';
import type { CommandId } from '../contributions.ts';
import type { AddedPictures } from './addedPictures.ts';
import { droppedResources } from './droppedResources.ts';

interface IntakeEvents {
  /** The reading of what was added is over, also where it was declined, cancelled or failed. */
  readonly onEnd: (uris: readonly string[]) => Promise<void>;
  /** One picture can't be had; the others are read. */
  readonly onTrouble: (error: unknown) => void;
}

/** Has pictures read that were pasted or dropped, as the command does. */
export class PictureIntake {
  readonly #added: AddedPictures;
  readonly #events: IntakeEvents;
  /** What is being kept and not read yet. */
  #kept: Promise<readonly vscode.Uri[]>[] = [];

  constructor(added: AddedPictures, events: IntakeEvents) {
    this.#added = added;
    this.#events = events;
  }

  add(name: string, content: Added): void {
    const kept = this.#added.keep(name, content).then(
      (path) => [vscode.Uri.file(path)],
      (error: unknown) => {
        this.#events.onTrouble(error);
        return [];
      },
    );
    this.#kept.push(kept);
  }

  /** Reads what was added. */
  async readAdded(): Promise<void> {
    const resources = (await Promise.all(this.#kept.splice(0))).flat();
    try {
      await read(resources);
    } finally {
      await this.#events.onEnd(resources.map(String));
    }
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
