/** What can be done with rows of the view. */
import { env, type LogOutputChannel } from 'vscode';
import type { Outcome } from '../../core/model.ts';
import { announce, remedies, showDetails } from '../actions.ts';
import { showBriefly } from '../plainWindow.ts';
import { firstOf, reasonsOf, type Failure } from '../reasons.ts';
import { copiedText, toTryAgain } from '../uploadReport.ts';
import type { TransferNode } from './transferTree.ts';
import type { EndedTransfer, Transfers } from './transfers.ts';

export function pause(rows: readonly unknown[]): void {
  for (const node of chosen(rows)) {
    if (node.kind === 'transfer') node.transfer.pause();
    else if (node.kind === 'file') node.transfer.pause(node.item.file);
  }
}

export function resume(rows: readonly unknown[]): void {
  for (const node of chosen(rows)) {
    if (node.kind === 'transfer') node.transfer.resume();
    else if (node.kind === 'file') node.transfer.resume(node.item.file);
  }
}

export function cancel(rows: readonly unknown[]): void {
  for (const node of chosen(rows)) {
    if (node.kind === 'transfer') node.transfer.cancel();
    else if (node.kind === 'file') node.transfer.cancel(node.item.file);
  }
}

/** Files of one upload go again together; of a whole one those that `toTryAgain` says. */
export async function retry(rows: readonly unknown[]): Promise<void> {
  const wanted = new Map<EndedTransfer, Set<Outcome>>();
  for (const node of chosen(rows)) {
    if (node.kind !== 'ended' && node.kind !== 'outcome') continue;
    const outcomes = wanted.get(node.ended) ?? new Set();
    for (const outcome of node.kind === 'ended' ? toTryAgain(node.ended.outcomes) : [node.outcome])
      outcomes.add(outcome);
    wanted.set(node.ended, outcomes);
  }
  await Promise.all([...wanted].map(([ended, outcomes]) => ended.retry([...outcomes])));
}

/**
 * Why files failed or are tried again, in full, with what helps against the first reason that something helps against.
 */
export function explain(log: LogOutputChannel, rows: readonly unknown[]): void {
  const nodes = chosen(rows);
  const failures = nodes.flatMap(failuresOf);
  if (failures.length === 0) return;
  const severity = nodes.some(({ kind }) => kind === 'outcome') ? 'error' : 'warning';
  const [remedy = []] = failures.map(({ problem }) => remedies(problem)).filter(({ length }) => length > 0);
  announce(log, severity, firstOf(reasonsOf(failures)).join(' '), [...remedy, showDetails()]);
}

function failuresOf(node: TransferNode): readonly Failure[] {
  if (node.kind === 'file') {
    const { file, problem } = node.item;
    return problem ? [{ file: file.source.path, problem }] : [];
  }
  return node.kind === 'outcome' && 'problem' in node.outcome ? [node.outcome] : [];
}

/** Hands over the links of files that were uploaded but could not be checked. */
export async function copyLinks(rows: readonly unknown[]): Promise<void> {
  const links = chosen(rows).flatMap((node) =>
    node.kind === 'outcome' && 'url' in node.outcome ? [node.ended.externalLink(node.outcome.url)] : [],
  );
  if (links.length === 0) return;
  await env.clipboard.writeText(links.join('\n'));
  showBriefly(copiedText(links.length), 3000);
}

/** @param selection what is meant when it was called by its key: then the editor hands over no rows. */
export function clear(transfers: Transfers, rows: readonly unknown[], selection: readonly TransferNode[]): void {
  const [row] = rows;
  for (const node of row === undefined ? selection : chosen(rows)) {
    if (node.kind === 'ended') transfers.clear(node.ended, node.ended.outcomes);
    else if (node.kind === 'outcome') transfers.clear(node.ended, [node.outcome]);
  }
}

/** The editor hands over the row that was pointed at, and all that are selected when it is one of them. */
function chosen(args: readonly unknown[]): readonly TransferNode[] {
  const [row, selected] = args as readonly [row?: TransferNode, selected?: readonly TransferNode[]];
  return selected ?? (row ? [row] : []);
}
