/** Takes the part of the person at the window: sees messages, presses buttons, fills boxes. */
import { CancellationTokenSource, env, window, type OpenDialogOptions, type ProgressOptions, type Uri } from 'vscode';
import { Queue } from './queue.ts';

/** A message as it is shown. */
interface Told {
  readonly severity: 'information' | 'warning' | 'error';
  readonly text: string;
  readonly buttons: readonly string[];
  /** Presses a button, or closes the message. */
  press(title?: string): void;
}

type Answer<T> = T | undefined | (() => T | undefined);

/** While it lives, the editor's dialogs are its own. */
export class Person implements Disposable {
  /** What the boxes for a line of text asked for. */
  readonly askedToEnter: string[] = [];
  /** What the lists of choices offered. */
  readonly offered: string[][] = [];
  /** What the dialogs for files let choose: endings by the name of their group. */
  readonly filters: (Readonly<Record<string, readonly string[]>> | undefined)[] = [];
  enters: Answer<string>;
  picks: Answer<string>;
  choosesFiles: Answer<readonly Uri[]>;
  readonly #told = new Queue<Told>();
  readonly #opened = new Queue<string>();
  readonly #cancel = new CancellationTokenSource();
  readonly #restore: (() => void)[] = [];

  constructor() {
    this.#replace(window, 'showInformationMessage', this.#messages('information'));
    this.#replace(window, 'showWarningMessage', this.#messages('warning'));
    this.#replace(window, 'showErrorMessage', this.#messages('error'));
    this.#replace(window, 'showInputBox', (options: { title?: string; prompt?: string }) => {
      this.askedToEnter.push(`${options.title ?? ''} ${options.prompt ?? ''}`);
      return Promise.resolve(valueOf(this.enters));
    });
    this.#replace(window, 'showQuickPick', (items: readonly { label: string }[]) => {
      this.offered.push(items.map(({ label }) => label));
      const wanted = valueOf(this.picks);
      return Promise.resolve(items.find(({ label }) => label === wanted));
    });
    this.#replace(window, 'showOpenDialog', ({ filters }: OpenDialogOptions) => {
      this.filters.push(filters);
      return Promise.resolve(valueOf(this.choosesFiles));
    });
    const { withProgress } = window;
    this.#replace(
      window,
      'withProgress',
      (options: ProgressOptions, task: (...args: readonly unknown[]) => Thenable<unknown>) =>
        withProgress(options, (progress) => task(progress, this.#cancel.token)),
    );
    this.#replace(env, 'openExternal', (uri: Uri) => {
      this.#opened.put(uri.toString(true));
      return Promise.resolve(true);
    });
  }

  /** The next message, when it comes. */
  isTold(): Promise<Told> {
    return this.#told.take();
  }

  /** Messages that `isTold` has not handed out. */
  get unheard(): readonly string[] {
    return this.#told.waiting.map(({ text }) => text);
  }

  /** The next link that is opened outside of the editor. */
  opens(): Promise<string> {
    return this.#opened.take();
  }

  /** Presses Cancel on whatever shows its progress. */
  cancels(): void {
    this.#cancel.cancel();
  }

  [Symbol.dispose](): void {
    for (const restore of this.#restore) restore();
  }

  #messages(severity: Told['severity']) {
    return (text: string, ...rest: unknown[]) => {
      const items = rest.filter((item) => typeof item === 'string' || isItem(item));
      return new Promise((resolve) => {
        const told: Told = {
          severity,
          text,
          buttons: items.map(titleOf),
          press: (title) => {
            const item = items.find((candidate) => titleOf(candidate) === title);
            if (title !== undefined && item === undefined) throw new Error(`There is no button “${title}” on: ${text}`);
            resolve(item);
          },
        };
        this.#told.put(told);
      });
    };
  }

  #replace<O extends object>(owner: O, name: keyof O & string, replacement: unknown): void {
    const before = owner[name];
    Object.defineProperty(owner, name, { value: replacement, configurable: true, writable: true });
    this.#restore.push(() => Object.defineProperty(owner, name, { value: before, configurable: true, writable: true }));
  }
}

function isItem(value: unknown): value is { readonly title: string } {
  return typeof value === 'object' && value !== null && 'title' in value;
}

function titleOf(item: string | { readonly title: string }): string {
  return typeof item === 'string' ? item : item.title;
}

function valueOf<T>(answer: Answer<T>): T | undefined {
  return typeof answer === 'function' ? (answer as () => T | undefined)() : answer;
}
