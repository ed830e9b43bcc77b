import * as vscode from 'vscode';
import type { Outcome } from '../../core/model.ts';
import { Transfer } from './transfer.ts';

/** Files of an ended upload that are not at the destination, until they are tried again or cleared. */
export interface EndedTransfer {
  readonly id: string;
  readonly destination: string;
  /** Those that failed or got no answer. */
  readonly outcomes: readonly Outcome[];
  /** Uploads these of them again. */
  readonly retry: (outcomes: readonly Outcome[]) => Promise<void>;
}

/** What there is to show anew: how far something is, or what a person or the end of an upload did to the list. */
export type TransfersChange = 'progress' | 'list';

/** At most one event in this time, in milliseconds, unless a person did something. */
const throttleMs = 250;
/** Waits and stalls are told in seconds. */
const tickMs = 1000;

/** The window's uploads, as its view, its status bar and its notifications show them. */
export class Transfers implements vscode.Disposable {
  readonly #emitter = new vscode.EventEmitter<TransfersChange>();
  readonly onDidChange = this.#emitter.event;
  readonly #running = new Set<Transfer>();
  #ended: readonly EndedTransfer[] = [];
  #begun = 0;
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
    const transfer: Transfer = new Transfer(this.#nextId(), destination, {
      cancel,
      onChange: () => this.#changeSoon(),
      onAction: () => this.#changeList(),
      onEnd: () => {
        this.#running.delete(transfer);
        this.#changeList();
      },
    });
    this.#running.add(transfer);
    this.#ticker ??= setInterval(() => this.#changeSoon(), tickMs);
    this.#changeList();
    return transfer;
  }

  /**
   * Keeps what did not work in sight.
   *
   * @param outcomes none: there is nothing to show.
   * @param retry uploads these of them again.
   */
  keep(destination: string, outcomes: readonly Outcome[], retry: EndedTransfer['retry']): EndedTransfer {
    const ended = { id: this.#nextId(), destination, outcomes, retry };
    if (outcomes.length === 0) return ended;
    this.#ended = [ended, ...this.#ended];
    this.#changeList();
    return ended;
  }

  /** Takes these files off the list. */
  clear({ id }: EndedTransfer, outcomes: readonly Outcome[]): void {
    const gone = new Set(outcomes);
    this.#ended = this.#ended
      .map((ended) =>
        ended.id === id ? { ...ended, outcomes: ended.outcomes.filter((outcome) => !gone.has(outcome)) } : ended,
      )
      .filter((ended) => ended.outcomes.length > 0);
    this.#changeList();
  }

  clearAll(): void {
    this.#ended = [];
    this.#changeList();
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

  #nextId(): string {
    return String(++this.#begun);
  }

  #changeSoon(): void {
    this.#pending ??= setTimeout(() => this.#change('progress'), throttleMs);
  }

  #changeList(): void {
    this.#change('list');
    // A request that is to stop does so a moment later.
    if (this.#running.size > 0) this.#changeSoon();
  }

  #change(what: TransfersChange): void {
    clearTimeout(this.#pending);
    this.#pending = undefined;
    if (this.#running.size === 0) {
      clearInterval(this.#ticker);
      this.#ticker = undefined;
    }
    for (const transfer of this.#running) transfer.recount();
    this.#emitter.fire(what);
  }
}
