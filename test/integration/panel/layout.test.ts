import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import type { Entry } from '../../../src/shared/protocol.ts';
import { brokenEntry, corkEntry, ids, usePanel } from './usePanel.ts';

const amount = 12_345.67;
const name = 'MARIGOLD & FINCH PROVISIONS PVT. LTD.';
/** Of a panel beside the Explorer, of half a window, and of a window that is 360 pixels wide. */
const widths = [925, 600, 300];

describe('The results panel, however wide it is,', () => {
  const used = usePanel();

  /** With a long name and large amounts. */
  function longEntry(): Entry {
    const entry = corkEntry(used.rendered, { merchant: name, total: amount });
    assert(entry.reading.status === 'read');
    const { receipt } = entry.reading;
    const items = receipt.items.map((item) => ({
      ...item,
      ...(item.total && { unitPrice: { ...item.total, value: amount }, total: { ...item.total, value: amount } }),
    }));
    return { ...entry, reading: { ...entry.reading, receipt: { ...receipt, items } } };
  }

  async function at(width: number): Promise<void> {
    await used.panel.page.setViewportSize({ width, height: 760 });
  }

  it('shows every figure whole', async () => {
    await used.panel.show(longEntry(), brokenEntry);
    for (const width of widths) {
      await at(width);
      const inputs = used.panel.page.locator('.details input');
      const cut = await inputs.evaluateAll((all) =>
        all
          .filter((one) => one.scrollWidth > one.clientWidth)
          .map((one) => `${one.id} ${(one as HTMLInputElement).value}`),
      );
      assert.deepEqual(cut, [], `${width} pixels`);
      const details = used.panel.page.locator('.details');
      assert.ok(await details.evaluate((one) => one.scrollWidth <= one.clientWidth), `${width} pixels`);
    }
  });

  it('shows the merchant whole in the list, beside or above what the receipt comes to', async () => {
    await used.panel.show(longEntry(), brokenEntry);
    const option = used.panel.page.getByRole('option', { name: /^cork\.png/ });
    for (const width of widths) {
      await at(width);
      const isWhole = (one: Locator) =>
        one.evaluate((text) => text.scrollWidth <= text.clientWidth && text.scrollHeight <= text.clientHeight);
      assert.ok(await isWhole(option.getByText(name)), `${width} pixels`);
      assert.ok(await isWhole(option.getByText(`EUR ${amount}`)), `${width} pixels`);
    }
  });

  it('says why a value does not fit in all the width of its row', async () => {
    const message = 'This does not fit here. Write an amount such as 9.50.';
    await used.panel.show(longEntry(), brokenEntry);
    for (const width of widths) {
      await at(width);
      for (const [label, path, row] of [
        ['Total', 'total', '.row.total'],
        ['Amount of item 1', 'items.0.total', '.parts.items tbody'],
      ] as const) {
        const input = used.panel.page.getByRole('textbox', { name: label, exact: true });
        await input.fill('x');
        await input.press('Enter');
        await used.panel.send({ type: 'refused', id: ids.cork, path, text: 'x', message });
        const refusal = used.panel.page.getByRole('alert').filter({ hasText: message });
        await refusal.waitFor();
        const whole = (await used.panel.page.locator(row).boundingBox())?.width ?? NaN;
        const taken = (await refusal.boundingBox())?.width ?? NaN;
        assert.ok(taken > whole * 0.7, `${label} at ${width} pixels: ${taken} of ${whole}`);
        await input.press('Escape');
        await refusal.waitFor({ state: 'hidden' });
      }
    }
  });
});
