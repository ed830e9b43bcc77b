/** What stands in the rows of the view. */
import * as vscode from 'vscode';
import type { TransferItem, TransferState } from '../../core/transfer/batch.ts';
import { formatBytes } from '../../core/formatBytes.ts';
import type { Outcome, PlannedFile } from '../../core/model.ts';
import { isUnchecked } from '../../core/transfer/outcome.ts';
import { percentDone, stalledSeconds } from '../../core/transfer/progress.ts';
import { speedTexts } from '../progressText.ts';
import { askingText, stallText, standstillText, waitText } from './standstill.ts';
import type { Transfer } from './transfer.ts';
import type { RowSubject } from './transferTree.ts';
import type { EndedTransfer } from './transfers.ts';

/** What a row shows and says. */
export interface Row {
  readonly label: string;
  readonly description: string;
  readonly tooltip?: string;
  readonly icon?: vscode.ThemeIcon;
  /** What can be done with it, for the `when` of the menus. */
  readonly actions: readonly string[];
  readonly isOpen?: true;
}

export function rowOf(subject: RowSubject): Row {
  switch (subject.kind) {
    case 'transfer':
      return transferRow(subject.transfer);
    case 'file':
      return fileRow(subject.transfer, subject.item);
    case 'ended':
      return endedRow(subject.ended);
    case 'outcome':
      return outcomeRow(subject.outcome);
    case 'more':
      return { label: vscode.l10n.t('… and {0} more', subject.count), description: '', actions: [] };
  }
}

/** Without how far it is, which changes all the time: to draw this row anew is to draw its files anew. */
function transferRow(transfer: Transfer): Row {
  const { destination, items } = transfer;
  const common = { label: vscode.l10n.t('To “{0}”', destination), isOpen: true } as const;
  if (!items) {
    const description = vscode.l10n.t('gets files ready');
    return { ...common, description, icon: new vscode.ThemeIcon('loading~spin'), actions: ['cancel'] };
  }
  const files = items.length === 1 ? vscode.l10n.t('1 file') : vscode.l10n.t('{0} files', items.length);
  return {
    ...common,
    description: transfer.isPaused ? vscode.l10n.t('{0}, paused', files) : files,
    icon: transfer.isPaused ? icons.paused : standstillText(transfer) === undefined ? icons.sending : icons.retrying,
    actions: [...(transfer.mayPause() ? ['pause'] : []), ...(transfer.counts.paused ? ['resume'] : []), 'cancel'],
  };
}

function fileRow(transfer: Transfer, item: TransferItem): Row {
  const { file, state, problem } = item;
  const description = fileText(transfer, item);
  return {
    label: file.source.name,
    description,
    tooltip: [file.source.path, description, ...(problem ? [problem.message] : [])].join('\n'),
    icon: icons[state],
    actions: [
      ...(state === 'paused' ? ['resume'] : transfer.mayPause(file) ? ['pause'] : []),
      ...(ended.includes(state) ? [] : ['cancel']),
      ...(problem ? ['problem'] : []),
    ],
  };
}

function fileText(transfer: Transfer, { file, state, bytesDone, problem }: TransferItem): string {
  const { size } = file.source;
  const percent = percentText(percentDone({ filesDone: 0, filesTotal: 1, bytesDone, bytesTotal: size }));
  switch (state) {
    case 'waiting':
      return vscode.l10n.t('waits, {0}', formatBytes(size));
    case 'sending':
      return [vscode.l10n.t('{0} of {1}', percent, formatBytes(size)), ...speedOf(transfer, file, bytesDone)].join(
        ', ',
      );
    case 'retrying': {
      const wait = transfer.waitOf(file);
      return vscode.l10n.t('{0}, {1}', percent, wait ? waitText(wait) : (problem?.event ?? vscode.l10n.t('again')));
    }
    case 'paused':
      return vscode.l10n.t('paused at {0} of {1}', percent, formatBytes(size));
    case 'uploaded':
      return vscode.l10n.t('uploaded, {0}', formatBytes(size));
    case 'cancelled':
      return vscode.l10n.t('cancelled');
    case 'skipped':
    case 'failed':
    case 'unknown':
      return problem?.message ?? '';
  }
}

/** How fast a file goes and how long it takes, or that it doesn't go. */
function speedOf(transfer: Transfer, file: PlannedFile, bytesDone: number): readonly string[] {
  if (transfer.isAsking) return [askingText()];
  const speed = transfer.speedOf(file);
  const stalled = speed && stalledSeconds(speed.stillFor(Date.now()));
  if (stalled !== undefined) return [stallText(stalled)];
  const bytesPerSecond = speed?.bytesPerSecond ?? 0;
  const secondsLeft = bytesPerSecond > 0 ? { secondsLeft: (file.source.size - bytesDone) / bytesPerSecond } : {};
  return speedTexts({ bytesPerSecond, ...secondsLeft });
}

function endedRow({ destination, outcomes }: EndedTransfer): Row {
  return {
    label: vscode.l10n.t('To “{0}”', destination),
    description: endedText(outcomes),
    icon: icons.failed,
    actions: ['retry', 'clear'],
    isOpen: true,
  };
}

/** `2 files were not uploaded, 1 file was not checked` */
function endedText(outcomes: readonly Outcome[]): string {
  const unchecked = outcomes.filter(isUnchecked).length;
  const unknown = outcomes.filter(({ status }) => status === 'unknown').length;
  const failed = outcomes.length - unchecked - unknown;
  return [
    ...(failed > 0
      ? [failed === 1 ? vscode.l10n.t('1 file was not uploaded') : vscode.l10n.t('{0} files were not uploaded', failed)]
      : []),
    ...(unknown > 0
      ? [
          unknown === 1
            ? vscode.l10n.t('1 file may not be there')
            : vscode.l10n.t('{0} files may not be there', unknown),
        ]
      : []),
    ...(unchecked > 0
      ? [
          unchecked === 1
            ? vscode.l10n.t('1 file was not checked')
            : vscode.l10n.t('{0} files were not checked', unchecked),
        ]
      : []),
  ].join(', ');
}

function outcomeRow(outcome: Outcome): Row {
  const description = 'problem' in outcome ? outcome.problem.message : '';
  return {
    label: outcome.file.split(/[/\\]/).at(-1) ?? outcome.file,
    description,
    tooltip: [outcome.file, description].join('\n'),
    icon: icons[outcome.status],
    actions: ['retry', 'problem', ...('url' in outcome ? ['link'] : []), 'clear'],
  };
}

function percentText(percent: number): string {
  return vscode.l10n.t('{0} %', percent);
}

/** Where a file stands that has come to its end. */
const ended: readonly TransferState[] = ['uploaded', 'skipped', 'cancelled', 'failed', 'unknown'];

const icons: Readonly<Record<TransferState, vscode.ThemeIcon>> = {
  waiting: new vscode.ThemeIcon('circle-large-outline'),
  sending: new vscode.ThemeIcon('cloud-upload'),
  retrying: new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground')),
  paused: new vscode.ThemeIcon('debug-pause'),
  uploaded: new vscode.ThemeIcon('pass', new vscode.ThemeColor('testing.iconPassed')),
  skipped: new vscode.ThemeIcon('circle-slash'),
  cancelled: new vscode.ThemeIcon('circle-slash'),
  failed: new vscode.ThemeIcon('error', new vscode.ThemeColor('list.errorForeground')),
  unknown: new vscode.ThemeIcon('question', new vscode.ThemeColor('list.warningForeground')),
};
