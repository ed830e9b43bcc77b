import { element } from './element.ts';
import { moveFocus } from './rovingFocus.ts';

/** One of several things of which one is shown. */
interface Tab<K extends string> {
  readonly key: K;
  readonly label: string;
  readonly panel: HTMLElement;
}

/**
 * Tabs and what they show (WAI-ARIA Authoring Practices, "Tabs Pattern"): one comes in front when it gets the focus.
 */
export class Tabs<K extends string> {
  readonly list: HTMLElement;
  readonly #tabs: readonly Tab<K>[];
  readonly #buttons: ReadonlyMap<K, HTMLElement>;
  readonly #chosen: (key: K) => void;
  #key: K;

  /** @param chosen Called when another one comes in front. */
  constructor(label: string, tabs: readonly Tab<K>[], first: K, chosen: (key: K) => void) {
    this.#tabs = tabs;
    this.#key = first;
    this.#chosen = chosen;
    this.#buttons = new Map(
      tabs.map((tab) => {
        tab.panel.id = `panel.${tab.key}`;
        tab.panel.setAttribute('role', 'tabpanel');
        tab.panel.setAttribute('aria-labelledby', `tab.${tab.key}`);
        const attributes = { id: `tab.${tab.key}`, type: 'button', role: 'tab', 'aria-controls': tab.panel.id };
        const button = element('button', attributes, tab.label);
        button.addEventListener('click', () => this.choose(tab.key));
        button.addEventListener('focus', () => this.choose(tab.key));
        return [tab.key, button];
      }),
    );
    this.list = element('div', { role: 'tablist', 'aria-label': label, class: 'tabs' }, ...this.#buttons.values());
    this.list.addEventListener('keydown', (event) => moveFocus(event, this.#buttons.values()));
    this.#show();
  }

  get key(): K {
    return this.#key;
  }

  choose(key: K): void {
    if (key === this.#key) return;
    this.#key = key;
    this.#show();
    this.#chosen(key);
  }

  #show(): void {
    for (const { key, panel } of this.#tabs) {
      const isChosen = key === this.#key;
      panel.hidden = !isChosen;
      this.#buttons.get(key)?.setAttribute('aria-selected', String(isChosen));
      this.#buttons.get(key)?.setAttribute('tabindex', isChosen ? '0' : '-1');
    }
  }
}
