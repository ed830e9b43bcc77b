import { fill } from '../src/shared/labels.ts';
import type { Labels } from '../src/shared/labels.ts';
import type { CopyFormat, FromPanel } from '../src/shared/protocol.ts';
import { element, setAttributes } from './element.ts';

const names = {
  markdown: ['copyMarkdown', 'insertMarkdown'],
  text: ['copyText', 'insertText'],
  json: ['copyJson', 'insertJson'],
} as const;

/**
 * Buttons that copy, insert and save what is shown, in the form in which it is shown. That form is in their names and
 * not on them: so they stand in one row, and nothing moves when another form is chosen.
 */
export class ActionBar {
  readonly element: HTMLElement;
  readonly #labels: Labels;
  readonly #copy: HTMLElement;
  readonly #insert: HTMLElement;
  #format: CopyFormat = 'markdown';

  /**
   * @param label What the buttons are for, to be said by a screen reader.
   * @param shown The ids of the pictures that are shown, in their order.
   */
  constructor(label: string, labels: Labels, shown: () => string[], send: (message: FromPanel) => void) {
    this.#labels = labels;
    this.#copy = element('button', { type: 'button' }, labels.copy);
    this.#insert = element('button', { type: 'button' }, labels.insert);
    const save = element('button', { type: 'button' }, labels.save);
    this.#copy.addEventListener('click', () => send({ type: 'copy', ids: shown(), as: this.#format }));
    this.#insert.addEventListener('click', () => send({ type: 'insert', ids: shown(), as: this.#format }));
    save.addEventListener('click', () => send({ type: 'save', ids: shown() }));
    const attributes = { class: 'actions', role: 'group', 'aria-label': label };
    this.element = element('div', attributes, this.#copy, this.#insert, save);
    this.offer('markdown');
  }

  /** Changes the form that is copied and inserted. */
  offer(format: CopyFormat): void {
    this.#format = format;
    const [copy, insert] = names[format];
    const { [copy]: toCopy, [insert]: toInsert, insertHint } = this.#labels;
    setAttributes(this.#copy, { 'aria-label': toCopy, title: toCopy });
    setAttributes(this.#insert, { 'aria-label': toInsert, title: fill(insertHint, { action: toInsert }) });
  }
}
