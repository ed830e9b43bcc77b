import assert from 'node:assert/strict';
import { brokenEntry, chargedEntry, corkEntry, ids, unsureEntry, usePanel } from './usePanel.ts';

describe('The results panel in a browser, worked with,', () => {
  const used = usePanel();
  const field = (name: string) => used.panel.page.getByRole('textbox', { name, exact: true });
  const row = (target: string) => used.panel.page.locator(`.receipt [data-target="${target}"]`);
  const option = (name: string) => used.panel.page.getByRole('option', { name });

  describe('lets values be corrected in place', () => {
    it('and written where none was found', async () => {
      await used.panel.show(corkEntry(used.rendered));
      assert.equal(await field('Rounding').isVisible(), false);
      await used.panel.page.getByText(/^Not found: .*Rounding/).click();
      await field('Rounding').fill('0.05');
      await used.panel.page.keyboard.press('Enter');
      assert.equal((await used.panel.said('correct')).path, 'rounding');
    });

    it('with Enter, and marks what a person wrote', async () => {
      await used.panel.show(corkEntry(used.rendered));
      await field('Total').fill('19.95');
      await used.panel.page.keyboard.press('Enter');
      assert.deepEqual(await used.panel.said('correct'), {
        type: 'correct',
        id: ids.cork,
        path: 'total',
        text: '19.95',
      });
      await used.panel.change(corkEntry(used.rendered, { total: 19.95 }));
      await row('total').getByText('corrected').first().waitFor();
      assert.equal(await field('Total').inputValue(), '19.95');
      assert.match((await row('total').textContent()) ?? '', /was read as “18\.95”/);
      await used.panel.page.getByText('does not add up').first().waitFor();
    });

    it('when the field is left', async () => {
      await used.panel.show(corkEntry(used.rendered));
      await field('Merchant').fill('Green Harbour');
      await used.panel.page.keyboard.press('Tab');
      assert.equal((await used.panel.said('correct')).text, 'Green Harbour');
    });

    it('in the table of items', async () => {
      await used.panel.show(corkEntry(used.rendered));
      await field('Amount of item 2').fill('6.90');
      await used.panel.page.keyboard.press('Enter');
      assert.equal((await used.panel.said('correct')).path, 'items.1.total');
    });

    it('in the table of charges, which is there where a receipt has some', async () => {
      const charges = used.panel.page.getByRole('table', { name: 'Charges' });
      await used.panel.show(corkEntry(used.rendered));
      assert.equal(await charges.count(), 0);
      await used.panel.show(chargedEntry(used.rendered));
      assert.equal(await charges.getByRole('textbox').first().inputValue(), 'DELIVERY');
      await field('Amount of charge 1').fill('3');
      await used.panel.page.keyboard.press('Enter');
      assert.equal((await used.panel.said('correct')).path, 'charges.0.amount');
    });

    it('and says nothing when nothing was changed, or Escape took it back', async () => {
      await used.panel.show(corkEntry(used.rendered));
      await field('Total').focus();
      await field('Total').fill('1');
      await used.panel.page.keyboard.press('Escape');
      assert.equal(await field('Total').inputValue(), '18.95');
      await used.panel.page.keyboard.press('Tab');
      await used.panel.page.getByRole('button', { name: 'Copy Markdown' }).click();
      await used.panel.said('copy');
      assert.equal(
        await used.panel.page.evaluate(() => window.stub.said.some(({ type }) => type === 'correct')),
        false,
      );
    });

    it('back to what was read', async () => {
      await used.panel.show(corkEntry(used.rendered, { total: 19.95 }));
      await used.panel.page.getByRole('button', { name: 'Reset Total to “18.95”, as it was read' }).click();
      assert.deepEqual(await used.panel.said('reset'), { type: 'reset', id: ids.cork, path: 'total' });
      await used.panel.change(corkEntry(used.rendered));
      await used.panel.page.getByRole('button', { name: /^Reset/ }).waitFor({ state: 'hidden' });
      assert.equal(await field('Total').inputValue(), '18.95');
      assert.equal(await field('Total').evaluate((input) => input === document.activeElement), true);
    });

    it('and brings in sight what is wrong', async () => {
      await used.panel.show(corkEntry(used.rendered));
      await used.panel.page.setViewportSize({ width: 1180, height: 300 });
      await field('Date').fill('yesterday');
      await row('date').evaluate((one) => one.scrollIntoView({ block: 'end', behavior: 'instant' }));
      await used.panel.page.keyboard.press('Enter');
      const message = 'That is no date. Write it as one of 2026-11-22.';
      await used.panel.send({ type: 'refused', id: ids.cork, path: 'date', text: 'yesterday', message });
      await used.panel.page.waitForFunction(() => {
        const refusal = document.querySelector('[data-target="date"] .refusal:not(:empty)')?.getBoundingClientRect();
        return refusal && refusal.bottom <= window.innerHeight;
      });
    });

    it('and says what is wrong beside the field, which keeps what was typed', async () => {
      await used.panel.show(corkEntry(used.rendered));
      await field('Date').fill('yesterday');
      await used.panel.page.keyboard.press('Enter');
      const refused = { path: 'date', text: 'yesterday', message: 'That is no date.' };
      await used.panel.send({ type: 'refused', id: ids.cork, ...refused });
      await row('date').getByRole('alert').getByText('That is no date.').waitFor();
      assert.equal(await field('Date').getAttribute('aria-invalid'), 'true');
      assert.equal(await field('Date').inputValue(), 'yesterday');
    });
  });

  describe('lets a person accept', () => {
    it('a whole receipt, and take that back', async () => {
      await used.panel.show(corkEntry(used.rendered), brokenEntry);
      await used.panel.page.getByRole('button', { name: 'Accept' }).click();
      assert.deepEqual(await used.panel.said('accept'), { type: 'accept', id: ids.cork, accepted: true });
      await used.panel.change(corkEntry(used.rendered, {}, true));
      await option('cork.png, Accepted').waitFor();
      await used.panel.page.getByText('2 pictures, 1 accepted').waitFor();
      const accepted = used.panel.page.getByRole('button', { name: 'Accepted', pressed: true });
      await accepted.click();
      assert.equal((await used.panel.said('accept')).accepted, false);
    });

    it('a doubtful value alone, which then calls for no look any more', async () => {
      const entry = unsureEntry(used.rendered);
      await used.panel.show(entry);
      await used.panel.page.getByRole('button', { name: 'Accept Total “18.95”' }).click();
      assert.deepEqual(await used.panel.said('confirm'), { type: 'confirm', id: ids.cork, path: 'total' });
      await used.panel.change({ ...entry, corrections: { total: 18.95 } });
      assert.equal((await row('total').locator('.confidence').innerText()).trim(), '✓ accepted');
      await used.panel.page.getByRole('button', { name: /^Accept Total/ }).waitFor({ state: 'hidden' });
      await used.panel.page.getByRole('button', { name: 'Reset Total to “18.95”' }).click();
      assert.deepEqual(await used.panel.said('reset'), { type: 'reset', id: ids.cork, path: 'total' });
    });

    it('a receipt with doubtful values, which then call for no look', async () => {
      const entry = unsureEntry(used.rendered);
      await used.panel.show(entry);
      await used.panel.change({ ...entry, accepted: true });
      assert.equal((await row('total').locator('.confidence').innerText()).trim(), '41 %');
    });
  });
});
