import type { Page as BrowserPage } from 'playwright-core';
import type { Box, Line, Page } from '../../../src/core/reading/reading.ts';

/** A row of a made-up receipt: what stands left, and what right. */
type Row = readonly string[];

/** A picture of a receipt that nobody issued, and the page that a flawless engine would read from it. */
export interface RenderedReceipt {
  readonly png: Uint8Array<ArrayBuffer>;
  readonly page: Page;
}

export const corkReceipt: readonly Row[] = [
  ['GREEN HARBOUR CAFE LTD'],
  ['14 QUAY STREET, CORK T12 X4A2'],
  ['VAT NO. IE1234567T'],
  ['DATE: 21/11/2026', '14:05'],
  ['2 FLAT WHITE', '7.60'],
  ['1 PORRIDGE WITH HONEY', '5.90'],
  ['1 SCONE', '3.20'],
  ['SUBTOTAL', '16.70'],
  ['VAT 13.5%', '2.25'],
  ['TOTAL EUR', '18.95'],
  ['CASH', '20.00'],
  ['CHANGE', '1.05'],
  ['THANK YOU'],
];

/** Renders the rows in a browser and asks it where each word stands. */
export async function renderReceipt(browser: BrowserPage, rows: readonly Row[]): Promise<RenderedReceipt> {
  await browser.setViewportSize({ width: 420, height: 40 + rows.length * 44 });
  await browser.setContent(
    `<style>body { margin: 20px 24px; background: #fbfaf7; color: #222; font: 22px/44px "DejaVu Sans Mono", monospace }
     div { display: flex; justify-content: space-between; white-space: nowrap; letter-spacing: -1px }</style>`,
  );
  const lines = await browser.evaluate((texts) => {
    const boxOf = (node: Text, start: number, end: number): Box => {
      const range = document.createRange();
      range.setStart(node, start);
      range.setEnd(node, end);
      const { left, top, right, bottom } = range.getBoundingClientRect();
      // A line box is higher than its letters.
      return [Math.round(left), Math.round(top + 2), Math.round(right), Math.round(bottom - 2)];
    };
    const made: Line[] = [];
    for (const row of texts) {
      const div = document.body.appendChild(document.createElement('div'));
      for (const text of row) {
        const node = document.createTextNode(text);
        div.appendChild(document.createElement('span')).append(node);
      }
      for (const { firstChild } of div.children) {
        if (!(firstChild instanceof Text)) continue;
        const text = firstChild.data;
        const words = [...text.matchAll(/\S+/g)].map(({ 0: word, index }) => ({
          text: word,
          box: boxOf(firstChild, index, index + word.length),
          confidence: 0.97,
        }));
        made.push({ text, box: boxOf(firstChild, 0, text.length), confidence: 0.97, words });
      }
    }
    return made;
  }, rows);
  const { width = 0, height = 0 } = browser.viewportSize() ?? {};
  return { png: new Uint8Array(await browser.screenshot()), page: { width, height, lines } };
}
