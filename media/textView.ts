import { rowText } from '../src/core/reading/pageText.ts';
import type { Labels } from '../src/shared/labels.ts';
import { element } from './element.ts';
import type { Pointing, Target } from './pointing.ts';
import { rowTarget } from './readEntry.ts';
import type { ReadEntry } from './readEntry.ts';

/** All text of the picture, row by row; pointing at a row shows where it stands. */
export class TextView {
  readonly element: HTMLElement;

  constructor({ rows, rowOfTarget }: ReadEntry, labels: Labels, pointing: Pointing) {
    this.element =
      rows.length === 0
        ? element('p', { class: 'notice' }, labels.noText)
        : element(
            'div',
            { class: 'page-text', tabindex: 0, role: 'group', 'aria-label': labels.text },
            ...rows.map((row) => element('p', { class: 'line', 'data-target': rowTarget(row.index) }, rowText(row))),
          );
    pointing.onChange((target, from) => this.#mark(rowOfTarget.get(target ?? '') ?? target, from === 'picture'));
  }

  #mark(target: Target | undefined, intoView: boolean): void {
    this.element.querySelector('.pointed')?.classList.remove('pointed');
    if (target === undefined) return;
    const line = this.element.querySelector(`[data-target="${CSS.escape(target)}"]`);
    line?.classList.add('pointed');
    if (intoView) line?.scrollIntoView({ block: 'nearest' });
  }
}
