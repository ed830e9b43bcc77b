import assert from 'node:assert/strict';
import { corkEntry, usePanel } from './usePanel.ts';

describe('The results panel in a browser, pointed at,', () => {
  const used = usePanel();
  const field = (name: string) => used.panel.page.getByRole('textbox', { name, exact: true });
  const box = (target: string) => used.panel.page.locator(`.word[data-target="${target}"]`);
  const row = (target: string) => used.panel.page.locator(`.receipt [data-target="${target}"]`);
  /** Where on the picture something is framed, in its own pixels. */
  const framed = () =>
    used.panel.page
      .locator('.marks rect')
      .evaluateAll((rectangles) =>
        rectangles.map((one) => ['x', 'y', 'width', 'height'].map((name) => Number(one.getAttribute(name)))),
      );

  describe('shows where each value was read', () => {
    it('when a field is pointed at', async () => {
      await used.panel.show(corkEntry(used.rendered));
      await row('total').hover();
      const [total] = used.rendered.page.lines.filter(({ text }) => text === '18.95');
      const [mark, ...others] = await framed();
      assert(total && mark);
      const [x = 0, y = 0, width = 0, height = 0] = mark;
      assert(x <= total.box[0] && x > total.box[0] - 8 && y <= total.box[1] && y > total.box[1] - 8);
      assert(x + width >= total.box[2] && y + height >= total.box[3]);
      assert.deepEqual(others, []);
    });

    it('when a field has the focus, and no longer when it has gone', async () => {
      await used.panel.show(corkEntry(used.rendered));
      await field('Date').focus();
      assert.equal((await framed()).length, 1);
      await used.panel.page.getByRole('button', { name: 'Save…' }).focus();
      assert.deepEqual(await framed(), []);
    });

    it('with every word of a longer value', async () => {
      await used.panel.show(corkEntry(used.rendered));
      await row('address').hover();
      const { words } = used.rendered.page.lines.find(({ text }) => text.includes('QUAY')) ?? {};
      assert.equal((await framed()).length, words?.length);
    });

    it('of an item too', async () => {
      await used.panel.show(corkEntry(used.rendered));
      await row('items.1.total').hover();
      const top = used.rendered.page.lines.find(({ text }) => text === '5.90')?.box[1];
      assert(top !== undefined);
      const [[, y = 0] = []] = await framed();
      assert(y <= top && y > top - 8);
    });

    it('where it is out of sight: it is scrolled to', async () => {
      await used.panel.show(corkEntry(used.rendered));
      await used.panel.page.setViewportSize({ width: 1180, height: 300 });
      await field('Change').focus();
      await used.panel.page.waitForFunction(() => {
        const mark = document.querySelector('.marks rect')?.getBoundingClientRect();
        return mark && mark.top >= 0 && mark.bottom <= window.innerHeight;
      });
    });

    it('when the panel is narrow, with the picture above the fields', async () => {
      await used.panel.page.setViewportSize({ width: 380, height: 800 });
      await used.panel.show(corkEntry(used.rendered));
      await field('Change').focus();
      await used.panel.page.waitForFunction(() => {
        const mark = document.querySelector('.marks rect')?.getBoundingClientRect();
        const input = document.activeElement?.getBoundingClientRect();
        return mark && input && mark.top >= 0 && mark.bottom < input.top && input.bottom <= window.innerHeight;
      });
      assert.equal(await used.panel.page.evaluate(() => document.documentElement.scrollWidth), 380);
    });
  });

  describe('shows which value a word gave', () => {
    it('when the word is pointed at', async () => {
      await used.panel.show(corkEntry(used.rendered));
      await box('totalTax').hover();
      assert.match((await row('totalTax').getAttribute('class')) ?? '', /\bpointed\b/);
      await box('total').hover();
      assert.doesNotMatch((await row('totalTax').getAttribute('class')) ?? '', /\bpointed\b/);
      assert.match((await row('total').getAttribute('class')) ?? '', /\bpointed\b/);
    });

    it('with the row of the text, where the word is no field’s', async () => {
      await used.panel.show(corkEntry(used.rendered));
      await used.panel.page.getByText('Text', { exact: true }).click();
      await used.panel.page.locator('.word:not(.field)').last().hover();
      assert.equal(await used.panel.page.locator('.line.pointed').textContent(), 'THANK YOU');
    });

    it('to the keyboard: arrow keys go from word to word, Enter goes to the field', async () => {
      await used.panel.show(corkEntry(used.rendered));
      const words = used.panel.page.getByRole('group', { name: 'Words on the picture' });
      await words.getByRole('button').first().focus();
      await used.panel.page.keyboard.press('End');
      assert.match((await row('change').getAttribute('class')) ?? '', /\bpointed\b/);
      await used.panel.page.keyboard.press('ArrowUp');
      assert.match((await row('paid').getAttribute('class')) ?? '', /\bpointed\b/);
      await used.panel.page.keyboard.press('Enter');
      assert.equal(await field('Paid').evaluate((input) => input === document.activeElement), true);
    });

    it('to a click on it', async () => {
      await used.panel.show(corkEntry(used.rendered));
      await box('merchant').click();
      assert.equal(await field('Merchant').evaluate((input) => input === document.activeElement), true);
    });
  });
});
