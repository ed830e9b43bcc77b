import type VipsModule from 'wasm-vips';
import type { Original } from './assemblePage.ts';
import { bmpHeader, bmpHeaderSize, decodeBmp } from './bmp/decodeBmp.ts';
import { joinComponents } from './jpeg/joinComponents.ts';
import { multiScanJpeg } from './jpeg/multiScanJpeg.ts';
import { partOf, type PictureFile } from './pictureFile.ts';
import { decodeDeepInterlaced, deepInterlacedHeader } from './png/deepInterlacedPng.ts';
import { failing, readThrough } from './readThrough.ts';
import type { Raster } from './sampleRegion.ts';
import { tiffPages } from './tiff/tiffPages.ts';
import { webpHeadSize, webpSize } from './webp/webpSize.ts';

type Vips = typeof VipsModule;
type VipsImage = VipsModule.Image;

/** A picture ready to be read. */
export interface Decoded {
  readonly raster: Raster;
  readonly original: Original;
}

/** A picture as a JPEG; `original.scale` is that of the JPEG. */
export interface Encoded {
  readonly jpeg: Uint8Array;
  readonly original: Original;
}

/** A picture that is not decoded, and why. */
export class UndecodableImage extends Error {
  readonly refusal: ImageRefusal;

  constructor(refusal: ImageRefusal, options?: ErrorOptions) {
    super(refusal.kind, options);
    this.refusal = refusal;
  }
}

/** A picture that is large for its decoder, whose memory never shrinks: nothing else should be in that thread. */
export class HeavyImage extends Error {}

/** What is decoded. */
export interface DecodeLimits {
  /** Of the whole picture, which are known from its header, before a pixel is decoded. */
  readonly pixelLimit: number;
  /** Nothing else is in the thread. */
  readonly isAlone: boolean;
}

export type ImageRefusal =
  | { readonly kind: 'tooLarge'; readonly width: number; readonly height: number }
  | { readonly kind: 'damaged'; readonly reason: string }
  /** A document wants a password. */
  | { readonly kind: 'locked' };

/** Decoders take up to 8 bytes a pixel, or, of a larger JPEG that is decoded row by row, 50 MB. */
const lightPixels = 16_000_000;
/** Of a JPEG, in bytes; of one that has more, its components are decoded one after the other. */
const heldCoefficients = 180_000_000;
/** Larger pictures are scaled down to this while they are decoded: the networks see no more detail anyway. */
export const rasterPixels = 4_000_000;

/**
 * Decodes a JPEG, PNG, WebP, GIF, BMP or TIFF: the first frame or page, upright after its EXIF orientation, on white,
 * scaled down where it is larger than is read.
 *
 * @param page of a TIFF, from 1: that one instead.
 * @throws UndecodableImage, HeavyImage
 */
export async function decodeImage(
  vips: Vips,
  file: PictureFile,
  mediaType: string,
  limits: DecodeLimits,
  page?: number,
): Promise<Decoded> {
  try {
    if (mediaType === 'image/bmp') return fromBmp(vips, file, limits);
    return await fromFile(vips, file, mediaType, limits, page);
  } catch (thrown) {
    throw asUndecodable(thrown);
  }
}

/** @throws UndecodableImage */
export function countTiffPages(vips: Vips, file: PictureFile): number {
  try {
    header(vips, file, { access: 'sequential' });
    return Math.max(1, tiffPages(file).length);
  } catch (thrown) {
    throw asUndecodable(thrown);
  }
}

/** What decoders say that got no memory: those of JPEG, PNG, WebP and HEIC. */
const gotNoMemory = /\b(?:insufficient|out of|not enough) memory\b|\bmemory allocation\b/i;

/** Whatever a decoder throws, it throws because of the file, unless it got no memory or broke down. */
export function asUndecodable(thrown: unknown): Error {
  if (thrown instanceof UndecodableImage || thrown instanceof HeavyImage) return thrown;
  const reason = reasonOf(thrown);
  if (gotNoMemory.test(reason) || thrown instanceof WebAssembly.RuntimeError)
    return new Error(reason, { cause: thrown });
  return new UndecodableImage({ kind: 'damaged', reason }, { cause: thrown });
}

/** The raster as a file that every viewer shows, scaled down until it has at most so many bytes. */
export function encodeJpeg(vips: Vips, { raster, original }: Decoded, byteLimit = Infinity): Encoded {
  const { data, width, height } = raster;
  const image = vips.Image.newFromMemory(data, width, height, 3, vips.BandFormat.uchar);
  try {
    for (let scale = 1; ;) {
      const scaled = image.resize(scale);
      const jpeg = scaled.writeToBuffer('.jpg', { Q: 85 });
      const encoded = { jpeg, original: { ...original, scale: original.width / scaled.width } };
      scaled.delete();
      if (jpeg.length <= byteLimit) return encoded;
      // Size goes about with the pixels, and never up.
      scale *= Math.min(0.9, Math.sqrt(byteLimit / jpeg.length));
    }
  } finally {
    image.delete();
  }
}

