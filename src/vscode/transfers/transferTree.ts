import * as vscode from 'vscode';
import type { TransferItem } from '../../core/transfer/batch.ts';
import type { Outcome } from '../../core/model.ts';
import { escapeTurning } from '../plainWindow.ts';
import { shownItems } from './shownItems.ts';
import type { Transfer } from './transfer.ts';
import { rowOf, type Row } from './transferRows.ts';
import type { EndedTransfer, Transfers } from './transfers.ts';

/** What a row of the view stands for, as it was when that was last looked at. */
export type TransferNode = {
  /** Unique in the view. */
  readonly id: string;
} & RowSubject;

/** The same without what tells one row from another. */
export type RowSubject =
  | { readonly kind: 'transfer'; readonly transfer: Transfer }
  | { readonly kind: 'file'; readonly transfer: Transfer; readonly item: TransferItem }
  | { readonly kind: 'ended'; readonly ended: EndedTransfer }
  | { readonly kind: 'outcome'; readonly ended: EndedTransfer; readonly outcome: Outcome }
  | { readonly kind: 'more'; readonly count: number };

/** As many files of one batch are listed. */
const most = 100;
/**
 * Milliseconds that a file's row stands before its numbers are drawn anew, and a list of files before others stand
 * there: a button that is drawn anew loses the click that had begun on it.
 */
const standsMs = 3000;

/** What the editor was told, and when. */
interface Told<T> {
  readonly what: T;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/**
 * The view's content, made when it is looked at. A row is one object as long as it is there: the editor knows it again
 * by that.
 */
export class TransferTree {
  readonly #transfers: Transfers;
  /** By what they stand for. */
  readonly #nodes = new WeakMap<object, TransferNode>();
  /** Below a row, or below none. */
  readonly #listed = new WeakMap<object, Told<readonly TransferNode[]>>();
  readonly #described = new WeakMap<TransferNode, Told<Row>>();
  #made = 0;

  constructor(transfers: Transfers) {
    this.#transfers = transfers;
  }

  childrenOf(node?: TransferNode): TransferNode[] {
    const children = this.#childrenNow(node);
    this.#listed.set(node ?? this, { what: children, at: Date.now() });
    return [...children];
  }

  treeItemOf(node: TransferNode): vscode.TreeItem {
    const row = rowOf(node);
    this.#described.set(node, { what: row, at: Date.now() });
    return treeItem(node.id, row);
  }

  /**
   * Rows to draw anew. The editor forgets what is below such a row, and for a moment nothing can be done there: so
   * these are as few as can be.
   *
   * @param now in milliseconds since 1970.
   * @returns a row also stands for those below it; `undefined` for all.
   */
  changed(now: number): TransferNode[] | undefined {
    const changed = this.#changedBelow(undefined, now);
    return changed.includes(undefined) ? undefined : changed.filter((node) => node !== undefined);
  }

  #changedBelow(parent: TransferNode | undefined, now: number): readonly (TransferNode | undefined)[] {
    const listed = this.#listed.get(parent ?? this);
    if (listed === undefined) return [];
    const children = this.#childrenNow(parent);
    const mayStand = parent?.kind === 'transfer' && now - listed.at < standsMs;
    if (!mayStand && !areSame(listed.what, children)) return [parent];
    return listed.what.flatMap((node) => (this.#isToDraw(node, now) ? [node] : this.#changedBelow(node, now)));
  }

  #isToDraw(node: TransferNode, now: number): boolean {
    const described = this.#described.get(node);
    if (described === undefined) return false;
    const row = rowOf(node);
    const mayStand = node.kind === 'file' && now - described.at < standsMs;
    return mayStand
      ? standing(row) !== standing(described.what)
      : JSON.stringify(row) !== JSON.stringify(described.what);
  }

  #childrenNow(node: TransferNode | undefined): readonly TransferNode[] {
    switch (node?.kind) {
      case undefined:
        return [
          ...this.#transfers.running.map((transfer) => this.#node(transfer, { kind: 'transfer', transfer })),
          ...this.#transfers.ended.map((ended) => this.#node(ended, { kind: 'ended', ended })),
        ];
      case 'transfer': {
        const { transfer } = node;
        const items = transfer.items ?? [];
        const shown = shownItems(items, most).map((item) => this.#node(item.file, { kind: 'file', transfer, item }));
        return [...shown, ...this.#more(node, items.length - shown.length)];
      }
      case 'ended': {
        const { ended } = node;
        const shown = ended.outcomes
          .slice(0, most)
          .map((outcome) => this.#node(outcome, { kind: 'outcome', ended, outcome }));
        return [...shown, ...this.#more(node, ended.outcomes.length - shown.length)];
      }
      case 'file':
      case 'outcome':
      case 'more':
        return [];
    }
  }

  #more(node: TransferNode, count: number): readonly TransferNode[] {
    return count > 0 ? [this.#node(node, { kind: 'more', count })] : [];
  }

  #node(standsFor: object, subject: RowSubject): TransferNode {
    const known = this.#nodes.get(standsFor);
    if (known) return Object.assign(known, subject);
    const node = { id: String(++this.#made), ...subject };
    this.#nodes.set(standsFor, node);
    return node;
  }
}

function areSame(ones: readonly TransferNode[], others: readonly TransferNode[]): boolean {
  return ones.length === others.length && ones.every((node, place) => node === others[place]);
}

/** What of a row does not move as bytes do. */
function standing({ icon, actions }: Row): string {
  return JSON.stringify([icon, actions]);
}

function treeItem(id: string, { icon, actions, isOpen, ...row }: Row): vscode.TreeItem {
  const label = escapeTurning(row.label);
  const description = escapeTurning(row.description);
  const item = new vscode.TreeItem(
    label,
    isOpen ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.None,
  );
  item.id = id;
  item.description = description;
  item.tooltip = row.tooltip ? escapeTurning(row.tooltip) : [label, description].filter(Boolean).join('\n');
  item.contextValue = actions.join(' ');
  item.accessibilityInformation = { label: [label, description].filter(Boolean).join(', ') };
  if (icon) item.iconPath = icon;
  return item;
}
