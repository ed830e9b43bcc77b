import { fileURLToPath } from 'node:url';

/** The engine's files: dist/ocr, beside the folder of the bundle. */
export function ocrAssets(): string {
  return fileURLToPath(new URL('../ocr/', import.meta.url));
}
