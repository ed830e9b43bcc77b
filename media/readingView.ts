import type { Labels } from '../src/shared/labels.ts';
import type { CopyFormat } from '../src/shared/protocol.ts';
import { AcceptButton } from './acceptButton.ts';
import { ActionBar } from './actionBar.ts';
import type { Drafts, Refused } from './draft.ts';
import { element } from './element.ts';
import type { EntryEvents } from './entryView.ts';
import { JsonView } from './jsonView.ts';
import type { Pointing, Target } from './pointing.ts';
import type { ReadEntry } from './readEntry.ts';
import { ReceiptView } from './receiptView.ts';
import { Tabs } from './tabs.ts';
import { TextView } from './textView.ts';

/** What is shown of a picture that was read. */
export type Form = 'receipt' | 'text' | 'json';

const formats = { receipt: 'markdown', text: 'text', json: 'json' } as const satisfies Record<Form, CopyFormat>;

/** What was read from a picture, in three forms, and what can be done with it. */
export class ReadingView {
  readonly element: HTMLElement;
  readonly #receipt: ReceiptView;
  readonly #json: JsonView;
  readonly #accept: AcceptButton;
  readonly #tabs: Tabs<Form>;

  constructor(entry: ReadEntry, labels: Labels, form: Form, pointing: Pointing, { send, choose }: EntryEvents) {
    const { id } = entry.entry;
    this.#receipt = new ReceiptView(
      entry,
      labels,
      {
        correct: (path, text) => send({ type: 'correct', id, path, text }),
        confirm: (path) => send({ type: 'confirm', id, path }),
        reset: (path) => send({ type: 'reset', id, path }),
      },
      pointing,
    );
    this.#json = new JsonView(entry.entry, labels);
    this.#accept = new AcceptButton(labels, (accepted) => send({ type: 'accept', id, accepted }));
    const actions = new ActionBar(labels.actions, labels, () => [id], send);
    actions.element.prepend(this.#accept.element);
    const show = (shown: Form) => {
      actions.offer(formats[shown]);
      if (shown === 'json') this.#json.show();
    };
    const text = new TextView(entry, labels, pointing);
    const panels = {
      receipt: this.#receipt.element,
      text: element('div', {}, text.element),
      json: element('div', {}, this.#json.element),
    };
    this.#tabs = new Tabs(
      labels.forms,
      (['receipt', 'text', 'json'] as const).map((key) => ({ key, label: labels[key], panel: panels[key] })),
      form,
      (chosen) => {
        show(chosen);
        choose(chosen);
      },
    );
    show(form);
    this.element = element('div', { class: 'reading' }, actions.element, this.#tabs.list, ...Object.values(panels));
    this.#accept.update(entry.entry.accepted);
  }

  /** Shows what a person has changed. */
  update(entry: ReadEntry): void {
    this.#receipt.update(entry);
    this.#json.update(entry.entry);
    this.#accept.update(entry.entry.accepted);
  }

  refuse(refused: Refused): void {
    this.#receipt.refuse(refused);
  }

  takeDrafts(): Drafts {
    return this.#receipt.takeDrafts();
  }

  resume(drafts: Drafts): void {
    this.#receipt.resume(drafts);
  }

  /** Puts the cursor into a field. */
  edit(path: Target): void {
    this.#tabs.choose('receipt');
    this.#receipt.edit(path);
  }
}
