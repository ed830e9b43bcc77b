import { exportedJson } from '../src/shared/exportResults.ts';
import type { Labels } from '../src/shared/labels.ts';
import type { Entry } from '../src/shared/protocol.ts';
import { element } from './element.ts';

/** The picture's record as JSON, as it is copied and saved. Made when it is looked at. */
export class JsonView {
  readonly element: HTMLElement;
  #entry: Entry;
  #isShown = false;

  constructor(entry: Entry, labels: Labels) {
    this.#entry = entry;
    this.element = element('pre', { class: 'json', tabindex: 0, 'aria-label': labels.json });
  }

  update(entry: Entry): void {
    this.#entry = entry;
    if (this.#isShown) this.show();
  }

  show(): void {
    this.#isShown = true;
    this.element.textContent = exportedJson([this.#entry]);
  }
}
