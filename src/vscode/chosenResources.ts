import * as vscode from 'vscode';

/**
 * What a command was called on, each resource once: the Explorer hands over `(uri, uris)`, a tab
 * `(uri, {groupId, editorIndex})`, an editor `(uri)`, the palette nothing: then it is what the active tab shows.
 */
export function chosenResources(args: readonly unknown[]): readonly vscode.Uri[] {
  const [first, second] = args;
  const selection = Array.isArray(second) ? second.filter((item) => item instanceof vscode.Uri) : [];
  const [chosen] = [selection, first instanceof vscode.Uri ? [first] : []].filter(({ length }) => length > 0);
  return onceEach(chosen ?? activeResource());
}

/**
 * The resource of the active tab: of a text, notebook or custom editor (an image preview is one), or a diff's right
 * side.
 */
function activeResource(): readonly vscode.Uri[] {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  if (
    input instanceof vscode.TabInputText ||
    input instanceof vscode.TabInputCustom ||
    input instanceof vscode.TabInputNotebook
  ) {
    return [input.uri];
  }
  if (input instanceof vscode.TabInputTextDiff || input instanceof vscode.TabInputNotebookDiff) return [input.modified];
  return [];
}

function onceEach(resources: readonly vscode.Uri[]): readonly vscode.Uri[] {
  return [...new Map(resources.map((uri) => [uri.toString(), uri])).values()];
}
