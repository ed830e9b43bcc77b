import assert from 'node:assert/strict';
import { entryRow } from '../../../src/shared/entryRow.ts';
import type { Entry } from '../../../src/shared/protocol.ts';
import { corkEntry, ids, posterEntry, unsureEntry, usePanel } from './usePanel.ts';

describe('What is being typed in the results panel', () => {
  const used = usePanel();
  const field = (name: string) => used.panel.page.getByRole('textbox', { name, exact: true });
  const alert = (path: string) => used.panel.page.locator(`.receipt [data-target="${path}"]`).getByRole('alert');
  const selected = () =>
    used.panel.page.evaluate(() => {
      const { id, selectionStart, selectionEnd } = document.activeElement as HTMLInputElement;
      return [id, selectionStart, selectionEnd];
    });
  const corrections = () =>
    used.panel.page.evaluate(() => window.stub.said.flatMap((one) => (one.type === 'correct' ? [one.text] : [])));

  /** The same picture, of which another total was read. */
  function readAgain(total: number): Entry {
    const entry = corkEntry(used.rendered);
    assert(entry.reading.status === 'read' && entry.reading.receipt.total);
    const { receipt } = entry.reading;
    const changed = { ...receipt, total: { ...entry.reading.receipt.total, value: total } };
    return { ...entry, reading: { ...entry.reading, receipt: changed } };
  }

  async function refuse(path: string, text: string, message: string): Promise<void> {
    await used.panel.send({ type: 'refused', id: ids.cork, path, text, message });
    await alert(path).getByText(message).waitFor();
  }

  it('stays, with the cursor and what is selected, when the picture is read again', async () => {
    await used.panel.show(corkEntry(used.rendered), posterEntry);
    await used.panel.page.setViewportSize({ width: 1180, height: 300 });
    await field('Merchant').fill('Green Harbour, Cork');
    await used.panel.page.keyboard.press('Home');
    for (let press = 0; press < 5; press++) await used.panel.page.keyboard.press('Shift+ArrowRight');
    const details = used.panel.page.getByRole('region', { name: 'What was read' });
    await details.evaluate((one) => one.scrollTo({ top: 40, behavior: 'instant' }));
    await used.panel.add(readAgain(28.95));
    await used.panel.page.waitForFunction(
      () => document.querySelector<HTMLInputElement>('[data-target="total"] input')?.value === '28.95',
    );
    assert.equal(await field('Merchant').inputValue(), 'Green Harbour, Cork');
    assert.deepEqual(await selected(), ['field.merchant', 0, 5]);
    assert.equal(await details.evaluate((one) => one.scrollTop), 40);
    assert.deepEqual(await corrections(), []);
    await used.panel.page.keyboard.type('Blue');
    await used.panel.page.keyboard.press('Enter');
    await used.panel.said('correct');
    assert.deepEqual(await corrections(), ['Blue Harbour, Cork']);
  });

  it('is not handed over when another picture comes in front, and is there again with its own', async () => {
    await used.panel.show(corkEntry(used.rendered), posterEntry);
    await field('Merchant').fill('Green Harb');
    await used.panel.send({ type: 'rows', rows: [entryRow(posterEntry)], selected: ids.poster });
    await used.panel.page.getByText('This does not look like a receipt').waitFor();
    await used.panel.page.getByRole('option', { name: 'cork.png' }).click();
    await field('Merchant').waitFor();
    assert.equal(await field('Merchant').inputValue(), 'Green Harb');
    assert.deepEqual(await corrections(), []);
    assert.equal(await used.panel.page.evaluate(() => document.activeElement?.getAttribute('role')), 'option');
  });

  it('is not shown for the value, once that was taken, when another picture came in front meanwhile', async () => {
    await used.panel.show(corkEntry(used.rendered), posterEntry);
    await field('Total').fill('41');
    await used.panel.page.getByRole('option').last().click();
    await used.panel.page.getByText('This does not look like a receipt').waitFor();
    await used.panel.keep(corkEntry(used.rendered, { total: 41 }));
    await used.panel.change(corkEntry(used.rendered, { total: 41 }));
    await used.panel.page.getByRole('option', { name: 'cork.png' }).click();
    await field('Total').waitFor();
    assert.equal(await field('Total').inputValue(), '41.00');
  });

  it('takes no focus from an editor beside the panel when the picture is read again', async () => {
    await used.panel.show(corkEntry(used.rendered));
    await field('Merchant').focus();
    await used.panel.page.evaluate(() => (document.hasFocus = () => false));
    await used.panel.add(readAgain(28.95));
    await used.panel.page.waitForFunction(
      () => document.querySelector<HTMLInputElement>('[data-target="total"] input')?.value === '28.95',
    );
    assert.equal(await used.panel.page.evaluate(() => document.activeElement === document.body), true);
  });

  it('in a field that was out of the way stays in sight when the picture is read again', async () => {
    await used.panel.show(corkEntry(used.rendered));
    await used.panel.page.getByText(/^Not found: .*Rounding/).click();
    await field('Rounding').fill('0.0');
    await used.panel.add(readAgain(28.95));
    await used.panel.page.waitForFunction(
      () => document.querySelector<HTMLInputElement>('[data-target="total"] input')?.value === '28.95',
    );
    assert.deepEqual([await field('Rounding').inputValue(), await field('Rounding').isVisible()], ['0.0', true]);
  });

  it('stays when another field is corrected', async () => {
    await used.panel.show(corkEntry(used.rendered));
    await field('Tax').fill('2.5');
    await used.panel.change(corkEntry(used.rendered, { total: 19.95 }));
    await used.panel.page.getByText('corrected').first().waitFor({ state: 'attached' });
    assert.equal(await field('Tax').inputValue(), '2.5');
  });

  it('and was refused stays with the reason when another field is corrected, and when the picture is read again', async () => {
    await used.panel.show(corkEntry(used.rendered));
    await field('Date').fill('yesterday');
    await field('Total').focus();
    await refuse('date', 'yesterday', 'That is no date.');
    await used.panel.change(corkEntry(used.rendered, { total: 19.95 }));
    await used.panel.page.waitForFunction(
      () => document.querySelector<HTMLInputElement>('[data-target="total"] input')?.value === '19.95',
    );
    assert.deepEqual(
      [await field('Date').inputValue(), await alert('date').innerText()],
      ['yesterday', 'That is no date.'],
    );
    await used.panel.add(readAgain(28.95));
    await used.panel.page.waitForFunction(
      () => document.querySelector<HTMLInputElement>('[data-target="total"] input')?.value === '28.95',
    );
    assert.deepEqual(
      [await field('Date').inputValue(), await alert('date').innerText()],
      ['yesterday', 'That is no date.'],
    );
    assert.equal(await field('Date').getAttribute('aria-invalid'), 'true');
  });

  it('and was refused is there to be mended, also when another field was corrected in between', async () => {
    await used.panel.show(corkEntry(used.rendered));
    await field('Date').fill('yesterday');
    await used.panel.page.keyboard.press('Enter');
    await used.panel.change(corkEntry(used.rendered, { total: 19.95 }));
    await refuse('date', 'yesterday', 'That is no date.');
    assert.equal(await field('Date').inputValue(), 'yesterday');
    await field('Date').fill('2026-11-20');
    await used.panel.page.keyboard.press('Enter');
    await used.panel.change(corkEntry(used.rendered, { total: 19.95, date: '2026-11-20' }));
    await alert('date').waitFor({ state: 'hidden' });
  });

  it('and was refused while another picture was in front is there to be mended, with the reason', async () => {
    await used.panel.show(corkEntry(used.rendered), posterEntry);
    await field('Date').fill('yesterday');
    await used.panel.page.getByRole('option').last().click();
    await used.panel.page.getByText('This does not look like a receipt').waitFor();
    const message = 'That is no date.';
    await used.panel.send({ type: 'refused', id: ids.cork, path: 'date', text: 'yesterday', message });
    await used.panel.page.getByRole('status').getByText(message).waitFor();
    await used.panel.page.getByRole('option', { name: 'cork.png' }).click();
    await alert('date').getByText(message).waitFor();
    assert.equal(await field('Date').inputValue(), 'yesterday');
  });

  it('and was refused while the table is in front is said there, and is there to be mended behind it', async () => {
    await used.panel.show(corkEntry(used.rendered), posterEntry);
    await field('Date').fill('yesterday');
    await used.panel.page.getByRole('tab', { name: 'Table' }).click();
    const message = 'That is no date.';
    await used.panel.send({ type: 'refused', id: ids.cork, path: 'date', text: 'yesterday', message });
    await used.panel.page.getByRole('status').getByText(message).waitFor();
    await used.panel.page.getByRole('tab', { name: 'Pictures' }).click();
    await alert('date').getByText(message).waitFor();
    assert.equal(await field('Date').inputValue(), 'yesterday');
  });

  it('is not refused in place of what was handed over before it', async () => {
    await used.panel.show(corkEntry(used.rendered));
    await field('Total').fill('much');
    await field('Total').press('Enter');
    await field('Total').fill('more');
    await field('Total').press('Enter');
    assert.deepEqual(await corrections(), ['much', 'more']);
    await used.panel.send({ type: 'refused', id: ids.cork, path: 'total', text: 'much', message: 'Not much.' });
    await refuse('total', 'more', 'Not more.');
    assert.deepEqual([await field('Total').inputValue(), await alert('total').innerText()], ['more', 'Not more.']);
  });

  it('is shown as the value that was taken', async () => {
    await used.panel.show(corkEntry(used.rendered));
    await field('Total').fill('41');
    await used.panel.page.keyboard.press('Enter');
    await used.panel.change(corkEntry(used.rendered, { total: 41 }));
    await used.panel.page.waitForFunction(
      () => document.querySelector<HTMLInputElement>('[data-target="total"] input')?.value === '41.00',
    );
  });

  it('and was refused goes when the field is reset', async () => {
    await used.panel.show(corkEntry(used.rendered, { total: 19.95 }));
    await field('Total').fill('much');
    await used.panel.page.keyboard.press('Enter');
    await refuse('total', 'much', 'That is no amount.');
    await used.panel.page.getByRole('button', { name: 'Reset Total to “18.95”' }).click();
    await used.panel.change(corkEntry(used.rendered));
    await used.panel.page.waitForFunction(
      () => document.querySelector<HTMLInputElement>('[data-target="total"] input')?.value === '18.95',
    );
    await alert('total').waitFor({ state: 'hidden' });
  });

  for (const [way, takeBack] of [
    ['Reset', () => used.panel.page.getByRole('button', { name: 'Reset Total to “18.95”' }).click()],
    ['Escape', () => field('Total').press('Escape')],
  ] as const) {
    it(`does not come back when it is refused after ${way}`, async () => {
      await used.panel.show(corkEntry(used.rendered, { total: 19.95 }));
      await field('Total').fill('much');
      await field('Total').press('Enter');
      await takeBack();
      const message = 'That is no amount.';
      await used.panel.send({ type: 'refused', id: ids.cork, path: 'total', text: 'much', message });
      await used.panel.send({ type: 'announce', message: 'after it' });
      await used.panel.page.getByText('after it').waitFor({ state: 'attached' });
      assert.deepEqual([await field('Total').inputValue(), await alert('total').isVisible()], ['19.95', false]);
    });
  }

  it('is what is meant by accepting the field', async () => {
    await used.panel.show(unsureEntry(used.rendered));
    await field('Total').fill('19');
    await used.panel.page.getByRole('button', { name: /^Accept Total/ }).click();
    await used.panel.page.getByRole('button', { name: 'Save…' }).click();
    await used.panel.said('save');
    assert.ok((await corrections()).every((text) => text === '19'));
    assert.equal(await used.panel.page.evaluate(() => window.stub.said.some(({ type }) => type === 'confirm')), false);
  });
});
