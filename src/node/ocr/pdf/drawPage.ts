import type { PDFiumDocument, PDFiumLibrary } from '@hyzyla/pdfium';
import { rasterPixels, UndecodableImage, type Decoded } from '../decodeImage.ts';

/** The library, loaded. */
export type Pdfium = Awaited<ReturnType<typeof PDFiumLibrary.init>>;

/** Dots per inch that small print is read well at. */
const resolution = 200;
/** A unit of PDF is a point: so many make an inch (ISO 32000-1, 8.3.2.3). */
const pointsPerInch = 72;

/** What the library says of a document that needs a password. */
const wantsPassword = /password/i;

/** A PDF that has been opened. Let go of by `destroy`. */
export type Pdf = PDFiumDocument;

/** @throws UndecodableImage */
export async function openPdf(library: Pdfium, bytes: Uint8Array): Promise<Pdf> {
  try {
    return await library.loadDocument(bytes);
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    if (wantsPassword.test(reason)) throw new UndecodableImage({ kind: 'locked' }, { cause: thrown });
    throw damaged(reason.charAt(0).toLowerCase() + reason.slice(1), thrown);
  }
}

/** @throws UndecodableImage */
export function countPages(pdf: Pdf): number {
  const count = pdf.getPageCount();
  if (count < 1) throw damaged('it has no pages');
  return count;
}

/**
 * Draws one page on white, with what is filled into its forms: at 200 dpi, a large page at fewer.
 *
 * @param number from 1.
 * @param pixelLimit of the drawn page.
 * @throws UndecodableImage
 */
export async function drawPage(pdf: Pdf, number: number, pixelLimit: number): Promise<Decoded> {
  const page = pdf.getPage(number - 1);
  const { originalWidth, originalHeight } = page.getOriginalSize();
  if (originalWidth <= 0 || originalHeight <= 0) throw damaged(`its page ${number} cannot be drawn`);
  const most = Math.sqrt(Math.min(rasterPixels, pixelLimit) / (originalWidth * originalHeight));
  const scale = Math.min(resolution / pointsPerInch, most);
  const size = { width: pixels(originalWidth * scale), height: pixels(originalHeight * scale) };
  const { width, height, data } = await page.render({ ...size, scale: 1, render: 'bitmap', renderFormFields: true });
  const raster = { width, height, data: withoutAlpha(data) };
  return { raster, original: { width, height, scale: 1, notes: [] } };
}

function damaged(reason: string, cause?: unknown): UndecodableImage {
  return new UndecodableImage({ kind: 'damaged', reason }, { cause });
}

function pixels(length: number): number {
  return Math.max(1, Math.floor(length));
}

/** RGB of RGBA, in which nothing shines through. */
function withoutAlpha(rgba: Uint8Array): Uint8Array {
  const rgb = new Uint8Array((rgba.length / 4) * 3);
  for (let from = 0, to = 0; from < rgba.length; from += 4, to += 3) {
    rgb[to] = rgba[from] ?? 0;
    rgb[to + 1] = rgba[from + 1] ?? 0;
    rgb[to + 2] = rgba[from + 2] ?? 0;
  }
  return rgb;
}
