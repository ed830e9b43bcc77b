import * as vscode from 'vscode';
import { Problem } from '../core/problem.ts';
import type { Profile } from '../core/profile/profile.ts';
import { builtInDestination } from '../core/profile/settings.ts';
import { addDestination } from './addDestination.ts';
import { pickOne } from './plainWindow.ts';
import { destinationSettings } from './settings.ts';

/** Lets a person choose where the files go; undefined after Escape. */
export async function pickDestination(resource: vscode.Uri | undefined): Promise<string | undefined> {
  const { profiles, defaultDestination = builtInDestination } = destinationSettings(resource);
  const add = { label: vscode.l10n.t('Add a Destination…'), iconPath: new vscode.ThemeIcon('add') };
  const items = [...profiles].map(([name, profile]) => ({
    label: name,
    description: placeOf(profile),
    ...(name === defaultDestination ? { detail: vscode.l10n.t('Default') } : {}),
  }));
  const picked = await pickOne<vscode.QuickPickItem>([...items, add], { placeHolder: vscode.l10n.t('Upload to') });
  if (picked !== add) return picked?.label;
  await addDestination();
  return undefined;
}

function placeOf(profile: Profile | Problem): string {
  if (profile instanceof Problem) return vscode.l10n.t('not set up right');
  if (profile.kind === 'receiver') return vscode.l10n.t('on this computer');
  return profile.kind === 's3' ? profile.bucket : new URL(profile.url).host;
}
