/** The folder that the editor has open, and its settings, as a test wants them. */
import { ConfigurationTarget, Uri, workspace } from 'vscode';

/** A path in the open folder. */
export function inWorkspace(...path: readonly string[]): Uri {
  const [folder] = workspace.workspaceFolders ?? [];
  if (!folder) throw new Error('No folder is open.');
  return Uri.joinPath(folder.uri, ...path);
}

/** Writes a file into the open folder, with the folders it needs. */
export async function writeFile(path: string, content: string | Uint8Array): Promise<Uri> {
  const uri = inWorkspace(path);
  await workspace.fs.writeFile(uri, typeof content === 'string' ? new TextEncoder().encode(content) : content);
  return uri;
}

/** Sets user settings; they are as before when the returned object goes. */
export async function withSettings(values: Readonly<Record<string, unknown>>): Promise<AsyncDisposable> {
  const set = async (name: string, value: unknown) =>
    workspace.getConfiguration().update(name, value, ConfigurationTarget.Global);
  for (const [name, value] of Object.entries(values)) await set(name, value);
  return {
    async [Symbol.asyncDispose]() {
      for (const name of Object.keys(values)) await set(name, undefined);
    },
  };
}
