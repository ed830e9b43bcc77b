import assert from 'node:assert/strict';
import { assertField, pixelsAcross, prepare } from './resultsPanel.ts';
import { inWorkbench } from './workbench.ts';

/** How wide the window of a phone is, or half of a small screen, in pixels. */
const narrow = 360;

describe('The results panel in the window', () => {
  for (const [name, theme] of [
    ['light', 'Default Light Modern'],
    ['high-contrast-light', 'Default High Contrast Light'],
  ] as const) {
    it(`shows figures whole in a window ${narrow} pixels wide, and why one does not fit, in the theme ${theme}`, () =>
      inWorkbench({ prepare, settings: { 'workbench.colorTheme': theme } }, async (workbench) => {
        const { page } = workbench;
        await workbench.chooseFromMenu(await workbench.select('chart.png', 'receipt.jpg'), 'Porter', 'Read Image');
        await workbench.tab('Porter Results').waitFor();
        const panel = workbench.webview();
        await panel
          .getByRole('option', { name: /^receipt\.jpg, Read, MARIGOLD & FINCH BAKERY LTD, GBP 40\.20/ })
          .click();
        await assertField(panel, 'Total', '40.20');
        await pixelsAcross(panel);
        await workbench.screenshot(`results-${name}`);
        await workbench.runCommand('View: Close Primary Side Bar');
        await page.setViewportSize({ width: narrow, height: 740 });
        await panel.locator('body').evaluate(
          `new Promise((resolve) => {
            const narrows = () => (innerWidth < ${narrow} ? resolve() : addEventListener('resize', narrows, { once: true }));
            narrows();
          })`,
        );
        const cut = `[...document.querySelectorAll('.details input')]
          .filter((input) => input.scrollWidth > input.clientWidth)
          .map(({ id, value }) => id + ' ' + value)`;
        assert.deepEqual(await panel.locator('body').evaluate(cut), []);
        await workbench.screenshot(`results-narrow-${name}`);

        const amount = panel.getByLabel('Amount of item 1', { exact: true });
        await amount.fill('x');
        await amount.press('Enter');
        const refusal = panel.getByRole('alert').filter({ hasText: '“x” does not fit here.' });
        await refusal.waitFor();
        const [taken = 0, whole = 0] = await Promise.all(
          [refusal, panel.getByRole('table', { name: 'Items' })].map(async (one) => (await one.boundingBox())?.width),
        );
        assert.ok(taken > whole * 0.9, `${taken} of ${whole} pixels`);
        await workbench.screenshot(`results-narrow-refused-${name}`);
        await amount.press('Escape');

        await panel.getByRole('tab', { name: 'Table' }).click();
        await panel.getByRole('row', { name: /^receipt\.jpg/ }).waitFor();
        const isWide = (one: { scrollWidth: number; clientWidth: number }) => one.scrollWidth > one.clientWidth;
        assert.equal(await panel.locator('.scroller').evaluate(isWide), false);
        await workbench.screenshot(`results-narrow-table-${name}`);
      }));
  }
});
