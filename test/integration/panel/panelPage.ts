import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { entryRow } from '../../../src/shared/entryRow.ts';
import { labels } from '../../../src/shared/labels.ts';
import type { Entry, FromPanel, PanelState, ToPanel } from '../../../src/shared/protocol.ts';
import { panelHtml } from '../../../src/vscode/panel/panelHtml.ts';

const built = join(import.meta.dirname, '../../../dist/media');

/** Serves the built panel as the editor does: its page, its script, its style, and nothing else. */
export async function servePanel(): Promise<AsyncDisposable & { readonly url: string }> {
  const nonce = randomBytes(16).toString('base64');
  const page = panelHtml({ script: '/panel.js', style: '/panel.css', nonce, language: 'en' });
  const answers: Readonly<Record<string, readonly [type: string, body: string | Buffer]>> = {
    '/': ['text/html', page],
    '/panel.js': ['text/javascript', await readFile(join(built, 'panel.js'))],
    '/panel.css': ['text/css', await readFile(join(built, 'panel.css'))],
  };
  const server = createServer((request, response) => {
    const [type, body] = answers[request.url ?? ''] ?? [];
    response.writeHead(body === undefined ? 404 : 200, { 'content-type': type ?? 'text/plain' }).end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** What stands in for the editor in the page: it notes what the panel's script says and keeps. */
interface Stub {
  readonly said: FromPanel[];
  /** What the editor knows of each picture: it answers to `select`. */
  readonly entries: Record<string, Entry>;
  state: PanelState | undefined;
  violations: string[];
}
declare global {
  interface Window {
    stub: Stub;
  }
}

/** The panel in a browser, with the test in the part of the extension. */
export class PanelPage implements AsyncDisposable {
  readonly page: Page;
  /** Errors of the page's script. */
  readonly errors: string[] = [];

  private constructor(page: Page) {
    this.page = page;
    page.on('pageerror', (error) => this.errors.push(error.message));
  }

  static async open(browser: Browser, url: string): Promise<PanelPage> {
    const page = await browser.newPage({ viewport: { width: 1180, height: 760 } });
    // A machine that does much else is slow to draw.
    page.setDefaultTimeout(30_000);
    const panel = new PanelPage(page);
    await page.addInitScript(() => {
      const stub: Stub = { said: [], entries: {}, state: undefined, violations: [] };
      const api = {
        postMessage: (message: FromPanel) => {
          stub.said.push(message);
          const entry = message.type === 'select' ? stub.entries[message.id] : undefined;
          if (entry) window.postMessage({ type: 'entry', entry }, '*');
        },
        getState: () => stub.state,
        setState: (state: PanelState) => (stub.state = state),
      };
      Object.assign(window, { stub, acquireVsCodeApi: () => api });
      document.addEventListener('securitypolicyviolation', (event) =>
        stub.violations.push(`${event.violatedDirective} ${event.blockedURI}`),
      );
    });
    await page.goto(url);
    await page.waitForFunction(() => window.stub.said.some(({ type }) => type === 'ready'));
    return panel;
  }

  /** Shows the pictures, the first of them in front. */
  async show(...entries: readonly Entry[]): Promise<void> {
    await this.keep(...entries);
    await this.send({ type: 'show', rows: entries.map(entryRow), selected: entries[0]?.id, labels });
    if (entries[0]) await this.page.locator('h1').waitFor({ state: 'attached' });
  }

  /** Tells of pictures that were read meanwhile. */
  async add(...entries: readonly Entry[]): Promise<void> {
    await this.keep(...entries);
    await this.send({ type: 'rows', rows: entries.map(entryRow) });
  }

  /** Makes the pictures known to the editor's stand-in. */
  async keep(...entries: readonly Entry[]): Promise<void> {
    const known = Object.fromEntries(entries.map((entry) => [entry.id, entry]));
    await this.page.evaluate((added) => void Object.assign(window.stub.entries, added), known);
  }

  /** Tells what a person did to a picture. */
  change(entry: Entry): Promise<void> {
    return this.send({ type: 'changed', row: entryRow(entry), corrections: entry.corrections });
  }

  /** Sends what the extension would send. */
  async send(message: ToPanel): Promise<void> {
    await this.page.evaluate((data) => window.postMessage(data, '*'), message);
  }

  /** Waits for the panel to say something of the type, and gives the last. */
  async said<T extends FromPanel['type']>(type: T): Promise<Extract<FromPanel, { type: T }>> {
    const found = await this.page.waitForFunction(
      (of) => window.stub.said.findLast((message) => message.type === of),
      type,
    );
    return (await found.jsonValue()) as Extract<FromPanel, { type: T }>;
  }

  state(): Promise<PanelState | undefined> {
    return this.page.evaluate(() => window.stub.state);
  }

  violations(): Promise<readonly string[]> {
    return this.page.evaluate(() => window.stub.violations);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.page.close();
  }
}
