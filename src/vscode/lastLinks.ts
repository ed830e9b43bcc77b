import * as vscode from 'vscode';
import { contextKeys } from './contributions.ts';

/** The links of the last upload from this window that gave any. */
export class LastLinks {
  #links: readonly string[] = [];

  /** None: nothing was uploaded yet. */
  get values(): readonly string[] {
    return this.#links;
  }

  async remember(links: readonly string[]): Promise<void> {
    this.#links = links;
    await vscode.commands.executeCommand('setContext', contextKeys.hasLink, true);
  }
}
