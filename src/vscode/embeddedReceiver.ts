import * as vscode from 'vscode';
import type { Receiver } from '../receiver/startReceiver.ts';

/** The window's own receiver, as the rest of the extension sees it. */
interface RunningReceiver {
  readonly receiver: Receiver;
  /** A link of this receiver as the person's browser reaches it: in remote and browser windows it is forwarded. */
  readonly externalLink: (link: string) => string;
}

interface Start {
  readonly started: Promise<RunningReceiver>;
  /** Ends the start itself: not an upload's, as others may wait for the same receiver. */
  readonly cancel: AbortController;
}

/**
 * One receiver a window and folder, started on first use: links that were given out lead there until the window ends.
 */
export class EmbeddedReceiver {
  readonly #log: vscode.LogOutputChannel;
  /** By folder. */
  readonly #running = new Map<string, Start>();

  constructor(log: vscode.LogOutputChannel) {
    this.#log = log;
  }

  /**
   * The running one of this folder.
   *
   * @throws Problem `folderUnusable`.
   */
  async start(folder: string): Promise<RunningReceiver> {
    const running = this.#running.get(folder) ?? this.#begin(folder);
    try {
      return await running.started;
    } catch (error) {
      if (this.#running.get(folder) === running) this.#running.delete(folder);
      throw error;
    }
  }

  /** Ends what is under way and frees the ports. */
  async dispose(): Promise<void> {
    const all = [...this.#running.values()];
    this.#running.clear();
    await Promise.all(all.map(end));
  }

  #begin(folder: string): Start {
    const cancel = new AbortController();
    const start = { started: this.#start(folder, cancel.signal), cancel };
    this.#running.set(folder, start);
    return start;
  }

  async #start(folder: string, signal: AbortSignal): Promise<RunningReceiver> {
    const { startReceiver } = await import('../receiver/startReceiver.ts');
    const receiver = await startReceiver({ folder, log: (line) => this.#log.debug(`receiver: ${line}`) }, signal);
    const external = await vscode.env.asExternalUri(vscode.Uri.parse(receiver.url));
    receiver.allowAuthority(external.authority);
    this.#log.info(`The receiver listens at ${receiver.url} and keeps files in ${folder}`);
    const base = external.with({ query: '', fragment: '' }).toString(true).replace(/\/$/, '');
    return { receiver, externalLink: (link) => link.replace(receiver.url, base) };
  }
}

async function end({ started, cancel }: Start): Promise<void> {
  cancel.abort();
  await started.then(
    ({ receiver }) => receiver.close(),
    () => undefined,
  );
}
