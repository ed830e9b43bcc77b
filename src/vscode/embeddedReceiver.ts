import * as vscode from 'vscode';
import type { Receiver } from '../receiver/startReceiver.ts';

/** The window's own receiver, as the rest of the extension sees it. */
export interface RunningReceiver {
  readonly receiver: Receiver;
  /** A link of this receiver as the person's browser reaches it: in remote and browser windows it is forwarded. */
  readonly externalLink: (link: string) => string;
}

interface Start {
  readonly folder: string;
  readonly started: Promise<RunningReceiver>;
  /** Ends the start itself: not an upload's, as others may wait for the same receiver. */
  readonly cancel: AbortController;
}

/** One receiver a window, started on first use. */
export class EmbeddedReceiver {
  readonly #log: vscode.LogOutputChannel;
  #running: Start | undefined;

  constructor(log: vscode.LogOutputChannel) {
    this.#log = log;
  }

  /**
   * The running one; another when the folder is another.
   *
   * @throws Problem `folderUnusable`.
   */
  async start(folder: string): Promise<RunningReceiver> {
    if (this.#running?.folder !== folder) {
      const earlier = this.dispose();
      const cancel = new AbortController();
      this.#running = { folder, started: earlier.then(() => this.#start(folder, cancel.signal)), cancel };
    }
    const running = this.#running;
    try {
      return await running.started;
    } catch (error) {
      if (this.#running === running) this.#running = undefined;
      throw error;
    }
  }

  /** Ends what is under way and frees the port. */
  async dispose(): Promise<void> {
    const running = this.#running;
    this.#running = undefined;
    running?.cancel.abort();
    await running?.started.then(
      ({ receiver }) => receiver.close(),
      () => undefined,
    );
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
