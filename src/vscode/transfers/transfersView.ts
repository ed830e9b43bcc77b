import * as vscode from 'vscode';
import { contextKeys, views } from '../contributions.ts';
import { once } from '../once.ts';
import { drawOnChange } from './drawOnChange.ts';
import type { TransferNode } from './transferTree.ts';
import type { Transfers } from './transfers.ts';

/** The Explorer's view of what is uploading and what failed: there while there is something to show. */
interface TransfersView {
  readonly selection: readonly TransferNode[];
  dispose(): void;
}

export function registerTransfersView(transfers: Transfers, log: vscode.LogOutputChannel): TransfersView {
  const redraw = new vscode.EventEmitter<TransferNode[] | undefined>();
  // What rows and totals say is made by code that is loaded when there are some.
  const tree = once(async () => new (await import('./transferTree.ts')).TransferTree(transfers));
  const view = vscode.window.createTreeView(views.transfers, {
    treeDataProvider: {
      onDidChangeTreeData: redraw.event,
      getChildren: async (node?: TransferNode) => (await tree()).childrenOf(node),
      getTreeItem: async (node) => (await tree()).treeItemOf(node),
    },
    canSelectMany: true,
  });
  const redrawing = drawOnChange(transfers, log, async () => {
    const { totalText } = await import('./transferTotals.ts');
    // Of rows that nobody sees none is made.
    const seen = view.visible ? await tree() : undefined;
    return () => {
      const total = totalText(transfers.running) ?? '';
      if (view.description !== total) view.description = total;
      redraw.fire(seen?.changed(Date.now()));
    };
  });
  const all = vscode.Disposable.from(view, redraw, redrawing, keepContextKeys(transfers));
  return {
    get selection() {
      return view.selection;
    },
    dispose: () => void all.dispose(),
  };
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
    [contextKeys.canPause]: running.some((transfer) => transfer.mayPause()),
    [contextKeys.canResume]: running.some(({ counts }) => counts.paused !== undefined),
    [contextKeys.canClear]: ended.length > 0,
  };
}
