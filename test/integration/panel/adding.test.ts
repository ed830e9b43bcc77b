import assert from 'node:assert/strict';
import { largestAdded } from '../../../src/shared/protocol.ts';
import { corkEntry, usePanel } from './usePanel.ts';

/** A file as the page gets it. */
interface Given {
  readonly name: string;
  readonly size: number;
}

describe('Pictures that are pasted and dropped', () => {
  const used = usePanel();

  /** Dispatches what a browser does when a person pastes or drops. */
  async function give(
    event: 'paste' | 'drop',
    files: readonly Given[],
    uris: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    await used.panel.page.evaluate(
      ([type, given, lists]) => {
        const data = new DataTransfer();
        for (const { name, size } of given) data.items.add(new File([new Uint8Array(size).fill(7)], name));
        for (const [format, list] of Object.entries(lists)) data.setData(format, list);
        const init = { bubbles: true, cancelable: true };
        const made =
          type === 'paste'
            ? new ClipboardEvent('paste', { ...init, clipboardData: data })
            : new DragEvent('drop', { ...init, dataTransfer: data });
        document.body.dispatchEvent(made);
      },
      [event, files, uris] as const,
    );
  }

  /** What was said of added pictures until all of them were handed over. */
  async function added(): Promise<readonly (readonly [name: string, content: unknown])[]> {
    await used.panel.said('readAdded');
    return used.panel.page.evaluate(() =>
      window.stub.said.flatMap((message) => {
        if (message.type !== 'add') return [];
        const { content, name } = message;
        return [[name, content.kind === 'bytes' ? [content.bytes.length, content.bytes[0]] : content] as const];
      }),
    );
  }

  it('are handed over one by one, then read together', async () => {
    await used.panel.show(corkEntry(used.rendered));
    await give('drop', [
      { name: 'a.jpg', size: 5 },
      { name: 'b.tiff', size: 6 },
    ]);
    assert.deepEqual(await added(), [
      ['a.jpg', [5, 7]],
      ['b.tiff', [6, 7]],
    ]);
  });

  it('get a name that is free, where the clipboard has none', async () => {
    const entry = corkEntry(used.rendered);
    await used.panel.show({ ...entry, reading: { ...entry.reading, file: '/tmp/pasted-1.png' } });
    await give('paste', [
      { name: 'image.png', size: 1 },
      { name: 'image.png', size: 2 },
      { name: 'scan.png', size: 3 },
    ]);
    assert.deepEqual(
      (await added()).map(([name]) => name),
      ['pasted-2.png', 'pasted-3.png', 'scan.png'],
    );
  });

  it('are read also when nothing is shown yet', async () => {
    await used.panel.show();
    await used.panel.page.getByText('paste or drop one here').waitFor();
    await give('paste', [{ name: 'image.png', size: 1 }]);
    assert.equal((await added()).length, 1);
  });

  it('are not handed over when they are too large, which is said', async () => {
    await used.panel.show(corkEntry(used.rendered));
    await give('drop', [{ name: 'huge.png', size: largestAdded + 1 }]);
    assert.deepEqual(await added(), [['huge.png', { kind: 'tooLarge', size: largestAdded + 1 }]]);
  });

  it('may be resources, by their addresses, of which the editor’s own are taken', async () => {
    await used.panel.show(corkEntry(used.rendered));
    await give('drop', [], {
      'text/uri-list': 'http://example.com/a.png',
      'application/vnd.code.uri-list': '# dragged\r\nvscode-remote://host/work/a.png\r\nfile:///b.png\r\n',
    });
    assert.deepEqual(await used.panel.said('readDropped'), {
      type: 'readDropped',
      uris: ['vscode-remote://host/work/a.png', 'file:///b.png'],
    });
  });

  it('are not mistaken for text that is pasted into a field', async () => {
    await used.panel.show(corkEntry(used.rendered));
    const total = used.panel.page.getByRole('textbox', { name: 'Total', exact: true });
    await total.focus();
    await total.evaluate((input) => {
      const data = new DataTransfer();
      data.setData('text/plain', '9.50');
      const paste = new ClipboardEvent('paste', { bubbles: true, cancelable: true, clipboardData: data });
      if (!input.dispatchEvent(paste)) throw new Error('It was taken away from the field.');
    });
    assert.equal(await used.panel.page.evaluate(() => window.stub.said.some(({ type }) => type === 'add')), false);
  });
});
