import type { Box } from '../src/core/reading/reading.ts';
import { fill } from '../src/shared/labels.ts';
import type { Labels } from '../src/shared/labels.ts';
import type { Picture } from '../src/shared/protocol.ts';
import { element, svgElement } from './element.ts';
import { fieldLabel } from '../src/shared/fieldLabel.ts';
import { watchPointing } from './pointing.ts';
import type { Pointing, Target } from './pointing.ts';
import type { ReadEntry, ShownWord } from './readEntry.ts';
import { moveFocus } from './rovingFocus.ts';
import { Zoom } from './zoom.ts';

/** The picture with the boxes of its words on it, scaled together. */
export class PictureView {
  readonly element: HTMLElement;
  readonly #entry: ReadEntry;
  readonly #frame: HTMLElement;
  readonly #marks = svgElement('g', { class: 'marks', 'aria-hidden': 'true' });
  #url: string | undefined;

  /** @param open Called with the field whose box was chosen. */
  constructor(entry: ReadEntry, labels: Labels, pointing: Pointing, open: (target: Target) => void) {
    this.#entry = entry;
    const { width, height } = entry.page;
    const overlay = svgElement(
      'svg',
      { viewBox: `0 0 ${width} ${height}`, role: 'group', 'aria-label': labels.words },
      ...wordGroups(entry, labels),
      this.#marks,
    );
    this.#frame = element('div', { class: 'frame' }, overlay);
    const area = element(
      'div',
      { class: 'canvas', tabindex: 0, role: 'group', 'aria-label': labels.picture },
      this.#frame,
    );
    // Small pictures are not blown up to a blur.
    const zoom = new Zoom(area, this.#frame, `min(100%, ${width * 2}px)`, labels);
    this.element = element('div', { class: 'picture' }, area, zoom.element);
    this.element.addEventListener('keydown', (event) => zoom.press(event));
    // Not on the overlay itself: Blink lets an SVG element that listens to focus events take the focus.
    watchPointing(this.#frame, pointing, 'picture');
    overlay.addEventListener('keydown', (event) => moveFocus(event, overlay.querySelectorAll('[role=button]')));
    const choose = (event: Event) => {
      const target = event.target instanceof Element ? event.target.closest('[role=button]') : null;
      const path = target?.getAttribute('data-target');
      if (path) open(path);
      return target !== null;
    };
    overlay.addEventListener('click', choose);
    overlay.addEventListener('keydown', (event) => {
      if ((event.key === 'Enter' || event.key === ' ') && choose(event)) event.preventDefault();
    });
    pointing.onChange((target, from) => this.#mark(target, from === 'details'));
  }

  /** Puts the pixels under the boxes, or says why there are none. */
  show(picture: Picture): void {
    this.dispose();
    this.#frame.querySelector('img, p')?.remove();
    switch (picture.kind) {
      case 'file':
        this.#frame.prepend(this.#image(picture.bytes));
        break;
      case 'none':
        this.#frame.prepend(element('p', { class: 'notice' }, picture.message));
    }
  }

  /** Lets go of the picture's memory. */
  dispose(): void {
    if (this.#url !== undefined) URL.revokeObjectURL(this.#url);
    this.#url = undefined;
  }

  #image(bytes: Uint8Array): HTMLImageElement {
    this.#url = URL.createObjectURL(new Blob([new Uint8Array(bytes)]));
    return element('img', { src: this.#url, alt: this.#entry.file });
  }

  /** Frames the boxes that the target was read from. */
  #mark(target: Target | undefined, intoView: boolean): void {
    const boxes = (target === undefined ? undefined : this.#entry.boxes.get(target)) ?? [];
    this.#marks.replaceChildren(...boxes.map((box) => rectangle(box, 0.12)));
    this.#frame.classList.toggle('pointing', boxes.length > 0);
    if (intoView) this.#marks.firstElementChild?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }
}

/** One group of boxes for each target, from top to bottom; those of fields can be reached with the keyboard. */
function wordGroups({ words, slots }: ReadEntry, labels: Labels): SVGElement[] {
  const groups = new Map<Target, ShownWord[]>();
  for (const word of words) groups.set(word.target, [...(groups.get(word.target) ?? []), word]);
  let first = true;
  return [...groups].map(([target, members]) => {
    const rectangles = members.map(({ box }) => rectangle(box, 0));
    const slot = slots.find(({ path }) => path === target);
    if (!slot) return svgElement('g', { class: 'word', 'data-target': target }, ...rectangles);
    const label = fill(labels.wordOfField, {
      text: members.map(({ text }) => text).join(' '),
      field: fieldLabel(slot.path, labels),
    });
    const group = svgElement(
      'g',
      { class: 'word field', 'data-target': target, role: 'button', tabindex: first ? 0 : -1, 'aria-label': label },
      svgElement('title', {}, label),
      ...rectangles,
    );
    first = false;
    return group;
  });
}

/** A box as a rectangle, grown on all sides by a part of its height. */
function rectangle([x0, y0, x1, y1]: Box, grow: number): SVGRectElement {
  const margin = (y1 - y0) * grow;
  return svgElement('rect', {
    x: x0 - margin,
    y: y0 - margin,
    width: x1 - x0 + 2 * margin,
    height: y1 - y0 + 2 * margin,
    rx: (y1 - y0) * 0.12,
  });
}
