/**
 * Entry of a thread that decodes one HEIC, bundled as dist/ocr/heifThread.cjs: the memory of libheif, 6 bytes a pixel
 * and more, never shrinks, but goes with its thread.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import startLibheif from 'libheif-js/libheif-wasm/libheif.js';
import { decodeHeif } from './decodeHeif.ts';
import type { HeifRequest } from './readHeif.ts';

const { folder, bytes, limits } = workerData as HeifRequest;
const libheif = startLibheif({ wasmBinary: readFileSync(join(folder, 'libheif.wasm')) });
const answer = decodeHeif(libheif, bytes, limits);
parentPort?.postMessage(answer, answer.kind === 'pixels' ? [answer.pixels.data.buffer] : []);
