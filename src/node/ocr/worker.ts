/**
 * Entry of the reading worker, bundled as dist/ocr/worker.js beside the files it loads. Nothing in here listens to an
 * AbortSignal: whoever started the worker ends it.
 */
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parentPort, workerData, type Transferable } from 'node:worker_threads';
import { env, InferenceSession } from 'onnxruntime-web/wasm';
// Loaded here and not when ONNX Runtime asks for it: V8 aborts the process when a thread is ended while it loads a
// module.
import 'onnxruntime-web/ort-wasm-simd-threaded.mjs';
import startVips from 'wasm-vips';
import type { Page } from '../../core/reading/reading.ts';
import { pdfType } from '../../core/pdfType.ts';
import { Head, type PackedHead } from './fixedPoint/head.ts';
import { countTiffPages, decodeImage, encodeJpeg, HeavyImage, UndecodableImage, type Decoded } from './decodeImage.ts';
import { borrowed, type LentFile } from './lentFile.ts';
import { fileInMemory, partOf, type PictureFile } from './pictureFile.ts';
import type { PackedNetworks } from './fixedPoint/networks.ts';
import { networkThreads } from './fixedPoint/networkThreads.ts';
import { discard, fileToLoad } from './promptMemory.ts';
import { heifTypes } from './heif/heifTypes.ts';
import { readHeif } from './heif/readHeif.ts';
import { countPages, drawPage, openPdf, type Pdf, type Pdfium } from './pdf/drawPage.ts';
import { readPage } from './readPage.ts';
import type { Recogniser } from './recogniseLines.ts';
import { startTesseract, type TesseractEngine } from './tesseractJs/tesseractEngine.ts';
import { optimiseAsUsual, optimiseLess } from './wasmTiering.ts';
import {
  handedOver,
  workerCount,
  type ImageFile,
  type ReadAnswer,
  type ReadRequest,
  type WorkerSettings,
} from './workerMessages.ts';

const folder = dirname(fileURLToPath(import.meta.url));
const port = parentPort;
if (!port) throw new Error('This runs as a worker thread only.');

/** As the build wrote it: layers.json. */
type Layers = Pick<PackedNetworks, 'detector' | 'backbone'> & { readonly head: PackedHead };

const settings = workerData as WorkerSettings;
const decoder = startDecoder();
let recogniser: Promise<Recogniser> | undefined;
let pdfium: Promise<Pdfium> | undefined;
/** Stays open: its pages are asked for one after the other. */
let pdf: Pdf | undefined;
let tesseract: Promise<TesseractEngine> | undefined;

const answer = (value: ReadAnswer) => port.postMessage(value, withAnswer(value));

// The decoder imports modules too. That it didn't start is told with the first picture.
void decoder.catch(() => undefined).then(() => answer({ kind: 'up' }));
port.on('message', (request: ReadRequest) => {
  read(request, (fraction) => answer({ kind: 'progress', fraction })).then(answer, (thrown: unknown) =>
    answer({ kind: 'failed', reason: thrown instanceof Error ? thrown.message : String(thrown) }),
  );
});

function withAnswer(value: ReadAnswer): Transferable[] {
  switch (value.kind) {
    case 'heavy':
      return handedOver(value);
    case 'pixels':
      return handedOver({ decoded: value });
    default:
      return [];
  }
}

async function read(request: ReadRequest, onProgress: (fraction: number) => void): Promise<ReadAnswer> {
  const vips = await decoder;
  if (request.file) closePdf();
  try {
    if (request.want === 'pageCount') {
      return { kind: 'pageCount', count: await pagesOf(vips, request) };
    }
    const picture = request.decoded ?? (await decoded(vips, request));
    if (request.file && !isLent(request.file.bytes)) discard(request.file.bytes);
    if (request.want === 'pixels') return { kind: 'pixels', ...picture };
    try {
      if (request.want === 'picture') return { kind: 'picture', ...encodeJpeg(vips, picture, request.byteLimit) };
      return { kind: 'page', page: await pageOf(picture, onProgress) };
    } finally {
      discard(picture.raster.data);
    }
  } catch (thrown) {
    if (thrown instanceof HeavyImage && request.file) return { kind: 'heavy', file: request.file };
    if (thrown instanceof UndecodableImage) return { kind: 'refused', refusal: thrown.refusal };
    throw thrown;
  }
}

async function pagesOf(vips: Awaited<typeof decoder>, request: ReadRequest): Promise<number> {
  const { file } = request;
  if (file === undefined || file.mediaType === pdfType) return countPages(await openedPdf(request));
  return countTiffPages(vips, pictureFile(file));
}

