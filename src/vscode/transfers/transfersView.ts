import * as vscode from 'vscode';
import { contextKeys, views } from '../contributions.ts';
import type { TransferNode } from './transferTree.ts';
import type { Transfers } from './transfers.ts';

/** The Explorer's view of what is uploading and what failed: there while there is something to show. */
export function registerTransfersView(transfers: Transfers): vscode.Disposable {
  // The rows are described by code that is loaded when the view is first looked at.
  const provider: vscode.TreeDataProvider<TransferNode> = {
    onDidChangeTreeData: transfers.onDidChange,
    getChildren: async (node) => [...(await import('./transferTree.ts')).childrenOf(transfers, node)],
    getTreeItem: async (node) => (await import('./transferTree.ts')).treeItemOf(node),
  };
  const view = vscode.window.createTreeView(views.transfers, { treeDataProvider: provider, canSelectMany: true });
  const keys = new Map<string, boolean>();
  const subscription = transfers.onDidChange(() => {
    for (const [key, value] of Object.entries(contextOf(transfers))) {
      if (keys.get(key) === value) continue;
      keys.set(key, value);
      void vscode.commands.executeCommand('setContext', key, value);
    }
  });
  return vscode.Disposable.from(view, subscription);
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
