import { fileInMemory, joined, rangeOf, type PictureFile } from '../pictureFile.ts';
import { dcScan, segment, uint16 } from './dcScan.ts';
import { markers } from './jpegSegments.ts';
import { isDc, isFrame, type Component, type Frame, type MultiScanJpeg } from './multiScanJpeg.ts';
import { readDc } from './readDc.ts';

/**
 * A JPEG for each component, of that alone, in the order of the frame. They have one after the other what their decoder
 * would hold at the same time. Scans of one component, and all else, are as they were; those of the DC coefficients, of
 * several components in turn, become one for each.
 *
 * @throws Error where the JPEG is damaged.
 */
export function componentFiles(jpeg: MultiScanJpeg): PictureFile[] {
  return [...readDc(jpeg)].map(([component, dc]) => joined([...componentParts(jpeg, component, dc)]));
}

function* componentParts(
  { file, frame, parts }: MultiScanJpeg,
  component: Component,
  dc: Int16Array,
): Generator<PictureFile> {
  yield fileInMemory(Uint8Array.of(0xff, markers.start));
  let restarts = fileInMemory(noRestarts);
  let hasDc = false;
  for (const part of parts) {
    const range = rangeOf(file, part.start, part.end);
    if (part.scan) {
      if (!part.scan.components.some((one) => one.component === component)) continue;
      if (!isDc(part.scan)) yield range;
      else if (!hasDc) yield* [noRestarts, ...dcScan(component.id, dc)].map(fileInMemory).concat(restarts);
      hasDc = true;
    } else if (isFrame(part)) {
      yield fileInMemory(frameOf(frame, component));
    } else {
      if (part.marker === markers.restartInterval) restarts = range;
      yield range;
    }
  }
  yield fileInMemory(Uint8Array.of(0xff, markers.end));
}

const noRestarts = segment(markers.restartInterval, [0, 0]);

/** The header of a frame of that component alone. */
function frameOf({ marker }: Frame, { id, width, height, quantisationTable }: Component): Uint8Array {
  return segment(marker, [8, ...uint16(height), ...uint16(width), 1, id, 0x11, quantisationTable]);
}