/** Loads what it reads with after the first picture was found to be one. */
async function pageOf(picture: Decoded, onProgress: (fraction: number) => void): Promise<Page> {
  if (settings.languageFiles) {
    tesseract ??= startTesseract(join(folder, 'tesseract-core.wasm'), settings.languageFiles);
    return (await tesseract)(picture, onProgress);
  }
  recogniser ??= loadRecogniser();
  return readPage(await recogniser, picture.raster, picture.original, onProgress);
}

async function decoded(vips: Awaited<typeof decoder>, request: ReadRequest): Promise<Decoded> {
  const { file, page = 1, pixelLimit } = request;
  if (file === undefined || file.mediaType === pdfType) return drawPage(await openedPdf(request), page, pixelLimit);
  const { mediaType } = file;
  const limits = { pixelLimit, isAlone: request.want !== 'page' };
  if (heifTypes.includes(mediaType)) {
    // What is not lent may have to be handed back.
    return readHeif(vips, { folder, bytes: allOf(file.bytes), limits }, isLent(file.bytes));
  }
  return decodeImage(vips, pictureFile(file), mediaType, limits, request.page);
}

function pictureFile({ bytes }: ImageFile): PictureFile {
  return isLent(bytes) ? borrowed(bytes) : fileInMemory(bytes);
}

/** In memory of their own. */
function allOf(bytes: ImageFile['bytes']): Uint8Array<ArrayBuffer> {
  return isLent(bytes) ? partOf(borrowed(bytes), 0, bytes.size) : bytes;
}

function isLent(bytes: ImageFile['bytes']): bytes is LentFile {
  return !(bytes instanceof Uint8Array);
}

async function openedPdf({ file }: ReadRequest): Promise<Pdf> {
  if (file) {
    const bytes = allOf(file.bytes);
    pdf = await openPdf(await openPdfium(), bytes);
    if (isLent(file.bytes)) discard(bytes);
  }
  if (pdf === undefined) throw new Error('No document is open.');
  return pdf;
}

function closePdf(): void {
  pdf?.destroy();
  pdf = undefined;
}

/** Loaded with the first PDF. */
function openPdfium(): Promise<Pdfium> {
  pdfium ??= Promise.all([import('@hyzyla/pdfium'), readFile(join(folder, 'pdfium.wasm'))]).then(([library, file]) =>
    library.PDFiumLibrary.init({ wasmBinary: new Uint8Array(file).buffer }),
  );
  return pdfium;
}

async function startDecoder(): ReturnType<typeof startVips> {
  optimiseLess();
  const vips = await startVips({
    dynamicLibraries: [],
    // Its warnings would go to the process's own stderr.
    preRun: (module: { readonly ENV: Record<string, string> }) => (module.ENV['VIPS_WARNING'] = '0'),
  }).finally(optimiseAsUsual);
  // One picture at a time, each decoded once.
  vips.concurrency(1);
  vips.Cache.max(0);
  return vips;
}

async function loadRecogniser(): Promise<Recogniser> {
  const file = (name: string) => readFile(join(folder, name));
  const { head, ...layers } = JSON.parse((await file('layers.json')).toString()) as Layers;
  const kernels = await WebAssembly.compile(await file('kernels.wasm'));
  const packed = { ...layers, weightsFile: join(folder, 'layers.weights'), kernels };
  const threads = Math.max(1, Math.floor(settings.threads / workerCount(settings)));
  const recogniser = {
    networks: networkThreads(join(folder, 'networkThread.cjs'), packed, threads),
    head: new Head(head, join(folder, 'head.weights'), kernels),
  };
  const keys = (await file('dictionary.txt')).toString();
  // It loads while the lines are found; that it could not is told when they are read.
  const neck = loadNeck();
  neck.catch(() => undefined);
  // After the blank and the dictionary, the last class is the space.
  return { ...recogniser, neck, dictionary: [...keys.trimEnd().split(/\r?\n/), ' '] };
}

/** What is left to ONNX Runtime. */
async function loadNeck(): Promise<InferenceSession> {
  env.logLevel = 'error';
  // The others are kept busy by the layers before it: more would take a seventh more of the processors' time.
  env.wasm.numThreads = 1;
  // Relative to this file: a plain path is no module name on Windows, and a file URL is fetched when there are threads.
  env.wasm.wasmPaths = './';
  const code = await fileToLoad(join(folder, 'ort-wasm-simd-threaded.wasm'));
  // Of a view it would make a copy.
  env.wasm.wasmBinary = code.buffer;
  const file = await fileToLoad(join(folder, 'recognition.onnx'));
  optimiseLess();
  const neck = await InferenceSession.create(file).finally(optimiseAsUsual);
  delete env.wasm.wasmBinary;
  discard(code);
  discard(file);
  return neck;
}
