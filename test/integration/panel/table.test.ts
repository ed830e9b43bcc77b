import assert from 'node:assert/strict';
import type { Entry } from '../../../src/shared/protocol.ts';
import { brokenEntry, corkEntry, ids, posterEntry, usePanel } from './usePanel.ts';

describe('The table of the results panel', () => {
  const used = usePanel();
  const table = () => used.panel.page.getByRole('table', { name: 'Table' });
  const texts = (selector: string) =>
    table()
      .locator(selector)
      .evaluateAll((rows) =>
        rows.map((one) => {
          const cells = [...one.children].filter((cell) => !(cell as HTMLElement).hidden);
          return cells.map((cell) => cell.textContent.trim()).join(' | ');
        }),
      );
  const open = (name: string) => table().getByRole('button', { name, exact: true });

  /** The same receipt as another picture. */
  function like(number: number, corrections: Entry['corrections'] = {}, accepted = false): Entry {
    const entry = corkEntry(used.rendered, corrections, accepted);
    assert(entry.reading.status === 'read');
    const id = number.toString(16).padStart(32, '0');
    return { ...entry, id, reading: { ...entry.reading, file: `lunch/${number}.png` } };
  }

  async function show(...entries: readonly Entry[]): Promise<void> {
    await used.panel.show(...entries);
    await used.panel.page.getByRole('tab', { name: 'Table' }).click();
    await table().waitFor();
  }

  it('has a row a picture, whatever became of it', async () => {
    await show(corkEntry(used.rendered), brokenEntry, like(2, { totalTax: 9 }), like(3, { currency: 'JPY' }, true));
    const date = '2026-11-21';
    assert.deepEqual(await texts('tbody tr'), [
      `cork.png | GREEN HARBOUR CAFE LTD | ${date} | 18.95 | EUR | 2.25 | ○4 of 4 hold`,
      `broken.png | !Failed: ${brokenEntry.reading.status === 'failed' ? brokenEntry.reading.problem.message : ''}`,
      `2.png | GREEN HARBOUR CAFE LTD | ${date} | 18.95 | EUR | 9.00 | ⚠3 of 4 hold, please check`,
      `3.png | GREEN HARBOUR CAFE LTD | ${date} | 19 | JPY | 2 | ✓Accepted`,
    ]);
  });

  it('tells at its foot what all come to, in each currency', async () => {
    await show(corkEntry(used.rendered), brokenEntry, like(2), like(3, { currency: 'JPY', total: 1500 }), posterEntry);
    assert.deepEqual(await texts('tfoot tr'), [
      'Sum of 2 |  |  | 37.90 | EUR | 4.50 | ',
      'Sum of 1 |  |  | 1500 | JPY | 2 | ',
    ]);
    await used.panel.change(like(2, { total: 20 }));
    await table().getByText('38.95').waitFor();
  });

  it('is sorted by a column, up, down and not at all, with what is missing last', async () => {
    await show(like(10, { total: 7 }), like(9, { total: 100 }), brokenEntry, like(8, { total: 20 }));
    const head = table().getByRole('columnheader', { name: 'Total' });
    const names = async () => (await table().locator('tbody th').allTextContents()).join(' ');
    await head.getByRole('button').click();
    assert.equal(await names(), '10.png 8.png 9.png broken.png');
    assert.equal(await head.getAttribute('aria-sort'), 'ascending');
    await head.getByRole('button').click();
    assert.equal(await names(), '9.png 8.png 10.png broken.png');
    await head.getByRole('button').click();
    assert.equal(await names(), '10.png 9.png broken.png 8.png');
    assert.equal(await head.getAttribute('aria-sort'), null);
    await table().getByRole('columnheader', { name: 'File' }).getByRole('button').click();
    assert.equal(await names(), '8.png 9.png 10.png broken.png');
    await table().getByRole('columnheader', { name: 'Checks' }).getByRole('button').click();
    assert.equal(await names(), 'broken.png 10.png 9.png 8.png');
  });

  it('opens the picture of a row that is clicked', async () => {
    await show(corkEntry(used.rendered), brokenEntry);
    await table().getByText('Failed').click();
    await used.panel.page.getByRole('heading', { name: 'broken.png' }).waitFor();
    assert.equal((await used.panel.said('select')).id, ids.broken);
    assert.equal(await table().isVisible(), false);
  });

  it('opens the picture of a row that changes while it is pressed', async () => {
    await show(like(1), like(2));
    const row = table().getByRole('row', { name: /^2\.png/ });
    await row.getByText('EUR').hover();
    await used.panel.page.mouse.down();
    await used.panel.change(like(2, { total: 20 }));
    await row.getByText('20.00').waitFor();
    await used.panel.add(like(3));
    await open('3.png').waitFor();
    await used.panel.page.mouse.up();
    await used.panel.page.getByRole('heading', { name: '2.png' }).waitFor();
  });

  it('keeps the focus on a row that changes, also when that moves it', async () => {
    await show(like(1, { total: 1 }), like(2, { total: 2 }), like(3, { total: 3 }));
    await table().getByRole('columnheader', { name: 'Total' }).getByRole('button').click();
    const row = open('3.png');
    await row.focus();
    // To a screen reader a row that loses the focus is read anew when it gets it back.
    await row.evaluate((button) => button.addEventListener('focus', () => (button.dataset['again'] = '')));
    await used.panel.change(like(3, { total: 0.5 }));
    await table()
      .getByRole('row', { name: /^3\.png.*0\.50/ })
      .waitFor();
    assert.equal((await table().locator('tbody th').allTextContents()).join(' '), '3.png 1.png 2.png');
    assert.equal(await row.evaluate((button) => button === document.activeElement), true);
    assert.equal(await row.getAttribute('data-again'), null);
    assert.equal(await table().locator('tbody button[tabindex="0"]').count(), 1);
  });

  it('opens the picture of a row that moves while it is pressed', async () => {
    await show(like(1, { total: 1 }), like(2, { total: 2 }), like(3, { total: 3 }));
    await table().getByRole('columnheader', { name: 'Total' }).getByRole('button').click();
    await open('1.png').focus();
    const row = table().getByRole('row', { name: /^3\.png/ });
    await row.getByText('EUR').hover();
    await used.panel.page.mouse.down();
    await used.panel.change(like(3, { total: 0.5 }));
    await row.getByText('0.50').waitFor();
    assert.equal((await table().locator('tbody th').allTextContents()).join(' '), '3.png 1.png 2.png');
    await row.getByText('EUR').hover();
    await used.panel.page.mouse.up();
    await used.panel.page.getByRole('heading', { name: '3.png' }).waitFor();
  });

  it('names a row by its file as that is known now', async () => {
    const [one, two] = [like(1), like(2)];
    assert(two.reading.status === 'read');
    await show(one, two);
    await used.panel.add({ ...two, reading: { ...two.reading, file: 'work/lunch/second.png' } });
    const button = open('second.png');
    await button.waitFor();
    assert.equal(await button.textContent(), 'second.png');
    assert.equal(await button.getAttribute('title'), 'work/lunch/second.png');
  });

  it('is walked through with arrow keys; Enter opens, Delete removes', async () => {
    await show(like(1), like(2), like(3));
    await open('1.png').focus();
    await used.panel.page.keyboard.press('ArrowDown');
    await used.panel.page.keyboard.press('Delete');
    const { id } = await used.panel.said('remove');
    assert.equal(id, like(2).id);
    await used.panel.send({ type: 'removed', id, selected: like(1).id });
    await open('2.png').waitFor({ state: 'detached' });
    assert.equal(await open('3.png').evaluate((button) => button === document.activeElement), true);
    await used.panel.page.keyboard.press('Enter');
    await used.panel.page.getByRole('heading', { name: '3.png' }).waitFor();
    const option = used.panel.page.getByRole('option', { name: /^3\.png/ });
    assert.equal(await option.evaluate((one) => one === document.activeElement), true);
  });

  it('is copied, inserted and saved whole, in the order that it is shown in', async () => {
    await show(like(2), like(1));
    await table().getByRole('columnheader', { name: 'File' }).getByRole('button').click();
    const { page } = used.panel;
    const batch = page.getByRole('tabpanel', { name: 'Table' });
    const shown = [like(1).id, like(2).id];
    await batch.getByRole('button', { name: 'Copy Markdown' }).click();
    assert.deepEqual(await used.panel.said('copy'), { type: 'copy', ids: shown, as: 'markdown' });
    await batch.getByRole('button', { name: 'Insert Markdown' }).click();
    assert.deepEqual(await used.panel.said('insert'), { type: 'insert', ids: shown, as: 'markdown' });
    await batch.getByRole('button', { name: 'Save…' }).click();
    assert.deepEqual(await used.panel.said('save'), { type: 'save', ids: shown });
  });

  it('fits where the window is narrow and amounts have six digits', async () => {
    await show(like(1, { total: 123456.78 }), like(2, { total: 123456.78 }));
    const scroller = used.panel.page.locator('.scroller');
    // What a window of 420 and of 360 pixels has for it.
    for (const width of [362, 302]) {
      await used.panel.page.setViewportSize({ width, height: 760 });
      await table().getByText('246913.56').waitFor();
      assert.ok(await scroller.evaluate((one) => one.scrollWidth <= one.clientWidth), `${width} pixels`);
      assert.ok(await table().getByRole('columnheader', { name: 'Currency' }).isVisible());
    }
  });

  it('fits where the panel is narrow, with the page of a document in sight', async () => {
    const scan = like(2, { totalTax: 9 });
    assert(scan.reading.status === 'read');
    const named = { ...scan, reading: { ...scan.reading, file: 'scans/all-receipts-of-the-trip-2026.pdf, page 12' } };
    await show(corkEntry(used.rendered), brokenEntry, named, posterEntry);
    for (const width of [1001, 930, 760, 420, 300]) {
      await used.panel.page.setViewportSize({ width, height: 760 });
      const scroller = used.panel.page.locator('.scroller');
      assert.ok(await scroller.evaluate((one) => one.scrollWidth <= one.clientWidth), `${width} pixels`);
      const cut = open('all-receipts-of-the-trip-2026.pdf, page 12').locator('span');
      const [name, page] = await cut.evaluateAll((parts) => parts.map((one) => one.scrollWidth > one.clientWidth));
      assert.deepEqual([name, page], [true, false], `${width} pixels`);
    }
  });

  it('stays in front when the panel is shown again', async () => {
    await show(like(1), like(2));
    assert.equal((await used.panel.state())?.view, 'table');
    await used.panel.show(like(1), like(2));
    await table().waitFor();
  });

  it('gets what is read meanwhile', async () => {
    await show(like(1), like(2));
    await used.panel.add(like(3));
    await open('3.png').waitFor();
    assert.deepEqual((await used.panel.state())?.ids, [like(1).id, like(2).id, like(3).id]);
  });
});
