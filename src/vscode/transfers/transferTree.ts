/** The view's content, made when it is looked at. */
import * as vscode from 'vscode';
import type { TransferItem } from '../../core/transfer/batch.ts';
import type { Outcome } from '../../core/model.ts';
import { shownItems } from './shownItems.ts';
import type { Transfer } from './transfer.ts';
import { rowOf } from './transferRows.ts';
import type { EndedTransfer, Transfers } from './transfers.ts';

/** What a row of the view stands for. */
export type TransferNode =
  | { readonly kind: 'transfer'; readonly transfer: Transfer }
  | { readonly kind: 'file'; readonly transfer: Transfer; readonly item: TransferItem }
  | { readonly kind: 'ended'; readonly ended: EndedTransfer }
  | { readonly kind: 'outcome'; readonly ended: EndedTransfer; readonly outcome: Outcome }
  | { readonly kind: 'more'; readonly id: string; readonly count: number };

/** As many files of one batch are listed. */
const most = 100;

export function childrenOf(transfers: Transfers, node?: TransferNode): readonly TransferNode[] {
  switch (node?.kind) {
    case undefined:
      return [
        ...transfers.running.map((transfer) => ({ kind: 'transfer', transfer }) as const),
        ...transfers.ended.map((ended) => ({ kind: 'ended', ended }) as const),
      ];
    case 'transfer': {
      const { transfer } = node;
      const items = transfer.items ?? [];
      const shown = shownItems(items, most).map((item) => ({ kind: 'file', transfer, item }) as const);
      return [...shown, ...more(transfer.id, items.length - shown.length)];
    }
    case 'ended': {
      const { ended } = node;
      const shown = ended.outcomes.slice(0, most).map((outcome) => ({ kind: 'outcome', ended, outcome }) as const);
      return [...shown, ...more(ended.id, ended.outcomes.length - shown.length)];
    }
    case 'file':
    case 'outcome':
    case 'more':
      return [];
  }
}

function more(id: string, count: number): readonly TransferNode[] {
  return count > 0 ? [{ kind: 'more', id, count }] : [];
}

export function treeItemOf(node: TransferNode): vscode.TreeItem {
  const { id, label, description, tooltip, icon, actions, isOpen } = rowOf(node);
  const item = new vscode.TreeItem(
    label,
    isOpen ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.None,
  );
  item.id = id;
  item.description = description;
  item.tooltip = tooltip ?? [label, description].filter(Boolean).join('\n');
  item.contextValue = actions.join(' ');
  item.accessibilityInformation = { label: [label, description].filter(Boolean).join(', ') };
  if (icon) item.iconPath = icon;
  return item;
}
