import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../../setup/browser.ts';
import { Bench, contents } from './setup.ts';

describe('receiver: its page in a browser', () => {
  let bench: Bench;
  let browser: Browser;
  before(async () => (browser = await launchBrowser()));
  after(() => browser.close());
  beforeEach(async () => (bench = await Bench.open()));
  afterEach(() => bench.close());

  for (const javaScriptEnabled of [true, false]) {
    it(`uploads the files that a person chose, ${javaScriptEnabled ? 'with' : 'without'} scripts`, async () => {
      const receiver = await bench.start();
      const paths = ['one.txt', 'two.txt'].map((name) => join(bench.folder, name));
      for (const path of paths) await writeFile(path, `content of ${path}`);
      const context = await browser.newContext({ javaScriptEnabled });
      try {
        const page = await context.newPage();
        const wrong: string[] = [];
        page.on('console', (message) => wrong.push(message.text()));
        await page.goto(receiver.pageUrl);
        // The token does not stay in the address, where a screen shows it and the history keeps it.
        assert.equal(page.url(), `${receiver.url}/`);
        await page.getByLabel('Files').setInputFiles(paths);
        await page.getByRole('button', { name: 'Upload' }).click();
        await page.getByRole('heading', { name: 'Uploaded' }).waitFor();
        for (const path of paths) {
          const started = page.waitForEvent('download');
          await page.getByRole('link', { name: path.slice(-7) }).click();
          const download = await started;
          assert.equal(download.suggestedFilename(), path.slice(-7));
          assert.equal(await readFile(await download.path(), 'utf8'), `content of ${path}`);
        }
        assert.deepEqual(wrong, []);
      } finally {
        await context.close();
      }
    });
  }

  it('tells a person without the token what to do', async () => {
    const receiver = await bench.start();
    const path = join(bench.folder, 'one.txt');
    await writeFile(path, 'content');
    const context = await browser.newContext();
    try {
      const page = await context.newPage();
      await page.goto(receiver.url);
      await page.getByLabel('Files').setInputFiles(path);
      await page.getByRole('button', { name: 'Upload' }).click();
      await page.getByText('open its page with the link that holds it').waitFor();
      assert.deepEqual(await contents(bench.store), []);
    } finally {
      await context.close();
    }
  });

  it('does not take the form of a foreign page, whatever cookie the browser has', async () => {
    const [receiver, foreign] = [await bench.start(), await bench.start()];
    const context = await browser.newContext();
    try {
      const page = await context.newPage();
      await page.goto(receiver.pageUrl);
      await page.goto(foreign.url);
      // Cookies know no ports: to the browser both are one site.
      const [answer] = await Promise.all([
        page.waitForResponse(`${receiver.url}/`),
        page
          .route(`${foreign.url}/evil`, (route) =>
            route.fulfill({
              contentType: 'text/html',
              body: `<form id="f" method="post" enctype="multipart/form-data" action="${receiver.url}/"><input name="n" value="1"></form><script>document.getElementById('f').submit()</script>`,
            }),
          )
          .then(() => page.goto(`${foreign.url}/evil`)),
      ]);
      assert.equal(answer.status(), 403);
      assert.ok((await answer.request().allHeaders())['cookie']?.startsWith('porter-'));
    } finally {
      await context.close();
    }
  });
});
