/**
 * Moves the focus among elements of which one at a time is in the tab order, as arrow keys do in the editor's own
 * lists (WAI-ARIA Authoring Practices, "Managing focus within components using a roving tabindex").
 */
export function moveFocus(event: KeyboardEvent, elements: Iterable<HTMLElement | SVGElement>): void {
  const all = [...elements];
  const current = all.findIndex((one) => one === document.activeElement);
  const next = nextIndex(event.key, current, all.length);
  const target = next === undefined ? undefined : all[next];
  if (current < 0 || target === undefined) return;
  event.preventDefault();
  for (const one of all) one.setAttribute('tabindex', one === target ? '0' : '-1');
  target.focus();
}

function nextIndex(key: string, current: number, count: number): number | undefined {
  switch (key) {
    case 'ArrowDown':
    case 'ArrowRight':
      return Math.min(current + 1, count - 1);
    case 'ArrowUp':
    case 'ArrowLeft':
      return Math.max(current - 1, 0);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}
