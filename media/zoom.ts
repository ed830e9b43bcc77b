import type { Labels } from '../src/shared/labels.ts';
import { element } from './element.ts';

const step = 1.25;
const least = 0.25;
const most = 8;
/** Pixels that the mouse may move in a click. */
const stillness = 4;

/**
 * Scales a frame within an area that scrolls: by buttons, by `+`, `−` and `0`, by the wheel with Ctrl, which a
 * touchpad's pinch is to the browser. Dragging moves it.
 */
export class Zoom {
  readonly element: HTMLElement;
  readonly #area: HTMLElement;
  readonly #frame: HTMLElement;
  readonly #width: string;
  readonly #percent: HTMLElement;
  #factor = 1;

  /** @param width Of the frame when it is not zoomed, in CSS. */
  constructor(area: HTMLElement, frame: HTMLElement, width: string, labels: Labels) {
    this.#area = area;
    this.#frame = frame;
    this.#width = width;
    const button = (text: string, label: string, zoom: () => void) => {
      const made = element('button', { type: 'button', 'aria-label': label, title: label }, text);
      made.addEventListener('click', zoom);
      return made;
    };
    this.#percent = button('', labels.zoomReset, () => this.#zoom(1));
    this.element = element(
      'div',
      { class: 'zoom', role: 'group', 'aria-label': labels.zoom },
      button('−', labels.zoomOut, () => this.#zoom(this.#factor / step)),
      this.#percent,
      button('+', labels.zoomIn, () => this.#zoom(this.#factor * step)),
    );
    this.#zoom(1);
    area.addEventListener('wheel', (event) => this.#wheel(event), { passive: false });
    area.addEventListener('pointerdown', (event) => this.#drag(event));
  }

  /** Heeds a key that was pressed at the picture. */
  press(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const factors: Readonly<Record<string, number>> = {
      '+': this.#factor * step,
      '=': this.#factor * step,
      '-': this.#factor / step,
      '0': 1,
    };
    const factor = factors[event.key];
    if (factor === undefined) return;
    event.preventDefault();
    this.#zoom(factor);
  }

  /** Scales, and keeps what is at the point where it is: by default the middle of what is seen. */
  #zoom(factor: number, at?: { readonly clientX: number; readonly clientY: number }): void {
    const seen = this.#area.getBoundingClientRect();
    const { clientX, clientY } = at ?? {
      clientX: seen.left + seen.width / 2,
      clientY: seen.top + seen.height / 2,
    };
    const before = this.#frame.getBoundingClientRect();
    this.#factor = Math.min(most, Math.max(least, factor));
    this.#frame.style.width = `calc(${this.#width} * ${this.#factor})`;
    this.#area.classList.toggle('zoomed', this.#factor > 1);
    this.#percent.textContent = `${Math.round(this.#factor * 100)} %`;
    const after = this.#frame.getBoundingClientRect();
    if (before.width === 0 || before.height === 0) return;
    const x = after.left + ((clientX - before.left) / before.width) * after.width;
    const y = after.top + ((clientY - before.top) / before.height) * after.height;
    this.#area.scrollBy({ left: x - clientX, top: y - clientY, behavior: 'instant' });
  }

  #wheel(event: WheelEvent): void {
    if (!event.ctrlKey) return;
    event.preventDefault();
    this.#zoom(this.#factor * step ** (-event.deltaY / 100), event);
  }

  #drag(down: PointerEvent): void {
    if (down.button !== 0 || down.pointerType === 'touch') return;
    const { scrollLeft, scrollTop } = this.#area;
    const move = ({ clientX, clientY, pointerId }: PointerEvent) => {
      const [x, y] = [clientX - down.clientX, clientY - down.clientY];
      if (!this.#area.hasPointerCapture(pointerId)) {
        if (Math.hypot(x, y) < stillness) return;
        // From here on it is no click on a word.
        this.#area.setPointerCapture(pointerId);
      }
      this.#area.scrollTo({ left: scrollLeft - x, top: scrollTop - y, behavior: 'instant' });
    };
    const end = new AbortController();
    const { signal } = end;
    this.#area.addEventListener('pointermove', move, { signal });
    for (const type of ['pointerup', 'pointercancel'] as const) {
      window.addEventListener(type, () => end.abort(), { signal });
    }
  }
}
