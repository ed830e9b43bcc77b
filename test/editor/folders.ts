/** Folders that an editor works in, new for every run. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface EditorFolders extends AsyncDisposable {
  /** Settings, state, logs. */
  readonly data: string;
  readonly extensions: string;
  /** The folder that is opened. */
  readonly workspace: string;
}

/** Quiet: nothing that greets, updates, advertises or asks. */
const quiet = {
  // A view that opens late takes the focus, which would close the palette.
  'workbench.quickOpen.closeOnFocusLost': false,
  'workbench.startupEditor': 'none',
  // Settings in a tab, not above everything else.
  'workbench.editor.useModal': 'off',
  // Opening a file must not change what is selected.
  'explorer.autoReveal': false,
  // In the browser it is on, and would save what a test leaves unsaved.
  'files.autoSave': 'off',
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'security.workspace.trust.startupPrompt': 'never',
  'security.workspace.trust.banner': 'never',
  'telemetry.telemetryLevel': 'off',
  'git.enabled': false,
};

/**
 * Makes them; they are removed with the returned object.
 *
 * @param more user settings besides the quiet ones.
 */
export async function makeEditorFolders(more?: Readonly<Record<string, unknown>>): Promise<EditorFolders> {
  const root = await mkdtemp(join(tmpdir(), 'porter-editor-'));
  const folders = {
    data: join(root, 'data'),
    extensions: join(root, 'extensions'),
    workspace: join(root, 'workspace'),
  };
  await Promise.all(Object.values(folders).map((folder) => mkdir(folder)));
  await becomeNewUser(folders, more);
  return {
    ...folders,
    async [Symbol.asyncDispose]() {
      await rm(root, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Forgets all that the editor keeps for its user but these settings, besides the quiet ones. */
export async function becomeNewUser(
  { data }: Pick<EditorFolders, 'data'>,
  settings?: Readonly<Record<string, unknown>>,
): Promise<void> {
  const user = join(data, 'User');
  for (const folder of [user, join(data, 'Machine')]) {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
  await mkdir(user);
  await writeFile(join(user, 'settings.json'), JSON.stringify({ ...quiet, ...settings }, undefined, 2));
}
