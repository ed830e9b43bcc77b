import * as vscode from 'vscode';
import type { Problem } from '../core/problem.ts';
import { machineSettings, settingDefaults, type CommandId, type SettingId } from './contributions.ts';
import { showMessage, type Severity } from './plainWindow.ts';

/** A button of a message. */
export interface Action {
  readonly title: string;
  run(): unknown;
}

/** Shows a message; whoever calls does not wait until a person closes it or a button has done its work. */
export function announce(
  log: vscode.LogOutputChannel,
  severity: Severity,
  message: string,
  actions: readonly Action[],
): void {
  Promise.resolve(showMessage(severity, message, actions))
    .then((chosen) => chosen?.run())
    .catch((error: unknown) => log.error(error instanceof Error ? error : String(error)));
}

/** The same for a problem, with what helps against it. */
export function announceProblem(log: vscode.LogOutputChannel, problem: Problem, resource?: vscode.Uri): void {
  log.error(`${problem.code}: ${problem.message}`);
  const actions = [...remedies(problem, resource), showDetails()];
  announce(log, problem.code === 'workspaceUntrusted' ? 'warning' : 'error', problem.message, actions);
}

/** What helps against a problem, as buttons. */
export function remedies(problem: Problem, resource?: vscode.Uri): readonly Action[] {
  const settings = (key: string): readonly Action[] => [
    { title: vscode.l10n.t('Open Settings'), run: () => openSetting(key, resource) },
  ];
  switch (problem.code) {
    case 'settingInvalid':
      return settings((problem as Problem<'settingInvalid'>).details.setting);
    case 'destinationUnknown':
      return settings('porter.defaultDestination' satisfies SettingId);
    case 'engineMissing':
      return settings('porter.ocr.engine' satisfies SettingId);
    case 'languageDataWrong':
    case 'languageFileUnusable':
      return settings('porter.ocr.languageFolder' satisfies SettingId);
    case 'languageMissing':
    case 'oneLanguageOnly':
      return settings('porter.ocr.language' satisfies SettingId);
    case 'matchesExcluded':
      return settings('porter.exclude' satisfies SettingId);
    case 'virtualFileTooLarge':
      return settings('porter.virtualFileLimit' satisfies SettingId);
    case 'tooLarge':
    case 'typeNotAllowed':
    case 'connectionRefused':
    case 'hostNotFound':
    case 'tlsUnspoken':
    case 'unauthorized':
    case 'notFoundAtServer':
    case 'refusedByServer':
    case 'serverFull':
    case 'timedOut':
    case 'certificateUntrusted':
    case 'certificateOfOther':
    case 'tlsFileUnusable':
    case 'clientCertificateRefused':
    case 'credentialsMissing':
    case 'credentialsUnusable':
    case 'credentialsRefused':
    case 'bucketMissing':
    case 'bucketElsewhere':
    case 'accessDenied':
    case 'aclNotTaken':
    case 'keyTooLong':
    case 'etagMissing':
    case 'notCheckable':
    case 'variableMissing':
    case 'headerUnsendable':
      return settings('porter.destinations' satisfies SettingId);
    case 'proxyUnreachable':
    case 'proxyUntrusted':
    case 'proxyUnauthorized': {
      const { setting } = (problem as Problem<'proxyUnreachable' | 'proxyUntrusted' | 'proxyUnauthorized'>).details;
      // Else it is a variable of the environment.
      return setting.startsWith('http.') ? settings(setting) : [];
    }
    case 'workspaceUntrusted':
      return [
        {
          title: vscode.l10n.t('Manage Workspace Trust'),
          run: () => vscode.commands.executeCommand('workbench.trust.manage'),
        },
      ];
    default:
      return [];
  }
}

export function showDetails(): Action {
  return {
    title: vscode.l10n.t('Show Details'),
    run: () => vscode.commands.executeCommand('porter.showLog' satisfies CommandId),
  };
}

/**
 * Opens the settings.json that sets this key, at the key: the folder's or the workspace's when that does, else the
 * user's.
 */
async function openSetting(key: string, resource?: vscode.Uri): Promise<void> {
  const id = Object.keys(settingDefaults).find((setting) => key === setting || key.startsWith(`${setting}.`)) ?? key;
  const set = vscode.workspace.getConfiguration(undefined, resource).inspect(id);
  const folder = resource && vscode.workspace.getWorkspaceFolder(resource);
  if (folder && set?.workspaceFolderValue !== undefined) {
    await openIn(folder, id);
    return;
  }
  const command = set?.workspaceValue === undefined ? openingOfUser(id) : 'workbench.action.openWorkspaceSettingsFile';
  await vscode.commands.executeCommand(command, { revealSetting: { key: id } });
}

/** The editor's own command asks for the folder. */
async function openIn(folder: vscode.WorkspaceFolder, id: string): Promise<void> {
  const file = vscode.Uri.joinPath(folder.uri, '.vscode', 'settings.json');
  const document = await vscode.workspace.openTextDocument(file);
  const at = document.positionAt(Math.max(0, document.getText().indexOf(`"${id}"`)));
  await vscode.window.showTextDocument(document, { selection: new vscode.Range(at, at) });
}

/** On another machine than the window's, only that machine's own settings name its paths. */
function openingOfUser(id: string): string {
  return vscode.env.remoteName !== undefined && machineSettings.some((setting) => setting === id)
    ? 'workbench.action.openRemoteSettingsFile'
    : 'workbench.action.openSettingsJson';
}
