import { damages, type DamageName } from './damage.ts';
import { drawing, typefaceNames } from './drawing.ts';
import { Random } from './random.ts';
import type { RenderedReceipt } from './receipt.ts';

/** Of a JPEG, 0 to 100. */
const quality = 88;
const poorQuality = 14;

/** The receipt as a JPEG; the typeface follows from its seed, and so does how much is damaged. */
export function pictureOf(receipt: RenderedReceipt, damage?: DamageName): Buffer {
  const random = new Random(receipt.seed + 0x20000);
  const typeface = receipt.layout === 'invoice' ? 'sans' : random.pick(typefaceNames);
  const clean = drawing(receipt.sheet, typeface);
  const picture = damage === undefined ? clean : damages[damage](clean, random);
  return picture.toBuffer('image/jpeg', damage === 'compression' ? poorQuality : quality);
}
