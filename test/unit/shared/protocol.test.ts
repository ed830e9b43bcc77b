import assert from 'node:assert/strict';
import { parseReceipt } from '../../../src/core/receipt/parseReceipt.ts';
import { entryRow } from '../../../src/shared/entryRow.ts';
import { labels } from '../../../src/shared/labels.ts';
import { parseFromPanel, parsePanelState, parseToPanel } from '../../../src/shared/protocol.ts';
import { printed } from '../core/receipt/invented.ts';

const id = 'f'.repeat(32);

describe('The protocol of the panel', () => {
  it('lets what a webview may say through, without what does not belong to it', () => {
    assert.deepEqual(parseFromPanel({ type: 'correct', id, path: 'total', text: '9', file: '/etc/passwd' }), {
      type: 'correct',
      id,
      path: 'total',
      text: '9',
    });
  });

  for (const message of [
    undefined,
    'ready',
    {},
    { type: 'run' },
    { type: 'select' },
    { type: 'copy', ids: [id], as: 'html' },
    { type: 'add', name: 'a.png', content: { kind: 'bytes', bytes: [1, 2] } },
    { type: 'correct', id, path: 'total', text: 9 },
  ]) {
    it(`keeps out ${JSON.stringify(message)}`, () => {
      assert.equal(parseFromPanel(message), undefined);
    });
  }

  it('lets a reading through to the webview as it is', () => {
    const page = printed('  TEA       3.00\n  TOTAL     3.00');
    const reading = { status: 'read', file: 'a.png', engine: 'e', durationMs: 1, page, receipt: parseReceipt(page) };
    const message = {
      type: 'entry',
      entry: { id, reading, corrections: { total: 4, totalTax: null }, accepted: true },
    };
    assert.deepEqual(parseToPanel(message), message);
  });

  it('reads a receipt that was kept before receipts had charges', () => {
    const page = printed('  TEA       3.00\n  TOTAL     3.00');
    const { charges, ...kept } = parseReceipt(page);
    assert.deepEqual(charges, []);
    const reading = { status: 'read', file: 'a.png', engine: 'e', durationMs: 1, page };
    const entry = { id, corrections: {}, accepted: true };
    assert.deepEqual(parseToPanel({ type: 'entry', entry: { ...entry, reading: { ...reading, receipt: kept } } }), {
      ...{ type: 'entry', entry: { ...entry, reading: { ...reading, receipt: { ...kept, charges } } } },
    });
  });

  it('tells of each picture little more than its name, so that hundreds travel at once', () => {
    const page = printed('  TEA       3.00\n'.repeat(60) + '  TOTAL     180.00');
    const reading = { status: 'read', file: 'a.png', engine: 'e', durationMs: 1, page, receipt: parseReceipt(page) };
    const row = entryRow({ id, reading: { ...reading, status: 'read' }, corrections: {}, accepted: false });
    assert.equal(row.total, 180);
    assert.ok(JSON.stringify(row).length < 300);
    const message = { type: 'show', rows: [row], selected: id, labels };
    assert.deepEqual(parseToPanel(message), message);
  });

  it('keeps messages of other extensions and half a reading from the webview', () => {
    assert.equal(
      parseToPanel({ type: 'entry', entry: { id, reading: { status: 'read' }, corrections: {} } }),
      undefined,
    );
    assert.equal(parseToPanel({ command: 'refresh' }), undefined);
  });

  it('takes only ids from the state that a window kept', () => {
    const state = { ids: [id], selected: id, view: 'table' };
    assert.deepEqual(parsePanelState(state), state);
    assert.deepEqual(parsePanelState({ ids: ['../../settings'] }), { ids: [], view: 'pictures' });
    assert.deepEqual(parsePanelState(undefined), { ids: [], view: 'pictures' });
  });
});
