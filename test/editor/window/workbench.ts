/** The editor's window in a browser page, with the packaged extension installed: what a person sees and does there. */
import { on, once } from 'node:events';
import { globSync, watch } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { root } from '../bundle.ts';
import type { EditorFolders } from '../folders.ts';
import { EditorWindows, type WindowOptions } from './editorWindows.ts';

let windows: Promise<EditorWindows> | undefined;

/** Ends the server and the browser that all windows share. */
export async function endWindows(): Promise<void> {
  await (await windows)?.[Symbol.asyncDispose]();
  windows = undefined;
}

/**
 * Opens a new window on a new folder, and ends it when `use` is done; windows share nothing that a person could see.
 * When `use` fails, out/screenshots/failed.png shows what the window looked like.
 */
export async function inWorkbench(options: WindowOptions, use: (workbench: Workbench) => Promise<void>): Promise<void> {
  windows ??= EditorWindows.start();
  await using window = await (await windows).open(options);
  const workbench = new Workbench(window.page, window.folders);
  try {
    await workbench.ready();
    await use(workbench);
  } catch (error) {
    await workbench.screenshot('failed');
    throw error;
  }
}

/** Every method waits until the window shows what it needs. */
export class Workbench {
  readonly page: Page;
  /** The folder that is open, on disk. */
  readonly workspace: string;
  readonly #data: string;

  constructor(page: Page, { workspace, data }: EditorFolders) {
    this.page = page;
    this.workspace = workspace;
    this.#data = data;
  }

