import { isAscii } from 'node:buffer';
import {
  closeSync,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { constants, Script } from 'node:vm';
import { crc32 } from 'node:zlib';

/** A bundle that runs. */
interface RunningBundle<T> {
  readonly exports: T;
  /** Keeps the code of all that was called until now, unless an earlier run has kept it. */
  keepCode(): void;
}

type Wrapper = (module: { exports: unknown }, bundleUrl: string) => void;

/**
 * Runs a bundle by the code that V8 made of it in an earlier run. That has all functions that were called then, while
 * what Node keeps by itself (`module.enableCompileCache`) has only those that run as a module is loaded.
 *
 * @param file full path of a CommonJS bundle that requires nothing; it knows its own address as `bundleUrl`.
 * @param folder where its code is kept, and nothing else. What lies there is run if it is the user's own.
 */
export function runBundle<T>(file: string, folder: string): RunningBundle<T> {
  const source = readFileSync(file);
  // V8 sees whether code is of this Node, but not of which processor, and knows its source by the length alone; and
  // many tools that install packages give all files the same time.
  const kept = join(folder, `${basename(file)}-${process.arch}-${crc32(source).toString(16)}`);
  const code = codeIn(kept);
  // What needs no decoding is there at once.
  const text = source.toString(isAscii(source) ? 'latin1' : 'utf8');
  const script = new Script(`((module, bundleUrl) => {${text}\n})`, {
    filename: file,
    ...(code && { cachedData: code }),
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  const module = { exports: {} };
  (script.runInThisContext() as Wrapper)(module, pathToFileURL(file).href);
  return {
    exports: module.exports as T,
    keepCode() {
      if (code === undefined || script.cachedDataRejected === true) keep(kept, script.createCachedData());
    },
  };
}

/** In bytes. It stands behind the code: V8 takes whatever it is given, and falls over what is damaged. */
const checksumSize = 4;

function codeIn(path: string): Buffer | undefined {
  try {
    const content = readOwn(path);
    const code = content.subarray(0, -checksumSize);
    return content.readUInt32LE(code.length) === crc32(code) ? code : undefined;
  } catch {
    return undefined;
  }
}

/** Not another user's: under `sudo` the folders may still be those of who called it. */
function readOwn(path: string): Buffer {
  const file = openSync(path, 'r');
  try {
    if (process.geteuid && fstatSync(file).uid !== process.geteuid()) throw new Error(`${path} is another user's`);
    return readFileSync(file);
  } finally {
    closeSync(file);
  }
}

/** Whole, or not at all; where it can't be kept, the next run compiles again. */
function keep(path: string, code: Uint8Array): void {
  const temporary = `${path}.${process.pid}`;
  try {
    const folder = dirname(path);
    makeFolder(folder);
    // That of bundles that were replaced.
    for (const name of readdirSync(folder)) rmSync(join(folder, name), { force: true });
    const checksum = Buffer.alloc(checksumSize);
    checksum.writeUInt32LE(crc32(code));
    try {
      writeFileSync(temporary, Buffer.concat([code, checksum]), { mode: 0o600, flush: true });
      renameSync(temporary, path);
    } finally {
      rmSync(temporary, { force: true });
    }
  } catch {
    // A folder that can't be written to, or a disk that is full.
  }
}

/**
 * Node's own `recursive` goes on for ever where nothing can be made and the system calls that ENOENT, as below /proc.
 */
function makeFolder(path: string): void {
  const parent = dirname(path);
  if (existsSync(path) || parent === path) return;
  makeFolder(parent);
  mkdirSync(path, { mode: 0o700 });
}
