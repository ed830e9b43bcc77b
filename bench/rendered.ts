import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { mapSome } from '../src/core/mapSome.ts';
import type { Page } from '../src/core/reading/reading.ts';
import { findReceipt } from '../src/core/receipt/findReceipt.ts';
import { memorySource } from '../src/node/files/memorySource.ts';
import { localReader } from '../src/node/ocr/localReader.ts';
import { damageNames, type DamageName } from '../test/rendered/damage.ts';
import { pageOf } from '../test/rendered/page.ts';
import { pictureOf } from '../test/rendered/picture.ts';
import { isHeldOut, renderedReceipt, type RenderedReceipt } from '../test/rendered/receipt.ts';
import { f1, judgedFields, scoredFields, scoreOf, totalOf, type Tallies } from '../test/rendered/score.ts';
import { reliabilityTable, type Shown } from './reliability.ts';
import { table } from './results.ts';

const texts = 1000;
/** Each is read nine times: about as many readings as a quiet machine of two cores does in five minutes. */
const pictures = 24;

const explanation = `Of each field: twice what is right over what is printed and what is shown (F1). Rules are mended with half of the
receipts before one's eyes; the other half is held out, but for those that are read from pictures, which were looked at.`;

/** Scores receipts of the tests' own generator: their text, and some as pictures, each damaged in every way. */
export async function benchRendered(signal: AbortSignal): Promise<string> {
  const receipts = Array.from({ length: texts }, (_, seed) => renderedReceipt(seed));
  const [seen, heldOut] = [false, true].map((half) => receipts.filter(({ seed }) => isHeldOut(seed) === half));
  const ofText = scoresTable('as text', [
    ['seen', scoresOfText(seen ?? [])],
    ['held out', scoresOfText(heldOut ?? [])],
  ]);
  const printed = heldOut?.slice(0, pictures) ?? [];
  const ofPictures = scoresTable(`${pictures} pictures`, [
    ['as text', scoresOfText(printed)],
    ...(await scoresOfPictures(printed, signal)),
  ]);
  const reliability = reliabilityTable(shownOn(heldOut ?? []));
  return `${explanation}\n\n${ofText}\n${ofPictures}\nHeld out, as text:\n\n${reliability}`;
}

/** The values shown on receipts: those of the whole, and of its items, taxes and payments. */
function shownOn(receipts: readonly RenderedReceipt[]): Readonly<Record<string, readonly Shown[]>> {
  const all = receipts.flatMap(({ sheet, truth }) => judgedFields(findReceipt(pageOf(sheet)), truth));
  const part = (list: string) => all.filter(({ name }) => name.startsWith(`${list}.`));
  return {
    ...{ whole: all.filter(({ name }) => !name.includes('.')), items: part('items') },
    ...{ taxes: part('taxes'), payments: part('payments') },
  };
}

function scoresOfText(receipts: readonly RenderedReceipt[]): Tallies {
  return totalOf(receipts.map((receipt) => scoreOf(findReceipt(pageOf(receipt.sheet)), receipt.truth)));
}

async function scoresOfPictures(
  receipts: readonly RenderedReceipt[],
  signal: AbortSignal,
): Promise<readonly (readonly [name: string, scores: Tallies])[]> {
  // A busy machine makes a run slow, not wrong.
  const reader = localReader({
    assetsFolder: join(import.meta.dirname, '../dist/ocr'),
    jobs: availableParallelism(),
    timeLimit: 600,
  });
  const read = (receipt: RenderedReceipt, damage?: DamageName): Promise<Page> => {
    const name = `${receipt.seed}-${damage ?? 'clean'}.jpg`;
    return reader.read(memorySource({ id: name, name, path: name }, pictureOf(receipt, damage)), { signal });
  };
  const columns: [string, Tallies][] = [];
  const start = performance.now();
  try {
    for (const damage of [undefined, ...damageNames]) {
      const scores = await mapSome(receipts, async (receipt) =>
        scoreOf(findReceipt(await read(receipt, damage)), receipt.truth),
      );
      columns.push([damage ?? 'clean', totalOf(scores)]);
      console.log(`${damage ?? 'clean'}: read after ${((performance.now() - start) / 1000).toFixed(0)} s`);
    }
  } finally {
    await reader.dispose();
  }
  return columns;
}

function scoresTable(title: string, columns: readonly (readonly [name: string, scores: Tallies])[]): string {
  const [first] = columns;
  return table(
    [title, 'printed', ...columns.map(([name]) => name)],
    scoredFields.map((field) => [
      field,
      String(first?.[1][field].told ?? 0),
      ...columns.map(([, scores]) => f1(scores[field]).toFixed(3)),
    ]),
  );
}
