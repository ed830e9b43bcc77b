import assert from 'node:assert/strict';
import { entryRow } from '../../../src/shared/entryRow.ts';
import { labels } from '../../../src/shared/labels.ts';
import type { Entry } from '../../../src/shared/protocol.ts';
import { corkEntry, usePanel } from './usePanel.ts';

const count = 200;
/**
 * In milliseconds of the processor, however much else the machine does: what a person takes for smooth, on a slow one.
 */
const bearable = 500;

describe('200 pictures in the results panel', () => {
  const used = usePanel();
  let entries: Entry[];

  beforeEach(() => {
    const entry = corkEntry(used.rendered);
    assert(entry.reading.status === 'read');
    const { reading } = entry;
    entries = Array.from({ length: count }, (_, index) => ({
      ...entry,
      id: index.toString(16).padStart(32, '0'),
      reading: { ...reading, file: `receipts/2026/${index}.png` },
    }));
  });

  /** Sends a message, and tells for how long the panel's thread worked to draw what it says, in milliseconds. */
  async function drawn(message: unknown): Promise<number> {
    const { page } = used.panel;
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    const worked = async () => {
      const { metrics } = await session.send('Performance.getMetrics');
      return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN) * 1000;
    };
    const before = await worked();
    await page.evaluate(async (data) => {
      await new Promise((resolve) => {
        window.addEventListener('message', resolve, { once: true });
        window.postMessage(data, '*');
      });
      // Forces style and layout, and waits for the frame.
      document.body.getBoundingClientRect();
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }, message);
    const time = (await worked()) - before;
    await session.detach();
    return time;
  }

  it('travel as little, and of a change only what it changed', () => {
    const whole = JSON.stringify(entries).length;
    const all = JSON.stringify({ type: 'show', rows: entries.map(entryRow), labels }).length;
    const [first] = entries;
    assert(first);
    const change = JSON.stringify({ type: 'changed', row: entryRow(first), corrections: { total: 9 } }).length;
    assert.ok(all < 80_000, `${all} characters for all`);
    assert.ok(all * 10 < whole, `${all} of ${whole} characters`);
    assert.ok(change < 1000, `${change} characters for a change`);
  });

  it('are drawn at once, in the list and in the table, and a change without delay', async () => {
    const rows = entries.map(entryRow);
    const shown = await drawn({ type: 'show', rows, labels });
    assert.equal(await used.panel.page.getByRole('option').count(), count);
    const [first] = rows;
    const changed = await drawn({ type: 'changed', row: { ...first, total: 9 }, corrections: { total: 9 } });
    await used.panel.page.getByRole('tab', { name: 'Table' }).click();
    const table = await drawn({ type: 'changed', row: { ...first, total: 8 }, corrections: { total: 8 } });
    await used.panel.page.getByRole('row', { name: /^Sum of 200/ }).waitFor();
    for (const [what, time] of Object.entries({ shown, changed, table })) {
      assert.ok(time < bearable, `${what}: ${Math.round(time)} ms`);
    }
  });

  it('are walked through with a key that is held down, one picture on the page at a time', async () => {
    await used.panel.show(...entries);
    await used.panel.page.getByRole('option').first().focus();
    for (let press = 1; press < count; press++) await used.panel.page.keyboard.down('ArrowDown');
    await used.panel.page.keyboard.up('ArrowDown');
    await used.panel.page.getByRole('heading', { name: '199.png' }).waitFor();
    assert.equal(await used.panel.page.locator('.entry').count(), 1);
    const option = used.panel.page.getByRole('option', { name: /^199\.png/ });
    assert.equal(await option.getAttribute('aria-selected'), 'true');
    assert.equal(await option.evaluate((one) => one === document.activeElement), true);
  });
});
