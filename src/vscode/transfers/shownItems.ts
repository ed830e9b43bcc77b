import type { TransferItem, TransferState } from '../../core/transfer/batch.ts';

/** Those that a person can do something about come first. */
const importance: readonly TransferState[] = [
  'sending',
  'retrying',
  'failed',
  'unknown',
  'paused',
  'waiting',
  'cancelled',
  'skipped',
  'uploaded',
];

/**
 * As many of a batch's files as a list can hold, in the order of sending: of too many, those that matter most.
 *
 * @param most how many.
 */
export function shownItems(items: readonly TransferItem[], most: number): readonly TransferItem[] {
  if (items.length <= most) return items;
  const places = new Map(importance.map((state): [TransferState, number[]] => [state, []]));
  items.forEach(({ state }, index) => {
    const found = places.get(state);
    if (found && found.length < most) found.push(index);
  });
  return [...places.values()]
    .flat()
    .slice(0, most)
    .sort((one, other) => one - other)
    .flatMap((index) => items[index] ?? []);
}