  /** Changes user settings in the editor's own editor of them: what is written from elsewhere goes unnoticed there. */
  async set(values: Readonly<Record<string, unknown>>): Promise<void> {
    const path = join(this.#data, 'User/settings.json');
    const settings = JSON.parse(await readFile(path, 'utf8')) as object;
    await this.runCommand('Preferences: Open User Settings (JSON)');
    await this.page.locator('.monaco-editor.focused[data-uri$="settings.json"]').waitFor();
    // Pasted: to what is typed the editor adds brackets.
    const text = JSON.stringify({ ...settings, ...values });
    await this.page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(text)})`);
    await this.page.keyboard.press('ControlOrMeta+A');
    await this.page.keyboard.press('ControlOrMeta+V');
    const watcher = watch(path);
    const saved = once(watcher, 'change');
    await this.page.keyboard.press('ControlOrMeta+S');
    await saved;
    watcher.close();
  }

  /** Waits until the window has drawn itself, and what `started` says. */
  async ready(): Promise<void> {
    await this.started();
    // Without a folder there is no Explorer.
    await this.page.locator('.monaco-workbench.nosidebar, .monaco-workbench .explorer-folders-view').first().waitFor();
  }

  /**
   * Waits until the window knows the commands of extensions, and has all that it starts by itself: before that, a log
   * that is to be shown is not, as what lists the logs comes late.
   */
  async started(): Promise<void> {
    for (const mark of ['code/didLoadExtensions', 'code/didCreateWorkbenchContributions/3']) {
      await this.page.waitForFunction(`performance.getEntriesByName('${mark}').length > 0`);
    }
  }

  /** Reloads the window by the command, which lets the editor keep its state first. */
  async reload(): Promise<void> {
    const loaded = this.page.waitForEvent('load');
    await this.runCommand('Developer: Reload Window');
    await loaded;
    await this.ready();
  }

  /** A file or folder in the Explorer. */
  file(name: string): Locator {
    return this.page.locator('.explorer-folders-view').getByRole('treeitem', { name, exact: true });
  }

  /** Selects files in the Explorer; the last one is where to right-click. */
  async select(first: string, ...others: readonly string[]): Promise<Locator> {
    await this.file(first).click();
    for (const name of others) await this.file(name).click({ modifiers: ['ControlOrMeta'] });
    return this.file(others.at(-1) ?? first);
  }

  /** Right-clicks, and walks through the menu: `chooseFromMenu(file, 'Porter', 'Upload')`. */
  async chooseFromMenu(target: Locator, ...path: readonly string[]): Promise<void> {
    const item = (label: string): Locator => this.page.getByRole('menuitem', { name: label, exact: true }).last();
    const walk = async (options: { readonly timeout?: number } = {}): Promise<void> => {
      await target.click({ button: 'right' });
      for (const label of path) await item(label).hover(options);
    };
    // A document that opens meanwhile takes the focus, which closes the menu.
    await walk({ timeout: 10_000 }).catch(async () => {
      await this.page.keyboard.press('Escape');
      await walk();
    });
    // A menu that has just opened takes no click: the right button may only be coming up.
    await item(path.at(-1) ?? '').press('Enter');
    await this.page.locator('.monaco-menu').first().waitFor({ state: 'hidden' });
  }

  /** Right-clicks, and tells what a submenu offers. */
  async offeredIn(target: Locator, submenu: string): Promise<readonly string[]> {
    await target.click({ button: 'right' });
    await this.page.getByRole('menuitem', { name: submenu, exact: true }).hover();
    const items = this.page.locator('.monaco-submenu').getByRole('menuitem');
    await items.first().waitFor();
    const labels = await items.allTextContents();
    // The submenu, then the menu.
    await this.page.keyboard.press('Escape');
    await items.first().waitFor({ state: 'hidden' });
    await this.page.keyboard.press('Escape');
    await this.page.locator('.monaco-menu').first().waitFor({ state: 'hidden' });
    return labels;
  }

  /** Runs a command as the palette names it: `Porter: Show Log`. */
  async runCommand(title: string): Promise<void> {
    await this.page.keyboard.press('F1');
    await this.quickInput.locator('input').fill(`>${title}`);
    await this.option(title).click();
  }

  /** The palette, a quick pick or an input box. */
  get quickInput(): Locator {
    return this.page.locator('.quick-input-widget');
  }

  /** An entry of the palette or of a quick pick. */
  option(label: string): Locator {
    return this.quickInput
      .getByRole('option')
      .filter({ has: this.page.locator('.label-name').getByText(label, { exact: true }) });
  }

  /** Types into the input box that is open, and accepts it. */
  async enter(text: string): Promise<void> {
    const input = this.quickInput.locator('input[type="text"], input[type="password"]');
    await input.fill(text);
    await input.press('Enter');
  }

  /** A notification that holds the text. */
  notification(text: string | RegExp): Locator {
    return this.page.locator('.notifications-toasts .notification-list-item').filter({ hasText: text });
  }

  /** The same in the list of all notifications, when that is open. */
  listedNotification(text: string | RegExp): Locator {
    return this.page.locator('.notifications-center .notification-list-item').filter({ hasText: text });
  }

  /** From now on remembers which notifications were shown together; the returned function tells. */
  async watchNotifications(): Promise<() => Promise<readonly (readonly string[])[]>> {
    await this.page.evaluate(`
      window.shownTogether = [];
      new MutationObserver(() => {
        const shown = document.querySelectorAll('.notifications-toasts .notification-list-item');
        window.shownTogether.push([...shown].map(({ textContent }) => textContent));
      }).observe(document.body, { childList: true, characterData: true, subtree: true });
    `);
    return () => this.page.evaluate('window.shownTogether');
  }

  /** A dialog in the middle of the window that holds the text; its buttons are `getByRole('button')`. */
  dialog(text: string | RegExp): Locator {
    return this.page.locator('.monaco-dialog-box').filter({ hasText: text });
  }

  /** The Output view's list of channels, when it shows the channel. */
  outputOf(channel: string): Locator {
    const chosen = this.page.locator('option:checked').getByText(channel, { exact: true });
    return this.page.getByRole('combobox', { name: 'Switch Output' }).filter({ has: chosen }).first();
  }

  /** An item of the status bar. */
  statusBarItem(text: string | RegExp): Locator {
    return this.page.locator('.statusbar-item').filter({ hasText: text });
  }

  /** A view of the side bar, by its title. */
  view(title: string): Locator {
    const header = this.page.locator('.pane-header .title').getByText(title, { exact: true });
    return this.page.locator('.pane').filter({ has: header });
  }

  /** A row of a view, by what a screen reader says of it. */
  row(view: string, name: RegExp): Locator {
    return this.view(view).getByRole('treeitem', { name });
  }

  /** Presses one of the buttons that a row shows when it is pointed at. */
  async press(row: Locator, button: string): Promise<void> {
    await row.hover();
    await row.getByRole('button', { name: button, exact: true }).click();
  }

  /** The tab of an editor or panel. */
  tab(name: string): Locator {
    return this.page.getByRole('tab', { name });
  }

  /** The document of the webview that is in front: it is a frame in a frame. */
  webview(): FrameLocator {
    return this.page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
  }

  /** Waits until so many files match, among those that the editor and Porter keep for the user. */
  async untilKept(pattern: string, count: number): Promise<void> {
    const watcher = watch(this.#data, { recursive: true });
    try {
      const changes = on(watcher, 'change');
      while (globSync(pattern, { cwd: this.#data }).length !== count) await changes.next();
    } finally {
      watcher.close();
    }
  }

  /** What was copied last. */
  async clipboard(): Promise<string> {
    return this.page.evaluate('navigator.clipboard.readText()');
  }

  /** Keeps a picture of the window under out/screenshots. */
  async screenshot(name: string): Promise<string> {
    const folder = join(root, 'out/screenshots');
    await mkdir(folder, { recursive: true });
    const path = join(folder, `${name}.png`);
    await this.page.screenshot({ path, animations: 'disabled' });
    return path;
  }
}
