import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Reading } from '../../../../src/core/reading/reading.ts';
import { Problem } from '../../../../src/core/problem.ts';
import { parseReceipt } from '../../../../src/core/receipt/parseReceipt.ts';
import { BoundedFolder } from '../../../../src/node/files/boundedFolder.ts';
import { RememberedEdits } from '../../../../src/vscode/panel/rememberedEdits.ts';
import { ResultStore } from '../../../../src/vscode/panel/resultStore.ts';
import { ShownResults } from '../../../../src/vscode/panel/shownResults.ts';
import { printed } from '../../core/receipt/invented.ts';

const { signal } = new AbortController();

function readingOf(file: string, total: string): Reading {
  const page = printed(`  TEA       ${total}\n  TOTAL     ${total}`);
  return { status: 'read', file, engine: 'e', durationMs: 1, page, receipt: parseReceipt(page) };
}
const tea = { uri: 'file:///tea.png', reading: readingOf('tea.png', '3.00') };
const rye = { uri: 'file:///rye.png', reading: readingOf('rye.png', '4.00') };

describe('The results that the panel shows', () => {
  let folder: string;
  const results = (store = 'results') => {
    const edits = new RememberedEdits(new BoundedFolder(join(folder, 'edits'), { size: 1e6, age: 1e9 }));
    return new ShownResults(new ResultStore(join(folder, store)), edits, signal);
  };
  const files = () => readdir(join(folder, 'results'));
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'porter-results-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  /** Adds tea.png and gives its id. */
  async function addTea(to: ShownResults): Promise<string> {
    await to.add([tea]);
    const id = to.entries[0]?.id;
    assert(id);
    return id;
  }

  it('come back after a reload by their ids alone, corrections too', async () => {
    const before = results();
    await before.add([tea, rye]);
    const ids = before.entries.map(({ id }) => id);
    await before.correct(ids[1] ?? '', 'total', '5');
    const after = results();
    await after.restore({ ids, selected: ids[1] });
    assert.deepEqual(after.entries, before.entries);
    assert.deepEqual(after.entries[1]?.corrections, { total: 5 });
    assert.equal(after.selected, ids[1]);
  });

  it('leave out what is no longer on disk, or is damaged there', async () => {
    const before = results();
    await before.add([tea, rye]);
    const ids = before.entries.map(({ id }) => id);
    await writeFile(join(folder, 'results', `${ids[0] ?? ''}.json`), '{"version":1,"uri":');
    const after = results();
    await after.restore({ ids: [...ids, '0'.repeat(32)], selected: ids[0] });
    assert.deepEqual(
      after.entries.map(({ id }) => id),
      [ids[1]],
    );
    assert.equal(after.selected, ids[1]);
  });

  it('bring a person’s work back with the same content, in whatever folder and workspace, and forget the rest', async () => {
    const content = 'c0ffee';
    const here = results();
    await here.add([{ ...tea, content }]);
    const [{ id } = { id: '' }] = here.entries;
    await here.correct(id, 'total', '5');
    await here.accept(id, true);
    await here.clear();
    assert.deepEqual(await files(), []);

    const moved = { ...tea, uri: 'file:///elsewhere/tea.png', content };
    const there = results('other workspace');
    await there.add([moved, { ...rye, content: 'bad' }]);
    assert.deepEqual(
      there.entries.map(({ corrections, accepted }) => ({ corrections, accepted })),
      [
        { corrections: { total: 5 }, accepted: true },
        { corrections: {}, accepted: false },
      ],
    );
    const [{ id: movedId } = { id: '' }] = there.entries;
    await there.reset(movedId, 'total');
    await there.accept(movedId, false);
    assert.deepEqual(await readdir(join(folder, 'edits')), []);
  });

  it('leave a person’s work when something else is read from the same content by now', async () => {
    const content = 'c0ffee';
    const before = results();
    await before.add([{ ...tea, content }]);
    await before.correct(before.entries[0]?.id ?? '', 'total', '5');
    const after = results('other workspace');
    await after.add([{ ...tea, reading: readingOf('tea.png', '3.10'), content }]);
    assert.deepEqual(after.entries[0]?.corrections, {});
  });

  it('bring a person’s work back when the same values are read elsewhere on the picture, or less surely', async () => {
    assert(tea.reading.status === 'read' && tea.reading.receipt.total);
    const { receipt } = tea.reading;
    const unsure: Reading = {
      ...tea.reading,
      receipt: { ...receipt, total: { ...tea.reading.receipt.total, confidence: 0.3, evidence: [] }, checks: [] },
    };
    const content = 'c0ffee';
    const before = results();
    await before.add([{ ...tea, content }]);
    const [{ id } = { id: '' }] = before.entries;
    await before.correct(id, 'merchant', 'Tea House');
    await before.accept(id, true);
    const elsewhere = results('other workspace');
    await elsewhere.add([{ ...tea, reading: unsure, content }]);
    await before.add([{ ...tea, reading: unsure }]);
    for (const { corrections, accepted } of [...elsewhere.entries, ...before.entries]) {
      assert.deepEqual({ corrections, accepted }, { corrections: { merchant: 'Tea House' }, accepted: true });
    }
  });

  it('change together when they are copies of one picture, and tell which', async () => {
    const content = 'c0ffee';
    const shown = results();
    const copy = { ...tea, uri: 'file:///copy.png', content };
    const ids = await shown.add([{ ...tea, content }, copy, { ...rye, content }, { ...tea, uri: 'file:///other.png' }]);
    const [first = '', second = ''] = ids;
    assert.deepEqual(await shown.correct(first, 'total', '5'), [first, second]);
    assert.deepEqual(await shown.correct(second, 'merchant', 'Tea House'), [second, first]);
    assert.deepEqual(await shown.accept(first, true), [first, second]);
    assert.deepEqual(await shown.reset(second, 'total'), [second, first]);
    assert.deepEqual(
      shown.entries.map(({ corrections, accepted }) => ({ corrections, accepted })),
      [
        { corrections: { merchant: 'Tea House' }, accepted: true },
        { corrections: { merchant: 'Tea House' }, accepted: true },
        { corrections: {}, accepted: false },
        { corrections: {}, accepted: false },
      ],
    );
  });

  it('leave in front what is looked at when others are read', async () => {
    const shown = results();
    const [first] = await shown.add([tea]);
    shown.selected = first;
    await shown.add([rye, { uri: 'file:///x', reading: { status: 'cancelled', file: 'x' } }]);
    assert.equal(shown.selected, first);
    assert.equal(shown.entries.length, 3);
  });

  it('keep a problem’s sentence', async () => {
    const shown = results();
    const problem = new Problem('imageDamaged', { file: 'a.png', reason: 'cut off' });
    await shown.add([{ uri: 'file:///a.png', reading: { status: 'failed', file: 'a.png', problem } }]);
    assert.deepEqual(shown.entries[0]?.reading, {
      status: 'failed',
      file: 'a.png',
      problem: { code: 'imageDamaged', message: problem.message },
    });
  });

  it('keep corrections when a picture is read again with the same result, and drop them with another', async () => {
    const shown = results();
    const id = await addTea(shown);
    await shown.correct(id, 'merchant', 'Tea House');
    await shown.add([tea]);
    assert.deepEqual(shown.get(id)?.entry.corrections, { merchant: 'Tea House' });
    await shown.add([{ ...tea, reading: readingOf('tea.png', '3.50') }]);
    assert.deepEqual(shown.get(id)?.entry.corrections, {});
    assert.equal(shown.entries.length, 1);
  });

  it('keep what was read and corrected when reading the picture again is cancelled or fails, after a reload too', async () => {
    const before = results();
    const id = await addTea(before);
    await before.correct(id, 'total', '9');
    const [corrected] = before.entries;
    const problem = new Problem('imageDamaged', { file: 'tea.png', reason: 'cut off' });
    await before.add([{ uri: tea.uri, reading: { status: 'cancelled', file: 'tea.png' } }]);
    await before.add([{ uri: tea.uri, reading: { status: 'failed', file: 'tea.png', problem } }]);
    assert.deepEqual(before.entries, [corrected]);
    const after = results();
    await after.restore({ ids: [id], selected: id });
    assert.deepEqual(after.entries, [corrected]);
  });

  it('take a correction back when what was read is typed again, or on reset', async () => {
    const shown = results();
    const id = await addTea(shown);
    await shown.correct(id, 'total', '9');
    await shown.correct(id, 'total', '3.00');
    assert.deepEqual(shown.get(id)?.entry.corrections, {});
    await shown.correct(id, 'total', '9');
    await shown.reset(id, 'total');
    assert.deepEqual(shown.get(id)?.entry.corrections, {});
  });

  it('keep that a person says that a value is right, as a correction to the same', async () => {
    const shown = results();
    const id = await addTea(shown);
    await shown.confirm(id, 'total');
    await shown.confirm(id, 'totalTax');
    assert.deepEqual(shown.get(id)?.entry.corrections, { total: 3 });
    await shown.reset(id, 'total');
    assert.deepEqual(shown.get(id)?.entry.corrections, {});
  });

  it('keep that a person accepted a receipt, until something else is read from it', async () => {
    const shown = results();
    const id = await addTea(shown);
    await shown.accept(id, true);
    await shown.clear();
    await shown.add([tea]);
    assert.equal(shown.get(id)?.entry.accepted, true);
    await shown.accept(id, false);
    assert.equal(shown.get(id)?.entry.accepted, false);
    await shown.accept(id, true);
    await shown.add([{ ...tea, reading: readingOf('tea.png', '3.50') }]);
    assert.equal(shown.get(id)?.entry.accepted, false);
  });

  it('let nobody accept what was not read', async () => {
    const shown = results();
    const [id = ''] = await shown.add([{ uri: 'file:///x', reading: { status: 'cancelled', file: 'x' } }]);
    await shown.accept(id, true);
    assert.equal(shown.get(id)?.entry.accepted, false);
  });

  it('refuse what does not fit and keep what was there', async () => {
    const shown = results();
    const id = await addTea(shown);
    await assert.rejects(shown.correct(id, 'total', 'much'), Problem);
    assert.deepEqual(shown.get(id)?.entry.corrections, {});
  });

  it('heed no place that the receipt does not have, and no picture that is not shown', async () => {
    const shown = results();
    const id = await addTea(shown);
    await shown.correct(id, '__proto__', 'x');
    await shown.correct('../x', 'total', '1');
    await shown.reset('../x', 'total');
    assert.deepEqual(shown.get(id)?.entry.corrections, {});
    assert.equal((await files()).length, 1);
  });

  it('go from the disk with the panel, but for a person’s work, which comes back with the picture', async () => {
    const shown = results();
    await shown.add([tea, rye]);
    const id = shown.entries[0]?.id ?? '';
    await shown.correct(id, 'total', '9');
    await shown.clear();
    assert.deepEqual(await files(), [`${id}.json`]);
    assert.equal(shown.entries.length, 0);
    await shown.add([tea]);
    assert.deepEqual(shown.entries[0]?.corrections, { total: 9 });
  });

  it('bring the next picture in front when one is removed', async () => {
    const shown = results();
    await shown.add([tea, rye]);
    const [first, second] = shown.entries.map(({ id }) => id);
    shown.selected = first;
    await shown.remove(first ?? '');
    assert.equal(shown.selected, second);
    await shown.remove(second ?? '');
    assert.equal(shown.selected, undefined);
    assert.deepEqual(await files(), []);
  });

  it('leave no temporary file behind', async () => {
    const shown = results();
    await shown.add([tea]);
    assert.deepEqual(await files(), [`${shown.entries[0]?.id ?? ''}.json`]);
  });
});
