/** What is pointed at: a field's path, or `row.N` for a row of text that no field was read from. */
export type Target = string;

/** Where a person points: the picture shows what is pointed at among the fields, and the other way round. */
type Side = 'picture' | 'details';

type Listener = (target: Target | undefined, from: Side) => void;

/** Keeps what the mouse and the keyboard point at: what moved last counts, and the focus when the mouse leaves. */
export class Pointing {
  readonly #listeners: Listener[] = [];
  #hovered: Target | undefined;
  #focused: Target | undefined;
  #shown: Target | undefined;

  onChange(listener: Listener): void {
    this.#listeners.push(listener);
  }

  hover(target: Target | undefined, from: Side): void {
    this.#hovered = target;
    this.#tell(from);
  }

  focus(target: Target | undefined, from: Side): void {
    this.#focused = target;
    if (target !== undefined) this.#hovered = undefined;
    this.#tell(from);
  }

  #tell(from: Side): void {
    const target = this.#hovered ?? this.#focused;
    if (target === this.#shown) return;
    this.#shown = target;
    for (const listener of this.#listeners) listener(target, from);
  }
}

/** Lets everything in `area` that carries `data-target` be pointed at. */
export function watchPointing(area: Element, pointing: Pointing, from: Side): void {
  const targetOf = (event: Event) =>
    event.target instanceof Element
      ? (event.target.closest('[data-target]')?.getAttribute('data-target') ?? undefined)
      : undefined;
  // Not `pointerover`, which comes too where what is below a mouse that rests is scrolled.
  for (const type of ['pointermove', 'pointerdown'] as const) {
    area.addEventListener(type, (event) => pointing.hover(targetOf(event), from));
  }
  area.addEventListener('pointerleave', () => pointing.hover(undefined, from));
  area.addEventListener('focusin', (event) => pointing.focus(targetOf(event), from));
  area.addEventListener('focusout', () => pointing.focus(undefined, from));
}
