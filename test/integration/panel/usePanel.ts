import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { parseReceipt } from '../../../src/core/receipt/parseReceipt.ts';
import type { Entry } from '../../../src/shared/protocol.ts';
import { launchBrowser } from '../../setup/browser.ts';
import { PanelPage, servePanel } from './panelPage.ts';
import { corkReceipt, renderReceipt, type RenderedReceipt } from './renderedReceipt.ts';

export const ids = { cork: 'c'.repeat(32), poster: 'e'.repeat(32), broken: 'b'.repeat(32) } as const;
export const markup = '<img src=x onerror="document.title=1">';

/** A new panel for each test of the block, and the picture of a receipt. Errors of the panel's script fail the test. */
export function usePanel(): { readonly panel: PanelPage; readonly rendered: RenderedReceipt } {
  let browser: Browser;
  let served: Awaited<ReturnType<typeof servePanel>>;
  let panel: PanelPage;
  let rendered: RenderedReceipt;
  before(async () => {
    browser = await launchBrowser();
    served = await servePanel();
    const page = await browser.newPage();
    rendered = await renderReceipt(page, corkReceipt);
    await page.close();
  });
  after(async () => {
    await browser.close();
    await served[Symbol.asyncDispose]();
  });
  beforeEach(async () => {
    panel = await PanelPage.open(browser, served.url);
  });
  afterEach(async () => {
    assert.deepEqual(panel.errors, []);
    assert.deepEqual(await panel.violations(), []);
    await panel[Symbol.asyncDispose]();
  });
  return {
    get panel() {
      return panel;
    },
    get rendered() {
      return rendered;
    },
  };
}

export function corkEntry({ page }: RenderedReceipt, corrections: Entry['corrections'] = {}, accepted = false): Entry {
  const receipt = parseReceipt(page);
  return {
    id: ids.cork,
    reading: { status: 'read', file: 'lunch/cork.png', engine: 'PP-OCRv4', durationMs: 1930, page, receipt },
    corrections,
    accepted,
  };
}

/** The same, where the engine is not sure of the total. */
export function unsureEntry(rendered: RenderedReceipt): Entry {
  const entry = corkEntry(rendered);
  assert(entry.reading.status === 'read' && entry.reading.receipt.total);
  const { receipt } = entry.reading;
  const unsure = { ...receipt, total: { ...entry.reading.receipt.total, confidence: 0.41 } };
  return { ...entry, reading: { ...entry.reading, receipt: unsure } };
}

/** The same with a charge for the delivery. */
export function chargedEntry(rendered: RenderedReceipt): Entry {
  const entry = corkEntry(rendered);
  assert(entry.reading.status === 'read');
  const read = { confidence: 0.9, evidence: [] };
  const charges = [{ description: { value: 'DELIVERY', ...read }, amount: { value: 2.5, ...read } }];
  return { ...entry, reading: { ...entry.reading, receipt: { ...entry.reading.receipt, charges } } };
}

export const posterEntry: Entry = {
  id: ids.poster,
  reading: {
    status: 'read',
    file: `${markup}.png`,
    engine: 'PP-OCRv4',
    durationMs: 10,
    page: { width: 300, height: 100, lines: [{ text: markup, box: [10, 10, 290, 40] }] },
    receipt: { items: [], charges: [], taxes: [], payments: [], checks: [] },
  },
  corrections: {},
  accepted: false,
};

export const brokenEntry: Entry = {
  id: ids.broken,
  reading: {
    status: 'failed',
    file: 'broken.png',
    problem: { code: 'imageDamaged', message: `broken.png is damaged (${markup}).` },
  },
  corrections: {},
  accepted: false,
};
