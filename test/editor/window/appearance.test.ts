import assert from 'node:assert/strict';
import { assertField, pixelsAcross, prepare } from './resultsPanel.ts';
import { inWorkbench, type Workbench } from './workbench.ts';

/** How wide the window of a phone is, or half of a small screen, in pixels. */
const narrow = 360;

/** As wide as an editor beside another, with the side bar closed. */
const beside = 600;

/** Leaves the panel all of a window that is so wide. */
async function narrowTo(workbench: Workbench, width: number): Promise<void> {
  await workbench.runCommand('View: Close Primary Side Bar');
  await workbench.page.setViewportSize({ width, height: 740 });
  await workbench
    .webview()
    .locator('body')
    .evaluate(
      `new Promise((resolve) => {
        const narrows = () => (innerWidth < ${width} ? resolve() : addEventListener('resize', narrows, { once: true }));
        narrows();
      })`,
    );
}

function isWide(one: { readonly scrollWidth: number; readonly clientWidth: number }): boolean {
  return one.scrollWidth > one.clientWidth;
}

interface Seen {
  readonly children: Iterable<Seen & { readonly className: string }>;
  getBoundingClientRect(): { readonly left: number; readonly right: number; readonly width: number };
}

/** Which parts of an element are not seen whole, or not at all. */
function cutParts(whole: Seen): readonly string[] {
  const frame = whole.getBoundingClientRect();
  return [...whole.children]
    .filter((part) => {
      const { left, right, width } = part.getBoundingClientRect();
      return width < 10 || left < frame.left - 1 || right > frame.right + 1;
    })
    .map(({ className }) => className);
}

describe('The results panel in the window', () => {
  it(`has a row of the table in one line, and the table whole, in a window ${beside} pixels wide`, () =>
    inWorkbench({ prepare }, async (workbench) => {
      await workbench.chooseFromMenu(await workbench.select('chart.png', 'receipt.jpg'), 'Porter', 'Read Image');
      await workbench.tab('Porter Results').waitFor();
      const panel = workbench.webview();
      await panel.getByRole('tab', { name: 'Table' }).click();
      await panel.getByRole('row', { name: /^receipt\.jpg MARIGOLD/ }).waitFor();
      await narrowTo(workbench, beside);
      const [head = 0, ...rows] = await panel
        .getByRole('table', { name: 'Table' })
        .locator('tr')
        .evaluateAll((all: { clientHeight: number }[]) => all.map(({ clientHeight }) => clientHeight));
      assert.ok(Math.max(...rows) < head * 1.5, `${rows.join()} pixels high, and the head ${head}`);
      assert.equal(await panel.locator('.scroller').evaluate(isWide), false);
      await workbench.screenshot('results-beside-table');
    }));

  for (const [name, theme] of [
    ['light', 'Default Light Modern'],
    ['high-contrast-light', 'Default High Contrast Light'],
  ] as const) {
    it(`shows figures whole in a window ${narrow} pixels wide, and why one does not fit, in the theme ${theme}`, () =>
      inWorkbench({ prepare, settings: { 'workbench.colorTheme': theme } }, async (workbench) => {
        await workbench.chooseFromMenu(await workbench.select('chart.png', 'receipt.jpg'), 'Porter', 'Read Image');
        await workbench.tab('Porter Results').waitFor();
        const panel = workbench.webview();
        await panel
          .getByRole('option', { name: /^receipt\.jpg, Read, MARIGOLD & FINCH BAKERY LTD, GBP 40\.20/ })
          .click();
        await assertField(panel, 'Total', '40.20');
        await pixelsAcross(panel);
        await workbench.screenshot(`results-${name}`);
        await narrowTo(workbench, narrow);
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
        assert.equal(await panel.locator('.scroller').evaluate(isWide), false);
        await workbench.screenshot(`results-narrow-table-${name}`);

        for (const column of ['Currency', 'Checks', 'Total', 'File']) {
          await panel.getByRole('button', { name: column, exact: true }).click();
          assert.deepEqual(await panel.locator('[aria-sort] button').evaluate(cutParts), [], column);
        }
        await workbench.screenshot(`results-narrow-table-sorted-${name}`);
      }));
  }
});