async function fromFile(
  vips: Vips,
  file: PictureFile,
  mediaType: string,
  limits: DecodeLimits,
  page: number | undefined,
): Promise<Decoded> {
  const webp = mediaType === 'image/webp' ? webpSize(partOf(file, 0, webpHeadSize)) : undefined;
  const tiff = mediaType === 'image/tiff' ? tiffPages(file) : undefined;
  const ofPage = tiff ? { page: tiff[(page ?? 1) - 1] ?? (page ?? 1) - 1 } : {};
  const options = webp ? webpOptions(webp) : ({ access: 'sequential', ...ofPage } as const);
  const { width, height, frames, orientation } = header(vips, file, options, webp);
  checkPixels(width, height, limits);
  const target = rasterSize(width, height);
  const pages = tiff?.length ?? frames;
  const notes = pages > 1 && page === undefined ? [`Only the first of its ${pages} frames or pages was read.`] : [];
  const original = { width, height, scale: width / target.width, notes };
  const deep = mediaType === 'image/png' && orientation === 1 ? deepInterlacedHeader(file) : undefined;
  if (deep && width * height > lightPixels) {
    const shrunk = await decodeDeepInterlaced(file, deep, Math.floor(original.scale));
    return { raster: resized(vips, shrunk, target), original };
  }
  const multiScan = mediaType === 'image/jpeg' ? multiScanJpeg(file, heldCoefficients) : undefined;
  const shrink = (source: VipsModule.Source) =>
    webp ? scaledWebp(vips, source, webp, target) : thumbnail(vips, source, target, ofPage);
  const raster = multiScan
    ? toRaster(vips, joinComponents(vips, multiScan, shrink))
    : readThrough(vips, file, (source) => toRaster(vips, shrink(source)));
  return { raster, original };
}

interface Size {
  /** In pixels. */
  readonly width: number;
  readonly height: number;
}

function thumbnail(
  vips: Vips,
  source: VipsModule.Source,
  { width, height }: Size,
  { page }: { readonly page?: number },
): VipsImage {
  const option_string = page === undefined ? failing : `${failing},page=${page}`;
  return vips.Image.thumbnailSource(source, width, { height, size: vips.Size.force, option_string });
}

/** A thumbnail is made of a second reader of the file: that of the first has room for the whole picture by then. */
function scaledWebp(vips: Vips, source: VipsModule.Source, whole: Size, { width, height }: Size): VipsImage {
  const scaled = vips.Image.newFromSource(source, failing, webpOptions(whole));
  try {
    return scaled.thumbnailImage(width, { height, size: vips.Size.force });
  } finally {
    scaled.delete();
  }
}

/** Whoever opens a WebP has at once memory for as many pixels as it asks for. */
function webpOptions({ width, height }: Size) {
  return { access: 'sequential', scale: rasterSize(width, height).width / width } as const;
}

/**
 * What a file says of its picture, in pixels of the upright one.
 *
 * @param options how it is opened.
 * @param webp size of the picture as it lies, where it is a WebP.
 */
function header(vips: Vips, file: PictureFile, options: object, webp?: Size) {
  return readThrough(vips, file, (source) => {
    const image = vips.Image.newFromSource(source, '', options);
    try {
      const frames = image.getTypeof('n-pages') === 0 ? 1 : image.getInt('n-pages');
      const orientation = image.getTypeof('orientation') === 0 ? 1 : image.getInt('orientation');
      const whole = webp ?? image;
      const [width, height] = orientation >= 5 ? [whole.height, whole.width] : [whole.width, whole.height];
      return { width, height, frames, orientation };
    } finally {
      image.delete();
    }
  });
}

/** libvips reads no BMP. */
function fromBmp(vips: Vips, file: PictureFile, limits: DecodeLimits): Decoded {
  if (file.size < bmpHeaderSize) throw new UndecodableImage({ kind: 'damaged', reason: 'its header is cut off' });
  const header = bmpHeader(partOf(file, 0, bmpHeaderSize));
  const { width, height } = header;
  if (width === 0 || height === 0) throw new UndecodableImage({ kind: 'damaged', reason: 'it has no pixels' });
  checkPixels(width, height, limits);
  const target = rasterSize(width, height);
  const shrunk = decodeBmp(file, header, Math.floor(width / target.width));
  return { raster: resized(vips, shrunk, target), original: { width, height, scale: width / target.width, notes: [] } };
}

/** Pixels in sRGB at another size. */
export function resized(vips: Vips, { data, width, height }: Raster, target: Pick<Raster, 'width' | 'height'>): Raster {
  const whole = vips.Image.newFromMemory(data, width, height, 3, vips.BandFormat.uchar);
  const colour = whole.copy({ interpretation: vips.Interpretation.srgb });
  const scaled = colour.thumbnailImage(target.width, { height: target.height, size: vips.Size.force });
  whole.delete();
  try {
    return toRaster(vips, scaled);
  } finally {
    colour.delete();
  }
}

/** @throws UndecodableImage, HeavyImage */
export function checkPixels(width: number, height: number, { pixelLimit, isAlone }: DecodeLimits): void {
  if (width * height > pixelLimit) throw new UndecodableImage({ kind: 'tooLarge', width, height });
  if (!isAlone && width * height > lightPixels) throw new HeavyImage();
}

/** As large as a picture of that size is read. */
export function rasterSize(width: number, height: number): { width: number; height: number } {
  const scale = Math.min(1, Math.sqrt(rasterPixels / (width * height)));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** Lets go of `image`. */
export function toRaster(vips: Vips, image: VipsImage): Raster {
  const opaque = image.hasAlpha() ? image.flatten({ background: [255, 255, 255] }) : image;
  const colour = opaque.colourspace(vips.Interpretation.srgb);
  const bytes = colour.cast(vips.BandFormat.uchar);
  try {
    return { width: bytes.width, height: bytes.height, data: bytes.writeToMemory() as Uint8Array };
  } finally {
    for (const step of new Set([bytes, colour, opaque, image])) step.delete();
  }
}

/**
 * The last line of what was thrown. Exceptions out of libvips are no Errors, and have `[class, text]` for a message.
 */
function reasonOf(thrown: unknown): string {
  const message = typeof thrown === 'object' && thrown && 'message' in thrown ? thrown.message : thrown;
  const text = String(Array.isArray(message) ? message.at(-1) : message);
  return text.trim().split('\n').at(-1) ?? text;
}
