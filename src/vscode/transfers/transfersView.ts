import * as vscode from 'vscode';
import { contextKeys, views } from '../contributions.ts';
import type { TransferNode } from './transferTree.ts';
import type { Transfers } from './transfers.ts';

/** Milliseconds between looks at how far rows are: one that is drawn anew loses a click that had begun. */
const redrawMs = 2000;
/** For so long after a person did something, its effect is looked for, in milliseconds. */
const effectMs = 1000;

/** The Explorer's view of what is uploading and what failed: there while there is something to show. */
export function registerTransfersView(transfers: Transfers): vscode.Disposable {
  const redraw = new vscode.EventEmitter<undefined>();
  // The rows are described by code that is loaded when the view is first looked at.
  const provider: vscode.TreeDataProvider<TransferNode> = {
    onDidChangeTreeData: redraw.event,
    getChildren: async (node) => [...(await import('./transferTree.ts')).childrenOf(transfers, node)],
    getTreeItem: async (node) => (await import('./transferTree.ts')).treeItemOf(node),
  };
  const view = vscode.window.createTreeView(views.transfers, { treeDataProvider: provider, canSelectMany: true });
  let redrawnAt = 0;
  let changedAt = 0;
  const redrawing = transfers.onDidChange((what) => {
    const now = Date.now();
    if (what === 'list') changedAt = now;
    if (now - changedAt > effectMs && now - redrawnAt < redrawMs) return;
    redrawnAt = now;
    redraw.fire(undefined);
  });
  return vscode.Disposable.from(view, redraw, redrawing, keepContextKeys(transfers));
}

/** The keys of `when` clauses follow what there is. */
function keepContextKeys(transfers: Transfers): vscode.Disposable {
  const keys = new Map<string, boolean>();
  return transfers.onDidChange(() => {
    for (const [key, value] of Object.entries(contextOf(transfers))) {
      if (keys.get(key) === value) continue;
      keys.set(key, value);
      void vscode.commands.executeCommand('setContext', key, value);
    }
  });
}

function contextOf({ running, ended }: Transfers): Readonly<Record<string, boolean>> {
  return {
    [contextKeys.hasTransfers]: running.length + ended.length > 0,
    [contextKeys.canCancel]: running.length > 0,
    [contextKeys.canPause]: running.some(({ isGoing }) => isGoing),
    [contextKeys.canResume]: running.some(({ counts }) => counts.paused !== undefined),
    [contextKeys.canClear]: ended.length > 0,
  };
}
