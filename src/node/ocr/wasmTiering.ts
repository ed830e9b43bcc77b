import { setFlagsFromString } from 'node:v8';

/**
 * What a function of a WebAssembly module spends before V8 optimises it, as V8 13 and 14 have it; no other is known.
 */
const usualBudget = 13_000_000;
const isKnown = /^1[34]\./.test(process.versions.v8);

/**
 * Has V8 optimise only those functions of the WebAssembly modules that are compiled from now on which take much of the
 * time. Optimising all that run for a moment takes up to 250 MB of memory. It holds for all threads of the process.
 */
export function optimiseLess(): void {
  setBudget(200_000_000);
}

/** Takes `optimiseLess` back. */
export function optimiseAsUsual(): void {
  setBudget(usualBudget);
}

/** Looked at when a module is compiled; V8 doesn't tell what it is. */
function setBudget(budget: number): void {
  if (isKnown) setFlagsFromString(`--wasm-tiering-budget=${budget}`);
}
