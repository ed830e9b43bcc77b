import assert from 'node:assert/strict';
import { corkEntry, ids, usePanel } from './usePanel.ts';

describe('The picture of the results panel', () => {
  const used = usePanel();
  const frame = () => used.panel.page.locator('.frame');
  const canvas = () => used.panel.page.getByRole('group', { name: 'Picture', exact: true });
  const zoom = () => used.panel.page.getByRole('button', { name: 'Fit to the width (0)' });

  async function width(): Promise<number> {
    return (await frame().boundingBox())?.width ?? 0;
  }
  const scrolled = () => canvas().evaluate(({ scrollLeft, scrollTop }) => ({ scrollLeft, scrollTop }));

  beforeEach(() => used.panel.show(corkEntry(used.rendered)));

  it('is zoomed by keys, and fitted again', async () => {
    const fitted = await width();
    await canvas().focus();
    await used.panel.page.keyboard.press('+');
    await used.panel.page.keyboard.press('+');
    assert.equal(await zoom().textContent(), '156 %');
    assert.ok(Math.abs((await width()) / fitted - 1.5625) < 0.01);
    await used.panel.page.keyboard.press('-');
    assert.equal(await zoom().textContent(), '125 %');
    await used.panel.page.keyboard.press('0');
    assert.equal(await width(), fitted);
  });

  it('is zoomed by buttons, within limits, with its boxes', async () => {
    const zoomIn = used.panel.page.getByRole('button', { name: 'Zoom in (+)' });
    for (let press = 0; press < 12; press++) await zoomIn.click();
    assert.equal(await zoom().textContent(), '800 %');
    const picture = { kind: 'file', bytes: used.rendered.png } as const;
    await used.panel.send({ type: 'picture', id: ids.cork, picture });
    const image = used.panel.page.getByRole('img', { name: 'lunch/cork.png' });
    await image.evaluate((one: HTMLImageElement) => one.decode());
    const overlay = used.panel.page.getByRole('group', { name: 'Words on the picture' });
    assert.deepEqual(await image.boundingBox(), await overlay.boundingBox());
    const zoomOut = used.panel.page.getByRole('button', { name: 'Zoom out (−)' });
    for (let press = 0; press < 20; press++) await zoomOut.click();
    assert.equal(await zoom().textContent(), '25 %');
  });

  it('is zoomed by the wheel with Ctrl, about the place that is pointed at', async () => {
    const box = used.panel.page.locator('.word[data-target="total"] rect').first();
    await box.hover();
    const before = await box.boundingBox();
    await used.panel.page.keyboard.down('Control');
    await used.panel.page.mouse.wheel(0, -300);
    await used.panel.page.keyboard.up('Control');
    const after = await box.boundingBox();
    assert.ok(before && after && after.width > before.width * 1.8);
    assert.ok(Math.abs(after.x + after.width / 2 - before.x - before.width / 2) < 3, 'moved sideways');
    assert.ok(Math.abs(after.y + after.height / 2 - before.y - before.height / 2) < 3, 'moved up or down');
  });

  it('leaves the wheel without Ctrl to scrolling', async () => {
    await canvas().hover();
    const before = await width();
    await used.panel.page.mouse.wheel(0, 100);
    assert.equal(await width(), before);
  });

  it('is dragged, which is no click on the word that is dragged at', async () => {
    await canvas().focus();
    for (let press = 0; press < 5; press++) await used.panel.page.keyboard.press('+');
    const before = await scrolled();
    const middle = await canvas().boundingBox();
    assert(middle);
    const [x, y] = [middle.x + middle.width / 2, middle.y + middle.height / 2];
    const { mouse } = used.panel.page;
    await mouse.move(x, y);
    await mouse.down();
    await mouse.move(x - 40, y - 60, { steps: 4 });
    await mouse.up();
    const after = await scrolled();
    assert.deepEqual(
      [after.scrollLeft - before.scrollLeft, after.scrollTop - before.scrollTop].map(Math.round),
      [40, 60],
    );
    assert.equal(await used.panel.page.evaluate(() => document.activeElement?.tagName), 'DIV');
    await mouse.move(x, y);
    assert.deepEqual(await scrolled(), after);
  });

  it('shows in its middle what a field was read from, when zoomed', async () => {
    await canvas().focus();
    for (let press = 0; press < 6; press++) await used.panel.page.keyboard.press('+');
    await used.panel.page.getByRole('textbox', { name: 'Change', exact: true }).focus();
    await used.panel.page.waitForFunction(() => {
      const mark = document.querySelector('.marks rect')?.getBoundingClientRect();
      const area = document.querySelector('.canvas')?.getBoundingClientRect();
      return mark && area && mark.left >= area.left && mark.right <= area.right && mark.bottom <= area.bottom;
    });
  });
});
