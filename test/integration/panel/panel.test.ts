import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { parseReceipt } from '../../../src/core/receipt/parseReceipt.ts';
import { labels } from '../../../src/shared/labels.ts';
import type { Entry } from '../../../src/shared/protocol.ts';
import { launchBrowser } from '../../setup/browser.ts';
import { PanelPage, servePanel } from './panelPage.ts';
import { corkReceipt, renderReceipt, type RenderedReceipt } from './renderedReceipt.ts';

const cork = 'c'.repeat(32);
const poster = 'e'.repeat(32);
const broken = 'b'.repeat(32);
const markup = '<img src=x onerror="document.title=1">';

describe('The results panel in a browser', () => {
  let browser: Browser;
  let served: Awaited<ReturnType<typeof servePanel>>;
  let rendered: RenderedReceipt;
  let panel: PanelPage;

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

  function corkEntry(corrections: Entry['corrections'] = {}): Entry {
    const { page } = rendered;
    const receipt = parseReceipt(page);
    return {
      id: cork,
      reading: { status: 'read', file: 'lunch/cork.png', engine: 'PP-OCRv4', durationMs: 1930, page, receipt },
      corrections,
    };
  }
  const posterEntry: Entry = {
    id: poster,
    reading: {
      status: 'read',
      file: `${markup}.png`,
      engine: 'PP-OCRv4',
      durationMs: 10,
      page: { width: 300, height: 100, lines: [{ text: markup, box: [10, 10, 290, 40] }] },
      receipt: { items: [], taxes: [], payments: [], checks: [] },
    },
    corrections: {},
  };
  const brokenEntry: Entry = {
    id: broken,
    reading: { status: 'failed', file: 'broken.png', message: `broken.png is damaged (${markup}).` },
    corrections: {},
  };

  async function show(...entries: readonly Entry[]): Promise<void> {
    await panel.send({ type: 'show', entries: [...entries], selected: entries[0]?.id, labels });
    if (entries[0]) await panel.said('select');
  }
  const field = (name: string) => panel.page.getByRole('textbox', { name, exact: true });
  const box = (target: string) => panel.page.locator(`.word[data-target="${target}"]`);
  const row = (target: string) => panel.page.locator(`.receipt [data-target="${target}"]`);
  const option = (name: string) => panel.page.getByRole('option', { name });
  /** Where on the picture something is framed, in its own pixels. */
  const framed = () =>
    panel.page
      .locator('.marks rect')
      .evaluateAll((rectangles) =>
        rectangles.map((one) => ['x', 'y', 'width', 'height'].map((name) => Number(one.getAttribute(name)))),
      );

  describe('shows where each value was read', () => {
    it('when a field is pointed at', async () => {
      await show(corkEntry());
      await row('total').hover();
      const [total] = rendered.page.lines.filter(({ text }) => text === '18.95');
      const [mark, ...others] = await framed();
      assert(total && mark);
      const [x = 0, y = 0, width = 0, height = 0] = mark;
      assert(x <= total.box[0] && x > total.box[0] - 8 && y <= total.box[1] && y > total.box[1] - 8);
      assert(x + width >= total.box[2] && y + height >= total.box[3]);
      assert.deepEqual(others, []);
    });

    it('when a field has the focus, and no longer when it has gone', async () => {
      await show(corkEntry());
      await field('Date').focus();
      assert.equal((await framed()).length, 1);
      await panel.page.getByRole('button', { name: 'Copy Text' }).focus();
      assert.deepEqual(await framed(), []);
    });

    it('with every word of a longer value', async () => {
      await show(corkEntry());
      await row('address').hover();
      const { words } = rendered.page.lines.find(({ text }) => text.includes('QUAY')) ?? {};
      assert.equal((await framed()).length, words?.length);
    });

    it('of an item too', async () => {
      await show(corkEntry());
      await row('items.1.total').hover();
      const top = rendered.page.lines.find(({ text }) => text === '5.90')?.box[1];
      assert(top !== undefined);
      const [[, y = 0] = []] = await framed();
      assert(y <= top && y > top - 8);
    });

    it('where it is out of sight: it is scrolled to', async () => {
      await show(corkEntry());
      await panel.page.setViewportSize({ width: 1180, height: 300 });
      await field('Change').focus();
      await panel.page.waitForFunction(() => {
        const mark = document.querySelector('.marks rect')?.getBoundingClientRect();
        return mark && mark.top >= 0 && mark.bottom <= window.innerHeight;
      });
    });

    it('when the panel is narrow, with the picture above the fields', async () => {
      await panel.page.setViewportSize({ width: 380, height: 800 });
      await show(corkEntry());
      await field('Change').focus();
      await panel.page.waitForFunction(() => {
        const mark = document.querySelector('.marks rect')?.getBoundingClientRect();
        const input = document.activeElement?.getBoundingClientRect();
        return mark && input && mark.top >= 0 && mark.bottom < input.top && input.bottom <= window.innerHeight;
      });
      assert.equal(await panel.page.evaluate(() => document.documentElement.scrollWidth), 380);
    });
  });

  describe('shows which value a word gave', () => {
    it('when the word is pointed at', async () => {
      await show(corkEntry());
      await box('totalTax').hover();
      assert.match((await row('totalTax').getAttribute('class')) ?? '', /\bpointed\b/);
      await box('total').hover();
      assert.doesNotMatch((await row('totalTax').getAttribute('class')) ?? '', /\bpointed\b/);
      assert.match((await row('total').getAttribute('class')) ?? '', /\bpointed\b/);
    });

    it('with the row of the text, where the word is no field’s', async () => {
      await show(corkEntry());
      await panel.page.getByText('Text', { exact: true }).click();
      await panel.page.locator('.word:not(.field)').last().hover();
      assert.equal(await panel.page.locator('.line.pointed').textContent(), 'THANK YOU');
    });

    it('to the keyboard: arrow keys go from word to word, Enter goes to the field', async () => {
      await show(corkEntry());
      const words = panel.page.getByRole('group', { name: 'Words on the picture' });
      await words.getByRole('button').first().focus();
      await panel.page.keyboard.press('End');
      assert.match((await row('change').getAttribute('class')) ?? '', /\bpointed\b/);
      await panel.page.keyboard.press('ArrowUp');
      assert.match((await row('paid').getAttribute('class')) ?? '', /\bpointed\b/);
      await panel.page.keyboard.press('Enter');
      assert.equal(await field('Paid').evaluate((input) => input === document.activeElement), true);
    });

    it('to a click on it', async () => {
      await show(corkEntry());
      await box('merchant').click();
      assert.equal(await field('Merchant').evaluate((input) => input === document.activeElement), true);
    });
  });

  describe('lets values be corrected in place', () => {
    it('and written where none was found', async () => {
      await show(corkEntry());
      assert.equal(await field('Rounding').isVisible(), false);
      await panel.page.getByText(/^Not found: .*Rounding/).click();
      await field('Rounding').fill('0.05');
      await panel.page.keyboard.press('Enter');
      assert.equal((await panel.said('correct')).path, 'rounding');
    });

    it('with Enter, and marks what a person wrote', async () => {
      await show(corkEntry());
      await field('Total').fill('19.95');
      await panel.page.keyboard.press('Enter');
      assert.deepEqual(await panel.said('correct'), { type: 'correct', id: cork, path: 'total', text: '19.95' });
      await panel.send({ type: 'entry', entry: corkEntry({ total: 19.95 }) });
      await row('total').getByText('corrected').first().waitFor();
      assert.equal(await field('Total').inputValue(), '19.95');
      assert.match((await row('total').textContent()) ?? '', /was read as “18\.95”/);
      await panel.page.getByText('does not add up').first().waitFor();
    });

    it('when the field is left', async () => {
      await show(corkEntry());
      await field('Merchant').fill('Green Harbour');
      await panel.page.keyboard.press('Tab');
      assert.equal((await panel.said('correct')).text, 'Green Harbour');
    });

    it('in the table of items', async () => {
      await show(corkEntry());
      await field('Amount of item 2').fill('6.90');
      await panel.page.keyboard.press('Enter');
      assert.equal((await panel.said('correct')).path, 'items.1.total');
    });

    it('and says nothing when nothing was changed, or Escape took it back', async () => {
      await show(corkEntry());
      await field('Total').focus();
      await field('Total').fill('1');
      await panel.page.keyboard.press('Escape');
      assert.equal(await field('Total').inputValue(), '18.95');
      await panel.page.keyboard.press('Tab');
      await panel.page.getByRole('button', { name: 'Copy JSON' }).click();
      await panel.said('copy');
      assert.equal(await panel.page.evaluate(() => window.stub.said.some(({ type }) => type === 'correct')), false);
    });

    it('back to what was read', async () => {
      await show(corkEntry({ total: 19.95 }));
      await panel.page.getByRole('button', { name: 'Reset Total to “18.95”, as it was read' }).click();
      assert.deepEqual(await panel.said('reset'), { type: 'reset', id: cork, path: 'total' });
      await panel.send({ type: 'entry', entry: corkEntry() });
      await panel.page.getByRole('button', { name: /^Reset/ }).waitFor({ state: 'hidden' });
      assert.equal(await field('Total').inputValue(), '18.95');
      assert.equal(await field('Total').evaluate((input) => input === document.activeElement), true);
    });

    it('and says what is wrong beside the field, which keeps what was typed', async () => {
      await show(corkEntry());
      await field('Date').fill('yesterday');
      await panel.page.keyboard.press('Enter');
      await panel.send({ type: 'refused', id: cork, path: 'date', message: 'That is no date.' });
      await row('date').getByRole('alert').getByText('That is no date.').waitFor();
      assert.equal(await field('Date').getAttribute('aria-invalid'), 'true');
      assert.equal(await field('Date').inputValue(), 'yesterday');
    });

    it('without losing what is being typed in another field', async () => {
      await show(corkEntry());
      await field('Tax').fill('2.5');
      await panel.send({ type: 'entry', entry: corkEntry({ total: 19.95 }) });
      await row('total').getByText('corrected').first().waitFor();
      assert.equal(await field('Tax').inputValue(), '2.5');
    });
  });

  describe('has a list of pictures', () => {
    it('that arrow keys walk through, showing each', async () => {
      await show(corkEntry(), brokenEntry, posterEntry);
      await option('cork.png').focus();
      await panel.page.keyboard.press('ArrowDown');
      await panel.page.getByRole('heading', { name: 'broken.png' }).waitFor();
      assert.equal((await panel.said('select')).id, broken);
      await panel.page.keyboard.press('End');
      await panel.page.getByRole('heading', { name: markup }).waitFor();
      await panel.page.keyboard.press('Home');
      await field('Total').waitFor();
      assert.equal(await option('cork.png').getAttribute('aria-selected'), 'true');
    });

    it('that keeps only ids for the next start of the window', async () => {
      await show(corkEntry(), brokenEntry);
      await option('broken.png').click();
      await panel.page.getByRole('heading', { name: 'broken.png' }).waitFor();
      assert.deepEqual(await panel.state(), { ids: [cork, broken], selected: broken });
    });

    it('from which Delete removes', async () => {
      await show(corkEntry(), brokenEntry);
      await option('cork.png').focus();
      await panel.page.keyboard.press('Delete');
      assert.deepEqual(await panel.said('remove'), { type: 'remove', id: cork });
    });

    it('that is not there for a single picture', async () => {
      await show(corkEntry());
      await field('Total').waitFor();
      assert.equal(await panel.page.getByRole('listbox').count(), 0);
    });

    it('that shows the amount as it was corrected', async () => {
      await show(corkEntry(), brokenEntry);
      await panel.send({ type: 'entry', entry: corkEntry({ total: 21 }) });
      await option('cork.png').getByText('EUR 21.00').waitFor();
    });
  });

  it('shows why a picture was not read', async () => {
    await show(brokenEntry);
    assert.match(await panel.page.locator('.sentence').innerText(), /broken\.png is damaged/);
    assert.equal(await panel.page.getByRole('button').count(), 0);
  });

  it('shows the text of a picture that is no receipt, and foreign text only as text', async () => {
    await show(posterEntry, brokenEntry);
    await panel.page.getByRole('heading', { name: markup }).waitFor();
    assert.equal(await panel.page.locator('.line').innerText(), markup);
    assert.equal(await field('Total').isVisible(), false);
    assert.equal(await panel.page.locator('img').count(), 0);
    assert.equal(await panel.page.title(), 'Porter');
  });

  it('lays the picture under its boxes, scaled with them', async () => {
    await show(corkEntry());
    await panel.send({ type: 'picture', id: cork, picture: { kind: 'file', bytes: rendered.png } });
    const picture = panel.page.getByRole('img', { name: 'lunch/cork.png' });
    await picture.waitFor();
    await picture.evaluate((image: HTMLImageElement) => image.decode());
    const overlay = panel.page.getByRole('group', { name: 'Words on the picture' });
    for (const width of [1180, 900, 500]) {
      await panel.page.setViewportSize({ width, height: 760 });
      assert.deepEqual(await picture.boundingBox(), await overlay.boundingBox());
    }
  });

  it('says why a picture cannot be shown, and keeps its boxes', async () => {
    await show(corkEntry());
    await panel.send({ type: 'picture', id: cork, picture: { kind: 'none', message: 'It is gone.' } });
    await panel.page.getByText('It is gone.').waitFor();
    await box('total').hover();
    assert.equal((await framed()).length, 1);
  });

  it('says how sure it is in words, and calls for a look where it is not', async () => {
    const entry = corkEntry();
    assert(entry.reading.status === 'read' && entry.reading.receipt.total);
    const { receipt } = entry.reading;
    const unsure = { ...receipt, total: { ...entry.reading.receipt.total, confidence: 0.41 } };
    await show({ ...entry, reading: { ...entry.reading, receipt: unsure } });
    assert.equal((await row('total').locator('.confidence').innerText()).trim(), '⚠ 41 %');
    assert.match((await row('date').locator('.confidence').innerText()).trim(), /^\d+ %$/);
  });

  it('says of an item how sure its least sure value is', async () => {
    const entry = corkEntry();
    assert(entry.reading.status === 'read');
    const { receipt } = entry.reading;
    const [first, ...others] = receipt.items;
    assert(first?.total);
    const unsure = { ...first, total: { ...first.total, confidence: 0.31 } };
    await show({ ...entry, reading: { ...entry.reading, receipt: { ...receipt, items: [unsure, ...others] } } });
    const cells = panel.page.getByRole('cell');
    await cells.and(panel.page.locator('.sure')).getByText('31 %').waitFor();
    assert.equal((await row('items.0.total').locator('.confidence').innerText()).trim(), '⚠ 31 %');
  });

  it('says whether the sums and the date hold', async () => {
    await show(corkEntry({ totalTax: 9 }));
    const checks = panel.page.getByRole('list', { name: 'Checks' }).getByRole('listitem');
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

  it('asks for copies and files by the picture’s id', async () => {
    await show(corkEntry());
    await panel.page.getByRole('button', { name: 'Copy Text' }).click();
    assert.deepEqual(await panel.said('copy'), { type: 'copy', id: cork, as: 'text' });
    await panel.page.getByRole('button', { name: 'Save CSV…' }).click();
    assert.deepEqual(await panel.said('save'), { type: 'save', id: cork, as: 'csv' });
  });

  it('tells a screen reader what happened', async () => {
    await show(corkEntry());
    await panel.send({ type: 'announce', message: 'Text copied' });
    await panel.page.getByRole('status').getByText('Text copied').waitFor();
  });

  it('has a name and a role for everything', async () => {
    await show(corkEntry({ merchant: 'Green Harbour' }), brokenEntry);
    await field('Total').waitFor();
    const tree = await panel.page.locator('body').ariaSnapshot();
    for (const line of [
      'navigation "Pictures"',
      'listbox "Pictures"',
      'option "cork.png, Read, Green Harbour · EUR 18.95" [selected]',
      'option "broken.png, Failed, broken.png is damaged',
      'region "Picture"',
      'group "Words on the picture"',
      'button "“18.95”, read as Total"',
      'region "What was read"',
      'heading "cork.png" [level=1]',
      'group "Copy and save"',
      'textbox "Total"',
      'table "Items"',
      'columnheader "Description"',
      'textbox "Description of item 1"',
      'button "Reset Merchant to “GREEN HARBOUR CAFE LTD”, as it was read"',
    ]) {
      assert(tree.includes(line), `${line} is not in\n${tree}`);
    }
    const described = await field('Total').evaluate((input) =>
      (input.getAttribute('aria-describedby') ?? '')
        .split(' ')
        .map((id) => document.getElementById(id)?.textContent)
        .join(' '),
    );
    assert.match(described, /\d+ % sure, read from “18\.95”/);
  });

  it('is walked through with Tab in the order that it is read', async () => {
    await show(corkEntry({ total: 19 }), brokenEntry);
    await option('cork.png').focus();
    const stops: string[] = [];
    for (let stop = 0; stop < 14; stop++) {
      await panel.page.keyboard.press('Tab');
      stops.push(
        await panel.page.evaluate(() => {
          const at = document.activeElement;
          return ['aria-label', 'id'].map((name) => at?.getAttribute(name)).find(Boolean) ?? at?.textContent ?? '';
        }),
      );
    }
    assert.deepEqual(stops, [
      '“GREEN HARBOUR CAFE LTD”, read as Merchant',
      ...['Copy Text', 'Copy JSON', 'Save JSON…', 'Save CSV…', 'Receipt'],
      ...['field.merchant', 'field.address', 'field.country', 'field.taxNumber', 'field.date', 'field.time'],
      ...['field.currency', 'Description of item 1'],
    ]);
  });

  it('heeds no message that it does not know', async () => {
    await show(corkEntry());
    await panel.page.evaluate(() => window.postMessage({ type: 'show', entries: 'all' }, '*'));
    await panel.send({ type: 'announce', message: 'still here' });
    await panel.page.getByText('still here').waitFor();
    await field('Total').waitFor();
  });
});
