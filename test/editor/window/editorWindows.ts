import { rm, mkdtemp } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../../setup/browser.ts';
import { startCodeServer } from '../codeServer.ts';
import { becomeNewUser, makeEditorFolders, type EditorFolders } from '../folders.ts';
import type { Server } from '../server.ts';

export interface WindowOptions {
  /** Puts files into the folder before it is opened, and into what the editor keeps. */
  readonly prepare?: (workspace: string, data: string) => Promise<unknown>;
  /** No folder is opened. */
  readonly withoutFolder?: true;
  /** User settings besides the quiet ones. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Runs in every frame of the window before its own scripts. */
  readonly script?: string;
}

interface EditorWindow extends AsyncDisposable {
  readonly page: Page;
  /** With a workspace of its own. */
  readonly folders: EditorFolders;
}

/**
 * Windows of one editor, one at a time: starting a server, a browser and an installation for each would take longer
 * than most tests. Nothing else is shared: each has a new folder, a new user, and a browser that remembers nothing.
 */
export class EditorWindows implements AsyncDisposable {
  readonly #folders: EditorFolders;
  readonly #server: Server;
  readonly #browser: Browser;

  private constructor(folders: EditorFolders, server: Server, browser: Browser) {
    this.#folders = folders;
    this.#server = server;
    this.#browser = browser;
  }

  static async start(): Promise<EditorWindows> {
    const folders = await makeEditorFolders();
    const starting = [startCodeServer(folders), launchBrowser()] as const;
    try {
      const [server, browser] = await Promise.all(starting);
      return new EditorWindows(folders, server, browser);
    } catch (error) {
      await Promise.allSettled(starting.map(async (started) => (await started)[Symbol.asyncDispose]()));
      await folders[Symbol.asyncDispose]();
      throw error;
    }
  }

  async open({ prepare, withoutFolder, settings, script }: WindowOptions): Promise<EditorWindow> {
    await becomeNewUser(this.#folders, settings);
    const workspace = await mkdtemp(join(dirname(this.#folders.workspace), 'workspace-'));
    const context = await this.#browser.newContext({ viewport: { width: 1280, height: 800 } });
    const close = async () => {
      await context.close();
      await this.#server.endExtensionHosts();
      await rm(workspace, { recursive: true, force: true, maxRetries: 5 });
    };
    try {
      await prepare?.(workspace, this.#folders.data);
      await context.grantPermissions(['clipboard-read', 'clipboard-write']);
      // A machine that does much else is slow to draw.
      context.setDefaultTimeout(60_000);
      if (script !== undefined) await context.addInitScript(script);
      const page = await context.newPage();
      const opened = withoutFolder ? 'ew=true' : `folder=${encodeURIComponent(workspace)}`;
      await page.goto(`${this.#server.url}/?${opened}`);
      return { page, folders: { ...this.#folders, workspace }, [Symbol.asyncDispose]: close };
    } catch (error) {
      await close();
      throw error;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#browser.close();
    await this.#server[Symbol.asyncDispose]();
    await this.#folders[Symbol.asyncDispose]();
  }
}
