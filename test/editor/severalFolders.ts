/** The open folder as a workspace of several, each with settings of its own: to open another would end the tests. */
import { workspace, type Uri, type WorkspaceConfiguration, type WorkspaceFolder } from 'vscode';
import { inWorkspace } from './workspace.ts';

/** While it lives, these folders of the open one are the workspace's; by name, what their settings hold. */
export function withFolders(settings: Readonly<Record<string, Readonly<Record<string, unknown>>>>): Disposable {
  const { getConfiguration } = workspace;
  const folders = Object.keys(settings).map((name, index): WorkspaceFolder => ({
    uri: inWorkspace(name),
    name,
    index,
  }));
  const folderOf = (uri: Uri | undefined) => folders.find((folder) => uri?.path.startsWith(folder.uri.path));
  const configurationFor = (section: string | undefined, resource: Uri | undefined): WorkspaceConfiguration => {
    const all = getConfiguration(section, resource);
    const own = settings[folderOf(resource)?.name ?? ''] ?? {};
    return Object.create(all, { get: { value: (id: string) => own[id] ?? all.get(id) } }) as WorkspaceConfiguration;
  };
  const replacements = {
    workspaceFolders: folders,
    getWorkspaceFolder: folderOf,
    getConfiguration: configurationFor,
  };
  const restores = Object.entries(replacements).map(([name, value]) => {
    const before = Object.getOwnPropertyDescriptor(workspace, name) ?? {};
    Object.defineProperty(workspace, name, { value, configurable: true });
    return () => Object.defineProperty(workspace, name, before);
  });
  return {
    [Symbol.dispose]() {
      for (const restore of restores) restore();
    },
  };
}
