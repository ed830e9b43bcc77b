import { partOf } from '../pictureFile.ts';
import { markers } from './jpegSegments.ts';
import type { MultiScanJpeg } from './multiScanJpeg.ts';

/** What the components of a JPEG are. Of inks, 255 stands for none, as Photoshop writes them. */
export type ColourModel = 'RGB' | 'YCbCr' | 'CMYK' | 'YCCK';

/** Of components that are named by the letters of RGB. */
const rgbIds = [0x52, 0x47, 0x42].join();

/** As JFIF and Adobe's marker tell it (ITU-T T.872 §6.5.3), and where none does, as libjpeg takes it. */
export function colourModelOf({ file, frame, parts }: MultiScanJpeg): ColourModel {
  let isJfif = false;
  let transform: number | undefined;
  for (const { marker, start, headEnd } of parts) {
    if (marker === markers.scan) break;
    if (marker !== markers.jfif && marker !== markers.adobe) continue;
    const parameters = partOf(file, start + 4, headEnd);
    const name = parameters.toString('latin1', 0, 5);
    if (name === 'JFIF\0') isJfif = true;
    if (name === 'Adobe') transform = parameters[11];
  }
  if (frame.components.length === 4) return (transform ?? 0) === 0 ? 'CMYK' : 'YCCK';
  if (isJfif) return 'YCbCr';
  const isRgb = transform === undefined ? frame.components.map(({ id }) => id).join() === rgbIds : transform === 0;
  return isRgb ? 'RGB' : 'YCbCr';
}
