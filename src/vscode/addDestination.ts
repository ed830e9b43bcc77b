import * as vscode from 'vscode';
import { isObject } from '../core/isObject.ts';
import { Problem } from '../core/problem.ts';
import type { SettingId } from './contributions.ts';
import { enterText } from './plainWindow.ts';

/**
 * Asks for a name, and opens the user's settings with the cursor where that destination is to stand: the editor offers
 * whole ones there.
 *
 * @throws Problem `settingInvalid` where there is no place for it.
 */
export async function addDestination(): Promise<void> {
  const key: SettingId = 'porter.destinations';
  const settings = vscode.workspace.getConfiguration();
  const set = settings.inspect(key)?.globalValue;
  if (set !== undefined && !isObject(set)) {
    throw new Problem('settingInvalid', { setting: key, where: 'settings.json', reason: 'it must be an object' });
  }
  const names = Object.keys(set ?? {});
  const name = await askForName(names);
  if (name === undefined) return;
  // Where there is none the editor would write it, and look for it before it is there.
  if (set === undefined) await settings.update(key, {}, vscode.ConfigurationTarget.Global);
  await vscode.commands.executeCommand('workbench.action.openSettingsJson', { revealSetting: { key, edit: true } });
  const entry = new vscode.SnippetString().appendText(`${JSON.stringify(name)}: `).appendTabstop(0);
  await vscode.window.activeTextEditor?.insertSnippet(names.length > 0 ? entry.appendText(',') : entry);
  await vscode.commands.executeCommand('editor.action.triggerSuggest');
}

/** A name that is not taken; undefined after Escape. */
async function askForName(taken: readonly string[]): Promise<string | undefined> {
  const name = await enterText({
    title: vscode.l10n.t('Add a Destination'),
    prompt: vscode.l10n.t('What do you want to call it? Its fields stand in your settings.'),
    fault: (text) => {
      const wanted = text.trim();
      if (wanted === '') return vscode.l10n.t('Write a name.');
      return taken.includes(wanted) ? vscode.l10n.t('There is a destination “{0}” already.', wanted) : undefined;
    },
  });
  return name?.trim();
}
