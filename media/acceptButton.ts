import type { Labels } from '../src/shared/labels.ts';
import { element } from './element.ts';

/** Says that all of a picture was looked at and is right, and takes that back. */
export class AcceptButton {
  readonly element: HTMLElement;
  readonly #labels: Labels;
  #accepted = false;

  constructor(labels: Labels, accept: (accepted: boolean) => void) {
    this.#labels = labels;
    this.element = element('button', { type: 'button', class: 'accept', title: labels.acceptHint });
    this.element.addEventListener('click', () => accept(!this.#accepted));
  }

  update(accepted: boolean): void {
    this.#accepted = accepted;
    this.element.setAttribute('aria-pressed', String(accepted));
    this.element.textContent = accepted ? `✓ ${this.#labels.accepted}` : this.#labels.accept;
  }
}
