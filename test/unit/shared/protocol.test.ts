import assert from 'node:assert/strict';
import { parseReceipt } from '../../../src/core/receipt/parseReceipt.ts';
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
    { type: 'copy', id, as: 'html' },
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
      type: 'show',
      entries: [{ id, reading, corrections: { total: 4, totalTax: null } }],
      selected: id,
      labels,
    };
    assert.deepEqual(parseToPanel(message), message);
  });

  it('keeps messages of other extensions and half a reading from the webview', () => {
    assert.equal(parseToPanel({ type: 'show', entries: [{ id, reading: { status: 'read' } }], labels }), undefined);
    assert.equal(parseToPanel({ command: 'refresh' }), undefined);
  });

  it('takes only ids from the state that a window kept', () => {
    assert.deepEqual(parsePanelState({ ids: [id], selected: id }), { ids: [id], selected: id });
    assert.deepEqual(parsePanelState({ ids: ['../../settings'] }), { ids: [] });
    assert.deepEqual(parsePanelState(undefined), { ids: [] });
  });
});
