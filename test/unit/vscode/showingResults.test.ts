import assert from 'node:assert/strict';
import type { Results, ShownReading } from '../../../src/vscode/panel/results.ts';
import { ShowingResults } from '../../../src/vscode/showingResults.ts';

const picture = (file: string, status: 'read' | 'cancelled' = 'read') =>
  ({ reading: { status, file } }) as ShownReading;

/** A panel that throws for some files, and what it was handed in the end: the first to show, the others to add. */
function panelThatRefuses(...refused: readonly string[]) {
  const handed: string[] = [];
  const take = (how: string) => (readings: readonly ShownReading[]) => {
    const files = readings.map(({ reading }) => reading.file);
    handed.push(`${how} ${files.join(' ')}`);
    const bad = files.find((file) => refused.includes(file));
    return bad === undefined ? Promise.resolve() : Promise.reject(new Error(`no room for ${bad}`));
  };
  const results: Pick<Results, 'show' | 'add'> = { show: take('show'), add: take('add') };
  return { showing: new ShowingResults(results as Results), handed };
}

/** Adds a file, and waits until the panel has been handed it. */
async function add(showing: ShowingResults, ...pictures: readonly ShownReading[]): Promise<void> {
  for (const one of pictures) showing.add(one);
  await showing.end().catch(() => undefined);
}

describe('Showing results as they come', () => {
  it('brings the first to the front and hands over together what comes meanwhile', async () => {
    const { showing, handed } = panelThatRefuses();
    await add(showing, picture('a'));
    await add(showing, picture('b'), picture('c'));
    await showing.end();
    assert.deepEqual(handed, ['show a', 'add b c']);
  });

  it('shows nothing when all was cancelled', async () => {
    const { showing, handed } = panelThatRefuses();
    await add(showing, picture('a', 'cancelled'));
    assert.deepEqual(handed, []);
  });

  it('goes on when the panel cannot take one, and tells the first error at the end', async () => {
    const { showing, handed } = panelThatRefuses('b', 'c');
    for (const file of ['a', 'b', 'c', 'd']) await add(showing, picture(file));
    assert.deepEqual(handed, ['show a', 'add b', 'add c', 'add d']);
    await assert.rejects(showing.end(), /no room for b/);
  });

  it('brings the next to the front when the first could not be shown', async () => {
    const { showing, handed } = panelThatRefuses('a');
    await add(showing, picture('a'));
    await add(showing, picture('b'));
    assert.deepEqual(handed, ['show a', 'show b']);
    await assert.rejects(showing.end(), /no room for a/);
  });
});
