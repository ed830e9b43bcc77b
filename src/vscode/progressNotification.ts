import * as vscode from 'vscode';
import { percentDone } from '../core/transfer/progress.ts';
import { withNotification, type Notification } from './plainWindow.ts';
import { progressText } from './progressText.ts';
import { standstillText } from './transfers/standstill.ts';
import type { Transfer } from './transfers/transfer.ts';
import type { Transfers } from './transfers/transfers.ts';

/** Milliseconds after which an upload is long enough to show how far it is. */
const delayMs = 500;
/** Milliseconds that the editor shows such a notification at least, with some to spare. */
const shownMs = 900;

/** What a person sees of work that takes its time, and can do about it. */
interface ShownWork {
  readonly title: string;
  readonly cancel: () => void;
  /** Milliseconds that it seems to take still. Absent: nobody knows. */
  readonly msLeft?: () => number;
  /** Shows how far it is, until it is disposed of. */
  readonly follow?: (notification: Notification) => vscode.Disposable;
}

/** Shows how far the transfer is, as `showWhile` does. */
export function showTransferWhile(work: Promise<unknown>, transfer: Transfer, transfers: Transfers): Promise<void> {
  return showWhile(work, {
    title: vscode.l10n.t('Uploading to “{0}”', transfer.destination),
    cancel: () => transfer.cancel(),
    msLeft: () => msLeftOf(transfer),
    follow: (notification) => transfers.onDidChange(showProgress(transfer, notification)),
  });
}

/** At its pace so far. A file whose answer is still to come is not done, however many of its bytes are on their way. */
function msLeftOf({ progress }: Transfer): number {
  if (!progress) return Infinity;
  const { filesDone, filesTotal, bytesDone, bytesTotal, bytesPerSecond } = progress;
  const done = Math.min(filesDone / filesTotal, bytesDone / bytesTotal);
  const elapsedMs = (bytesDone / bytesPerSecond) * 1000;
  return (elapsedMs / done) * (1 - done);
}

/**
 * Shows the work in a notification with Cancel, when it takes its time. What seems to end before a notification could
 * go again has that long to do so: its end would have to wait for that.
 *
 * @returns when the notification is gone: what is told then stands alone. It never rejects.
 */
export async function showWhile(work: Promise<unknown>, { title, cancel, msLeft, follow }: ShownWork): Promise<void> {
  const ended = work.then(
    () => undefined,
    () => undefined,
  );
  if (await endsWithin(ended, delayMs)) return;
  if (msLeft && msLeft() < shownMs && (await endsWithin(ended, shownMs))) return;
  await withNotification(title, async (notification, token) => {
    const wasShown = new Promise((resolve) => setTimeout(resolve, shownMs));
    const subscriptions = [token.onCancellationRequested(cancel), ...(follow ? [follow(notification)] : [])];
    if (token.isCancellationRequested) cancel();
    await Promise.all([ended, wasShown]);
    vscode.Disposable.from(...subscriptions).dispose();
  });
}

function endsWithin(ended: Promise<void>, ms: number): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), ms);
    void ended.then(() => {
      clearTimeout(timer);
      resolve(true);
    });
  });
}

/** The notification counts in steps, and loses count at one back: so its bar waits there until it is caught up with. */
function showProgress(transfer: Transfer, notification: Notification): () => void {
  let shown = 0;
  const show = () => {
    const { progress } = transfer;
    if (!progress) return;
    const increment = Math.max(0, percentDone(progress) - shown);
    shown += increment;
    notification.report({ message: progressText(progress, standstillText(transfer)), increment });
  };
  show();
  return show;
}
