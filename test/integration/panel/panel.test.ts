import assert from 'node:assert/strict';
import { entryRow } from '../../../src/shared/entryRow.ts';
import { labels } from '../../../src/shared/labels.ts';
import type { Entry } from '../../../src/shared/protocol.ts';
import { brokenEntry, corkEntry, ids, markup, posterEntry, unsureEntry, usePanel } from './usePanel.ts';

describe('The results panel in a browser', () => {
  const used = usePanel();
  const field = (name: string) => used.panel.page.getByRole('textbox', { name, exact: true });
  const box = (target: string) => used.panel.page.locator(`.word[data-target="${target}"]`);
  const row = (target: string) => used.panel.page.locator(`.receipt [data-target="${target}"]`);
  const option = (name: string) => used.panel.page.getByRole('option', { name });
  /** Where on the picture something is framed, in its own pixels. */
  const framed = () =>
    used.panel.page
      .locator('.marks rect')
      .evaluateAll((rectangles) =>
        rectangles.map((one) => ['x', 'y', 'width', 'height'].map((name) => Number(one.getAttribute(name)))),
      );

  describe('has a list of pictures', () => {
    it('that arrow keys walk through, showing each', async () => {
      await used.panel.show(corkEntry(used.rendered), brokenEntry, posterEntry);
      await option('cork.png').focus();
      await used.panel.page.keyboard.press('ArrowDown');
      await used.panel.page.getByRole('heading', { name: 'broken.png' }).waitFor();
      assert.equal((await used.panel.said('select')).id, ids.broken);
      await used.panel.page.keyboard.press('End');
      await used.panel.page.getByRole('heading', { name: markup }).waitFor();
      await used.panel.page.keyboard.press('Home');
      await field('Total').waitFor();
      assert.equal(await option('cork.png').getAttribute('aria-selected'), 'true');
    });

    it('that keeps only ids for the next start of the window', async () => {
      await used.panel.show(corkEntry(used.rendered), brokenEntry);
      await option('broken.png').click();
      await used.panel.page.getByRole('heading', { name: 'broken.png' }).waitFor();
      assert.deepEqual(await used.panel.state(), {
        ids: [ids.cork, ids.broken],
        selected: ids.broken,
        view: 'pictures',
      });
    });

    it('from which Delete removes', async () => {
      await used.panel.show(corkEntry(used.rendered), brokenEntry);
      await option('cork.png').focus();
      await used.panel.page.keyboard.press('Delete');
      assert.deepEqual(await used.panel.said('remove'), { type: 'remove', id: ids.cork });
    });

    it('whose picture in front shows its new fields when it is read again meanwhile', async () => {
      const entry = corkEntry(used.rendered);
      assert(entry.reading.status === 'read' && entry.reading.receipt.total);
      const { receipt } = entry.reading;
      const total = { ...entry.reading.receipt.total, value: 28.95 };
      await used.panel.show(entry, posterEntry);
      await used.panel.add(brokenEntry, { ...entry, reading: { ...entry.reading, receipt: { ...receipt, total } } });
      await used.panel.page.waitForFunction(
        () => document.querySelector<HTMLInputElement>('[data-target="total"] input')?.value === '28.95',
      );
      assert.equal((await used.panel.state())?.selected, ids.cork);
    });

    it('that is not there for a single picture', async () => {
      await used.panel.show(corkEntry(used.rendered));
      await field('Total').waitFor();
      assert.equal(await used.panel.page.getByRole('listbox').count(), 0);
    });

    it('that shows the amount as it was corrected', async () => {
      await used.panel.show(corkEntry(used.rendered), brokenEntry);
      await used.panel.change(corkEntry(used.rendered, { total: 21 }));
      await option('cork.png').getByText('EUR 21.00').waitFor();
    });
  });

  it('keeps the page of a document in sight in any language', async () => {
    const entry = corkEntry(used.rendered);
    const named = { ...entry, reading: { ...entry.reading, file: 'scans/all-2026.pdf (Seite 12)' } };
    await used.panel.keep(named);
    const translated = { ...labels, ofPage: ' (Seite {page})' };
    await used.panel.send({
      type: 'show',
      rows: [named, brokenEntry].map(entryRow),
      selected: ids.cork,
      labels: translated,
    });
    await used.panel.page.getByRole('heading', { name: 'all-2026.pdf (Seite 12)' }).waitFor();
    assert.deepEqual(await used.panel.page.locator('h1 span').allTextContents(), ['all-2026.pdf', ' (Seite 12)']);
    assert.equal(await option('broken.png').locator('.of-document').textContent(), '');
  });

  it('names a picture in the list by its file as that is known now', async () => {
    const cork = corkEntry(used.rendered);
    assert(cork.reading.status === 'read');
    await used.panel.show(brokenEntry, cork);
    await used.panel.add({ ...cork, reading: { ...cork.reading, file: 'work/lunch/second.png' } });
    await option('second.png').waitFor();
    assert.equal(await option('second.png').locator('.name').textContent(), 'second.png');
    assert.equal(await option('second.png').getAttribute('title'), 'work/lunch/second.png');
  });

  it('leaves the name of a picture out of why it was not read only where that begins with it', async () => {
    const named = (id: string, message: string): Entry => {
      assert(brokenEntry.reading.status === 'failed');
      return { ...brokenEntry, id, reading: { ...brokenEntry.reading, problem: { code: 'internal', message } } };
    };
    await used.panel.show(
      named(ids.broken, 'broken.png is damaged.'),
      named(ids.poster, 'The engine gave up at broken.png too often.'),
    );
    const summaries = await used.panel.page.getByRole('option').locator('.summary').allTextContents();
    assert.deepEqual(summaries, ['is damaged.', 'The engine gave up at broken.png too often.']);
  });

  it('shows why a picture was not read', async () => {
    await used.panel.show(brokenEntry);
    assert.match(await used.panel.page.locator('.sentence').innerText(), /broken\.png is damaged/);
    assert.equal(await used.panel.page.getByRole('button').count(), 0);
  });

  it('shows the text of a picture that is no receipt, and foreign text only as text', async () => {
    await used.panel.show(posterEntry, brokenEntry);
    await used.panel.page.getByRole('heading', { name: markup }).waitFor();
    assert.equal(await used.panel.page.locator('.line').innerText(), markup);
    assert.equal(await field('Total').isVisible(), false);
    assert.equal(await used.panel.page.locator('img').count(), 0);
    assert.equal(await used.panel.page.title(), 'Porter');
  });

  it('lays the picture under its boxes, scaled with them', async () => {
    await used.panel.show(corkEntry(used.rendered));
    await used.panel.send({ type: 'picture', id: ids.cork, picture: { kind: 'file', bytes: used.rendered.png } });
    const picture = used.panel.page.getByRole('img', { name: 'lunch/cork.png' });
    await picture.waitFor();
    await picture.evaluate((image: HTMLImageElement) => image.decode());
    const overlay = used.panel.page.getByRole('group', { name: 'Words on the picture' });
    for (const width of [1180, 900, 500]) {
      await used.panel.page.setViewportSize({ width, height: 760 });
      assert.deepEqual(await picture.boundingBox(), await overlay.boundingBox());
    }
  });

  it('says why a picture cannot be shown, and keeps its boxes', async () => {
    await used.panel.show(corkEntry(used.rendered));
    await used.panel.send({ type: 'picture', id: ids.cork, picture: { kind: 'none', message: 'It is gone.' } });
    await used.panel.page.getByText('It is gone.').waitFor();
    await box('total').hover();
    assert.equal((await framed()).length, 1);
  });

  it('says how sure it is in words, and calls for a look where it is not', async () => {
    await used.panel.show(unsureEntry(used.rendered));
    assert.equal((await row('total').locator('.confidence').innerText()).trim(), '⚠ 41 %');
    assert.match((await row('date').locator('.confidence').innerText()).trim(), /^\d+ %$/);
  });

  it('says of an item how sure its least sure value is', async () => {
    const entry = corkEntry(used.rendered);
    assert(entry.reading.status === 'read');
    const { receipt } = entry.reading;
    const [first, ...others] = receipt.items;
    assert(first?.total);
    const unsure = { ...first, total: { ...first.total, confidence: 0.31 } };
    await used.panel.show({
      ...entry,
      reading: { ...entry.reading, receipt: { ...receipt, items: [unsure, ...others] } },
    });
    const cells = used.panel.page.getByRole('cell');
    await cells.and(used.panel.page.locator('.sure')).getByText('31 %').waitFor();
    assert.equal((await row('items.0.total').locator('.confidence').innerText()).trim(), '⚠ 31 %');
  });

  it('aligns the values of items, taxes and payments with their headings, which fit where there is little room', async () => {
    await used.panel.page.setViewportSize({ width: 760, height: 760 });
    const entry = corkEntry(used.rendered);
    assert(entry.reading.status === 'read');
    const { receipt } = entry.reading;
    const [payment, ...others] = receipt.payments;
    assert(payment?.amount);
    const byCard = { ...payment, lastDigits: { ...payment.amount, value: '4821' } };
    await used.panel.show({
      ...entry,
      reading: { ...entry.reading, receipt: { ...receipt, payments: [byCard, ...others] } },
    });
    const columns = await used.panel.page.locator('table.parts').evaluateAll((tables) =>
      tables.flatMap((table) => {
        const inputs = table.querySelectorAll('tbody tr:first-child :is(input, textarea)');
        const heads = table.querySelectorAll<HTMLElement>('th');
        return [...inputs].map((input, index) => ({
          name: heads[index]?.textContent,
          head: heads[index] && getComputedStyle(heads[index]).textAlign,
          value: getComputedStyle(input).textAlign.replace('start', 'left'),
          fits: heads[index] && heads[index].scrollWidth <= heads[index].clientWidth,
        }));
      }),
    );
    assert.deepEqual(
      columns.filter(({ head, value, fits }) => head !== value || !fits),
      [],
    );
    assert.ok(columns.length >= 10, `${columns.length} columns`);
  });

  it('says whether the sums and the date hold', async () => {
    await used.panel.show(corkEntry(used.rendered, { totalTax: 9 }));
    const checks = used.panel.page.getByRole('list', { name: 'Checks' }).getByRole('listitem');
    assert.deepEqual(
      (await checks.allInnerTexts()).map((text) => text.replace(/\s+/g, ' ').replace(/[\d-]+(?= ≤ today)/, 'DATE')),
      [
        '✓ Items: adds up 7.60 + 5.90 + 3.20 = 16.70',
        '✗ Subtotal and tax: does not add up 16.70 + 9.00 ≠ 18.95',
        '✓ Paid and change: adds up 18.95 + 1.05 = 20.00',
        '✓ Date: is not in the future DATE ≤ today',
      ],
    );
  });

  it('says that two receipts lie on the picture', async () => {
    const entry = corkEntry(used.rendered);
    assert(entry.reading.status === 'read');
    const checks = [{ name: 'oneReceipt', holds: false, arithmetic: '18.95; 4.20' }] as const;
    await used.panel.show({ ...entry, reading: { ...entry.reading, receipt: { ...entry.reading.receipt, checks } } });
    const shown = used.panel.page.getByRole('list', { name: 'Checks' }).getByRole('listitem').last();
    const text = (await shown.innerText()).replace(/\s+/g, ' ');
    assert.equal(text, '✗ Receipts: there is another receipt; the left or upper one is read 18.95; 4.20');
  });

  it('asks for copies, insertion and files by the picture’s id, in the form that is shown', async () => {
    await used.panel.show(corkEntry(used.rendered));
    const { page } = used.panel;
    await page.getByRole('button', { name: 'Copy Markdown' }).click();
    assert.deepEqual(await used.panel.said('copy'), { type: 'copy', ids: [ids.cork], as: 'markdown' });
    await page.getByRole('tab', { name: 'Text' }).click();
    await page.getByRole('button', { name: 'Insert Text' }).click();
    assert.deepEqual(await used.panel.said('insert'), { type: 'insert', ids: [ids.cork], as: 'text' });
    await page.getByRole('tab', { name: 'JSON' }).click();
    await page.getByRole('button', { name: 'Insert JSON' }).click();
    assert.deepEqual(await used.panel.said('insert'), { type: 'insert', ids: [ids.cork], as: 'json' });
    await page.getByRole('button', { name: 'Save…' }).click();
    assert.deepEqual(await used.panel.said('save'), { type: 'save', ids: [ids.cork] });
  });

  describe('shows a picture in three forms', () => {
    const tab = (name: string) => used.panel.page.getByRole('tab', { name, exact: true });

    it('that arrow keys change, and that stay for the next picture', async () => {
      await used.panel.show(corkEntry(used.rendered), posterEntry);
      await tab('Receipt').focus();
      await used.panel.page.keyboard.press('End');
      await used.panel.page.getByRole('tabpanel', { name: 'JSON' }).waitFor();
      assert.equal(await field('Total').isVisible(), false);
      await used.panel.page.getByRole('option').nth(1).click();
      await used.panel.page.locator('.json').getByText('"engine": "PP-OCRv4"').waitFor();
      assert.equal(await tab('JSON').getAttribute('aria-selected'), 'true');
    });

    it('of which a picture that is no receipt shows its text, also after the fields of one were chosen', async () => {
      await used.panel.show(corkEntry(used.rendered), posterEntry);
      await tab('Text').click();
      await tab('Receipt').click();
      await used.panel.page.getByRole('option').nth(1).click();
      await used.panel.page.getByText('This does not look like a receipt').waitFor();
      assert.equal(await tab('Text').getAttribute('aria-selected'), 'true');
    });

    it('of which JSON is the record, with what a person corrected', async () => {
      await used.panel.show(corkEntry(used.rendered));
      await tab('JSON').click();
      await used.panel.change(corkEntry(used.rendered, { total: 21 }));
      await used.panel.page.locator('.json').getByText('"value": 21').waitFor();
      const record = JSON.parse(await used.panel.page.locator('.json').innerText()) as { page: unknown };
      assert.deepEqual(record.page, used.rendered.page);
    });

    it('of which the text tells the row of a field that is pointed at', async () => {
      await used.panel.show(corkEntry(used.rendered));
      await tab('Text').click();
      await box('total').hover();
      assert.match((await used.panel.page.locator('.line.pointed').textContent()) ?? '', /^TOTAL EUR\s+18\.95$/);
    });

    it('of which a click on a word brings the receipt to the front', async () => {
      await used.panel.show(corkEntry(used.rendered));
      await tab('Text').click();
      await box('total').click();
      assert.equal(await field('Total').evaluate((input) => input === document.activeElement), true);
    });
  });

  it('heeds no message that it does not know', async () => {
    await used.panel.show(corkEntry(used.rendered));
    await used.panel.page.evaluate(() => window.postMessage({ type: 'show', entries: 'all' }, '*'));
    await used.panel.send({ type: 'announce', message: 'still here' });
    await used.panel.page.getByText('still here').waitFor();
    await field('Total').waitFor();
  });
});
