/**
 * Gives memory back at once that nobody reads again: V8 would leave it until it collects garbage, and that may be long
 * after several times as much has been asked for.
 */
export function discard({ buffer }: ArrayBufferView): void {
  if (buffer instanceof ArrayBuffer) buffer.transfer(0);
}

/** Of a thread that makes few objects: V8 would let 48 MB of garbage come together before it looks. */
export const littleYoung = { maxYoungGenerationSizeMb: 4 } as const;
