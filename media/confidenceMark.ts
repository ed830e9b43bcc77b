import { fill } from '../src/shared/labels.ts';
import type { Labels } from '../src/shared/labels.ts';
import { element } from './element.ts';

/** Below this a person should look. */
const low = 0.6;

/** Who says the value: the engine; the engine, on a receipt that a person accepted as a whole; a person. */
export type FieldState = 'read' | 'accepted' | 'confirmed' | 'corrected';

/** How sure a value is: a bar whose length and whose words say it, with a sign where a look is needed. */
export class ConfidenceMark {
  readonly element = element('span', { class: 'confidence', 'aria-hidden': 'true' });
  readonly #labels: Labels;
  /** For a description that is read aloud. */
  spoken = '';

  /** Whether a person should look. */
  get isLow(): boolean {
    return this.element.classList.contains('low');
  }

  constructor(labels: Labels) {
    this.#labels = labels;
  }

  /** @param confidence 0 to 1; undefined where there is no value. */
  update(confidence: number | undefined, state: FieldState): void {
    this.spoken = '';
    this.element.classList.remove('low', 'is-corrected');
    this.element.removeAttribute('title');
    if (state === 'corrected') {
      this.element.classList.add('is-corrected');
      this.element.replaceChildren(`✎ ${this.#labels.corrected}`);
    } else if (state === 'confirmed') {
      this.element.replaceChildren(`✓ ${this.#labels.acceptedField}`);
    } else if (confidence === undefined) {
      this.element.replaceChildren();
    } else {
      const percent = Math.round(confidence * 100);
      const isLow = state === 'read' && confidence < low;
      this.spoken = fill(isLow ? this.#labels.lowConfidence : this.#labels.confidence, { percent });
      this.element.classList.toggle('low', isLow);
      this.element.title = this.spoken;
      const bar = element('span', { class: 'bar' }, element('span', {}));
      const filled = bar.firstElementChild;
      if (filled instanceof HTMLElement) filled.style.width = `${percent}%`;
      this.element.replaceChildren(bar, `${isLow ? '⚠ ' : ''}${percent} %`);
    }
  }
}
