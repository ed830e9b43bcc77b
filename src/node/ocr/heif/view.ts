/** The columns or the rows of a picture as it is shown. */
export interface Axis {
  /** What they are of the picture as it is stored. */
  readonly of: 'columns' | 'rows';
  /** Where the first one is. */
  readonly first: number;
  /** To the next one. */
  readonly step: 1 | -1;
  readonly count: number;
}

/** What is shown of a stored picture, and which way up. */
export interface View {
  readonly across: Axis;
  readonly down: Axis;
}

export function asStored(width: number, height: number): View {
  return {
    across: { of: 'columns', first: 0, step: 1, count: width },
    down: { of: 'rows', first: 0, step: 1, count: height },
  };
}

/** Turned anticlockwise. */
export function turned(view: View, degrees: number): View {
  let { across, down } = view;
  for (let left = degrees; left > 0; left -= 90) [across, down] = [down, reversed(across)];
  return { across, down };
}

/** With left and right exchanged, or top and bottom. */
export function mirrored({ across, down }: View, exchanged: 'leftAndRight' | 'topAndBottom'): View {
  return exchanged === 'leftAndRight' ? { across: reversed(across), down } : { across, down: reversed(down) };
}

/** Without so many columns and rows of it. */
export function cropped(view: View, left: number, top: number, right: number, bottom: number): View {
  return { across: shortened(view.across, left, right), down: shortened(view.down, top, bottom) };
}

function reversed({ of, first, step, count }: Axis): Axis {
  return { of, first: first + step * (count - 1), step: step === 1 ? -1 : 1, count };
}

function shortened(axis: Axis, atStart: number, atEnd: number): Axis {
  return { ...axis, first: axis.first + axis.step * atStart, count: axis.count - atStart - atEnd };
}
