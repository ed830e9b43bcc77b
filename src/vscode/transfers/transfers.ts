import * as vscode from 'vscode';
import type { Outcome } from '../../core/model.ts';
import { Transfer } from './transfer.ts';

/** Files of an ended upload that are not at the destination, until they are tried again or cleared. */
export interface EndedTransfer {
  readonly destination: string;
  /** Those that failed or got no answer. */
  readonly outcomes: readonly Outcome[];
  /** Uploads these of them again. */
  readonly retry: (outcomes: readonly Outcome[]) => Promise<void>;
  /** An outcome's link as the person's browser reaches it. */
  readonly externalLink: (link: string) => string;
}

/** The list's own: it changes as files leave it. */
interface Kept extends EndedTransfer {
  outcomes: readonly Outcome[];
}

/** At most one event in this time, in milliseconds, unless a person did something. */
const throttleMs = 250;
/** Waits and stalls are told in seconds. */
const tickMs = 1000;

/** The window's uploads, as its view, its status bar and its notifications show them. */
export class Transfers implements vscode.Disposable {
  readonly #emitter = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#emitter.event;
  readonly #running = new Set<Transfer>();
  #ended: readonly Kept[] = [];
  #pending: NodeJS.Timeout | undefined;
  #ticker: NodeJS.Timeout | undefined;

  get running(): readonly Transfer[] {
    return [...this.#running];
  }

  /** The latest first. */
  get ended(): readonly EndedTransfer[] {
    return this.#ended;
  }

  /**
   * Shows an upload until it is disposed.
   *
   * @param cancel ends it.
   */
  begin(destination: string, cancel: () => void): Transfer {
    const transfer: Transfer = new Transfer(destination, {
      cancel,
      onChange: () => this.#changeSoon(),
      onAction: () => this.#changeNow(),
      onEnd: () => {
        this.#running.delete(transfer);
        this.#changeNow();
      },
    });
    this.#running.add(transfer);
    this.#ticker ??= setInterval(() => this.#changeSoon(), tickMs);
    this.#changeNow();
    return transfer;
  }

  /**
   * Keeps what did not work in sight.
   *
   * @param outcomes none: there is nothing to show.
   * @param retry uploads these of them again.
   * @param externalLink a link as the person's browser reaches it; default: as it is.
   */
  keep(
    destination: string,
    outcomes: readonly Outcome[],
    retry: EndedTransfer['retry'],
    externalLink: EndedTransfer['externalLink'] = (link) => link,
  ): EndedTransfer {
    const ended = { destination, outcomes, retry, externalLink };
    if (outcomes.length === 0) return ended;
    this.#ended = [ended, ...this.#ended];
    this.#changeNow();
    return ended;
  }

  /** Takes these files off the list. */
  clear(ended: EndedTransfer, outcomes: readonly Outcome[]): void {
    const kept = this.#ended.find((one) => one === ended);
    if (kept === undefined) return;
    const gone = new Set(outcomes);
    kept.outcomes = kept.outcomes.filter((outcome) => !gone.has(outcome));
    this.#ended = this.#ended.filter(({ outcomes: left }) => left.length > 0);
    this.#changeNow();
  }

  clearAll(): void {
    this.#ended = [];
    this.#changeNow();
  }

  pauseAll(): void {
    for (const transfer of this.#running) transfer.pause();
  }

  resumeAll(): void {
    for (const transfer of this.#running) transfer.resume();
  }

  cancelAll(): void {
    for (const transfer of this.#running) transfer.cancel();
  }

  dispose(): void {
    clearTimeout(this.#pending);
    clearInterval(this.#ticker);
    this.#emitter.dispose();
  }

  #changeSoon(): void {
    this.#pending ??= setTimeout(() => this.#change(), throttleMs);
  }

  #changeNow(): void {
    this.#change();
    // A request that is to stop does so a moment later.
    if (this.#running.size > 0) this.#changeSoon();
  }

  #change(): void {
    clearTimeout(this.#pending);
    this.#pending = undefined;
    if (this.#running.size === 0) {
      clearInterval(this.#ticker);
      this.#ticker = undefined;
    }
    for (const transfer of this.#running) transfer.recount();
    this.#emitter.fire();
  }
}
