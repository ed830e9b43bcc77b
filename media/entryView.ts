import { isReceipt } from '../src/core/receipt/receiptFields.ts';
import { fill } from '../src/shared/labels.ts';
import type { Labels } from '../src/shared/labels.ts';
import type { Entry, FromPanel, Picture } from '../src/shared/protocol.ts';
import { element } from './element.ts';
import { PictureView } from './pictureView.ts';
import { Pointing, watchPointing } from './pointing.ts';
import { readEntry } from './readEntry.ts';
import type { ReadEntry } from './readEntry.ts';
import { ReceiptView } from './receiptView.ts';
import { TextView } from './textView.ts';

/** One picture of the panel: what it shows beside what was read from it, or why nothing was. */
export class EntryView {
  readonly element = element('div', { class: 'entry' });
  readonly #labels: Labels;
  readonly #send: (message: FromPanel) => void;
  #picture: PictureView | undefined;
  #receipt: ReceiptView | undefined;

  constructor(entry: Entry, labels: Labels, send: (message: FromPanel) => void) {
    this.#labels = labels;
    this.#send = send;
    const read = readEntry(entry);
    if (read === undefined) this.#showSentence(entry);
    else this.#showReading(read);
  }

  showPicture(picture: Picture): void {
    this.#picture?.show(picture);
  }

  /** Shows what a correction has changed. */
  update(entry: Entry): void {
    const read = readEntry(entry);
    if (read !== undefined) this.#receipt?.update(read);
  }

  refuse(path: string, message: string): void {
    this.#receipt?.refuse(path, message);
  }

  dispose(): void {
    this.#picture?.dispose();
  }

  #showReading(entry: ReadEntry): void {
    const { id, page } = entry;
    const pointing = new Pointing();
    const receipt = new ReceiptView(
      entry,
      this.#labels,
      {
        correct: (path, text) => this.#send({ type: 'correct', id, path, text }),
        reset: (path) => this.#send({ type: 'reset', id, path }),
      },
      pointing,
    );
    this.#receipt = receipt;
    const picture = new PictureView(entry, this.#labels, pointing, (target) => receipt.edit(target));
    this.#picture = picture;
    const showsReceipt = isReceipt(entry.receipt);
    const details = element(
      'section',
      { class: 'details', 'aria-label': this.#labels.details },
      heading(entry.file),
      element(
        'p',
        { class: 'meta' },
        fill(this.#labels.by, { engine: entry.engine, seconds: (entry.durationMs / 1000).toFixed(1) }),
      ),
      this.#toolbar(id),
      ...(page.notes ?? []).map((note) => element('p', { class: 'notice' }, note)),
      ...(showsReceipt ? [] : [element('p', { class: 'notice' }, this.#labels.noReceipt)]),
      element('details', { open: showsReceipt }, element('summary', {}, this.#labels.receipt), receipt.element),
      element(
        'details',
        { open: !showsReceipt },
        element('summary', {}, this.#labels.text),
        new TextView(entry, this.#labels, pointing).element,
      ),
    );
    watchPointing(details, pointing, 'details');
    this.element.append(picture.element, details);
  }

  #showSentence({ reading }: Entry): void {
    const sentence =
      reading.status === 'read' || reading.status === 'cancelled'
        ? fill(this.#labels.wasCancelled, { file: reading.file })
        : reading.message;
    this.element.classList.add('sentence-only');
    this.element.append(
      element(
        'section',
        { class: 'details', 'aria-label': this.#labels.details },
        heading(reading.file),
        element('p', { class: `sentence ${reading.status}` }, element('b', {}, this.#labels[reading.status]), sentence),
      ),
    );
  }

  #toolbar(id: string): HTMLElement {
    const button = (label: string, message: FromPanel) => {
      const made = element('button', { type: 'button' }, label);
      made.addEventListener('click', () => this.#send(message));
      return made;
    };
    return element(
      'div',
      { class: 'actions', role: 'group', 'aria-label': this.#labels.actions },
      button(this.#labels.copyText, { type: 'copy', id, as: 'text' }),
      button(this.#labels.copyJson, { type: 'copy', id, as: 'json' }),
      button(this.#labels.saveJson, { type: 'save', id, as: 'json' }),
      button(this.#labels.saveCsv, { type: 'save', id, as: 'csv' }),
    );
  }
}

function heading(file: string): HTMLElement {
  return element('h1', { title: file }, file.split(/[\\/]/).at(-1) ?? file);
}
