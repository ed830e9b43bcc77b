import assert from 'node:assert/strict';
import { brokenEntry, corkEntry, usePanel } from './usePanel.ts';

describe('The results panel, read aloud and worked with by keys,', () => {
  const used = usePanel();
  const field = (name: string) => used.panel.page.getByRole('textbox', { name, exact: true });
  const option = (name: string) => used.panel.page.getByRole('option', { name });

  it('tells a screen reader what happened', async () => {
    await used.panel.show(corkEntry(used.rendered));
    await used.panel.send({ type: 'announce', message: 'Text copied' });
    await used.panel.page.getByRole('status').getByText('Text copied').waitFor();
  });

  it('has a name and a role for everything', async () => {
    await used.panel.show(corkEntry(used.rendered, { merchant: 'Green Harbour' }), brokenEntry);
    await field('Total').waitFor();
    const tree = await used.panel.page.locator('body').ariaSnapshot();
    for (const line of [
      'listbox "Pictures"',
      'option "cork.png, Read, Green Harbour, EUR 18.95" [selected]',
      'option "broken.png, Failed, is damaged (',
      'group "Picture"',
      'group "Words on the picture"',
      'button "“18.95”, read as Total"',
      'region "What was read"',
      'heading "cork.png" [level=1]',
      'button "Accept"',
      'group "Accept, copy, insert and save"',
      'group "Zoom"',
      'button "Zoom in (+)"',
      'tablist "Pictures or table"',
      'tab "Pictures" [selected]',
      'tablist "Receipt, text or JSON"',
      'tabpanel "Receipt"',
      'textbox "Total"',
      'table "Items"',
      'columnheader "Description"',
      'textbox "Description of item 1"',
      'button "Reset Merchant to “GREEN HARBOUR CAFE LTD”, as it was read"',
    ]) {
      assert(tree.includes(line), `${line} is not in\n${tree}`);
    }
    await used.panel.page.getByRole('tab', { name: 'Table' }).click();
    await used.panel.page.getByRole('group', { name: 'Copy, insert and save', exact: true }).waitFor();
    await used.panel.page.getByRole('tab', { name: 'Pictures' }).click();
    const described = await field('Total').evaluate((input) =>
      (input.getAttribute('aria-describedby') ?? '')
        .split(' ')
        .map((id) => document.getElementById(id)?.textContent)
        .join(' '),
    );
    assert.match(described, /\d+ % sure, read from “18\.95”/);
  });

  it('is walked through with Tab in the order that it is read', async () => {
    await used.panel.show(corkEntry(used.rendered, { total: 19 }), brokenEntry);
    await option('cork.png').focus();
    const stops: string[] = [];
    for (let stop = 0; stop < 14; stop++) {
      await used.panel.page.keyboard.press('Tab');
      stops.push(
        await used.panel.page.evaluate(() => {
          const at = document.activeElement;
          return ['aria-label', 'id'].map((name) => at?.getAttribute(name)).find(Boolean) ?? at?.textContent ?? '';
        }),
      );
    }
    assert.deepEqual(stops, [
      ...['Picture', '“GREEN HARBOUR CAFE LTD”, read as Merchant'],
      ...['Zoom out (−)', 'Fit to the width (0)', 'Zoom in (+)'],
      ...['Accept', 'Copy Markdown', 'Insert Markdown', 'Save…', 'tab.receipt'],
      ...['field.merchant', 'field.address', 'field.country', 'field.taxNumber'],
    ]);
  });
});
