import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page, Receipt } from '../../../src/core/reading/reading.ts';
import { finished, Porter, recordsOf } from './porter.ts';

/** A receipt of lines at even distances. */
function pageOf(...texts: string[]): Page {
  const lines = texts.map((text, index) => {
    const y = 20 + index * 30;
    return { text, box: [20, y, 20 + text.length * 10, y + 20] as const };
  });
  return { width: 400, height: 40 + texts.length * 30, lines };
}

const receipt = pageOf('TEAPOT TRADING LTD', '1 High Street', 'Date: 03/04/2025', 'Tea 4.50', 'TOTAL 4.50');

/** More than is parsed in a moment, as JSON Lines. */
const manyPages = Array.from({ length: 20_000 }, (_, index) => JSON.stringify({ id: `p${index}`, ...receipt })).join(
  '\n',
);

function teapot(total: string): readonly string[] {
  return ['TEAPOT TRADING LTD', '1 High Street', 'Date: 03/04/2025', `TOTAL ${total}`];
}

describe('porter parse', () => {
  let porter: Porter;
  beforeEach(async () => {
    porter = await Porter.open();
  });
  afterEach(() => porter[Symbol.asyncDispose]());

  it('finds the receipt on a page', async () => {
    await writeFile(join(porter.folder, 'page.json'), JSON.stringify(receipt));
    const { code, stdout } = await porter.run(['parse', 'page.json', '--json']);
    const record = JSON.parse(stdout) as { file: string; receipt: Receipt };
    assert.deepEqual([code, record.file], [0, 'page.json']);
    assert.deepEqual(
      [record.receipt.merchant?.value, record.receipt.date?.value, record.receipt.total?.value],
      ['TEAPOT TRADING LTD', '2025-04-03', 4.5],
    );
  });

  it('reads the receipt as one of the country that a person names', async () => {
    await writeFile(join(porter.folder, 'page.json'), JSON.stringify(receipt));
    const { stdout } = await porter.run(['parse', 'page.json', '--json', '--country', 'us']);
    const found = (JSON.parse(stdout) as { receipt: Receipt }).receipt;
    assert.deepEqual([found.country?.value, found.date?.value], ['US', '2025-03-04']);
    const told = await porter.run(['parse', 'page.json', '--json', '--country', 'auto']);
    assert.equal((JSON.parse(told.stdout) as { receipt: Receipt }).receipt.country, undefined);
  });

  it('reads labels in the language that a person names, and in English', async () => {
    const dish = pageOf(...teapot('4.50').slice(0, 3), 'Tea 4.50', 'Resto 2.00', 'SUBTOTAL 6.50', 'TOTAL 6.50');
    await writeFile(join(porter.folder, 'dish.json'), JSON.stringify(dish));
    const itemsIn = async (...flags: string[]) => {
      const { stdout } = await porter.run(['parse', 'dish.json', '--json', ...flags]);
      return (JSON.parse(stdout) as { receipt: Receipt }).receipt.items.map(({ description }) => description.value);
    };
    assert.deepEqual(await itemsIn('--lang', 'en'), ['Tea', 'Resto']);
    assert.deepEqual(await itemsIn('--lang', 'it+fr'), ['Tea']);
    assert.deepEqual(await itemsIn('--lang', 'auto'), ['Tea']);
  });

  it('refuses a country that there is none of', async () => {
    const { code, stderr } = await porter.run(['parse', 'page.json', '--country', 'USA']);
    assert.equal(code, 2);
    assert.match(stderr, /--country.*is invalid\. It must be a country of two letters/);
  });

  it('takes JSON Lines, named by their ids, and goes on after a bad one', async () => {
    const text = [
      { id: 'one', ...receipt },
      { id: 'two', lines: 3 },
      { id: 'three', ...receipt },
    ]
      .map((value) => JSON.stringify(value))
      .join('\n');
    await writeFile(join(porter.folder, 'pages.jsonl'), text);
    const { code, stdout } = await porter.run(['parse', 'pages.jsonl', '--json']);
    const records = recordsOf<{ file: string; receipt?: Receipt; problem?: { code: string } }>(stdout);
    assert.equal(code, 1);
    assert.deepEqual(
      records.map(({ file, receipt: found, problem }) => [file, found?.total?.value ?? problem?.code]),
      [
        ['one', 4.5],
        ['two', 'pageInvalid'],
        ['three', 4.5],
      ],
    );
  });

  it('stops without a fuss when nobody reads on', async () => {
    await writeFile(join(porter.folder, 'pages.jsonl'), manyPages);
    const child = porter.start(['parse', 'pages.jsonl', '--json']);
    child.stdout?.once('data', () => child.stdout?.destroy());
    const { code, stderr } = await finished(child);
    assert.deepEqual([code, stderr], [130, '']);
  });

  it('ends by SIGTERM with the code that says so', async () => {
    await writeFile(join(porter.folder, 'pages.jsonl'), manyPages);
    const child = porter.start(['parse', 'pages.jsonl', '--json']);
    child.stdout?.once('data', () => child.kill('SIGTERM'));
    const { code, stderr } = await finished(child);
    assert.deepEqual([code, stderr], [143, '']);
  });

  it('says that a folder is no page', async () => {
    const { code, stderr } = await porter.run(['parse', '.']);
    assert.deepEqual([code, stderr], [1, '. is a folder, not a file. Choose regular files or folders.\n']);
  });

  it('prints a field and its value apart, however long its name is', async () => {
    const page = pageOf(...teapot('4.50').slice(0, 2), 'Company No: 801580-T', 'Tea 4.50', 'TOTAL 4.50');
    await writeFile(join(porter.folder, 'page.json'), JSON.stringify(page));
    const { stdout } = await porter.run(['parse', 'page.json']);
    assert.match(stdout, /^ {2}registrationNumber {2}801580-T {2}\(/m);
    assert.match(stdout, /^ {2}item {16}Tea: 4\.50$/m);
  });

  it('says that another receipt is on the page', async () => {
    const { lines, ...size } = pageOf(...teapot('4.50').slice(0, 3), 'Tea 3.00', 'Cake 1.50', 'TOTAL 4.50');
    const below = lines.map(({ text, box: [left, top, right, bottom] }) => ({
      text: text.replace('TEAPOT', 'COFFEEPOT'),
      box: [left, top + 400, right, bottom + 400],
    }));
    await writeFile(
      join(porter.folder, 'two.json'),
      JSON.stringify({ ...size, height: 700, lines: [...lines, ...below] }),
    );
    const { stdout } = await porter.run(['parse', 'two.json']);
    assert.match(
      stdout,
      /check +4\.50; 4\.50 {2}There is another receipt in two\.json; the left or upper one is read\.\n/,
    );
  });

  it('says which file is missing', async () => {
    const { code, stderr } = await porter.run(['parse', 'gone.json']);
    assert.equal(code, 1);
    assert.match(stderr, /gone\.json does not exist/);
  });
});
