import * as vscode from 'vscode';
import { contextKeys } from './contributions.ts';

/** The link of the last file that was uploaded from this window. */
export class LastLink {
  #link: string | undefined;

  get value(): string | undefined {
    return this.#link;
  }

  async remember(link: string): Promise<void> {
    this.#link = link;
    await vscode.commands.executeCommand('setContext', contextKeys.hasLink, true);
  }
}
