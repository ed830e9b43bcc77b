import { execFile } from 'node:child_process';
import { Problem } from '../../../core/problem.ts';

const command = 'tesseract';

/** In bytes: a page of words takes some hundred kilobytes. */
const outputLimit = 64_000_000;

/**
 * Runs Tesseract, and kills it when the signal says stop.
 *
 * @param input what it reads as `stdin`.
 * @returns what it printed.
 * @throws Problem `engineMissing` where it is not installed, `engineFailed` with its last words; the signal's reason.
 */
export async function runTesseract(args: readonly string[], signal: AbortSignal, input?: Uint8Array): Promise<string> {
  signal.throwIfAborted();
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const options = { signal, maxBuffer: outputLimit, killSignal: 'SIGKILL', windowsHide: true } as const;
  const child = execFile(command, args, options, (error, stdout, stderr) => {
    if (error === null) resolve(stdout);
    else reject(signal.aborted ? (signal.reason as Error) : problemOf(error, stderr));
  });
  // It may end before it has read everything: why, it tells by how it ends.
  child.stdin?.on('error', () => undefined).end(input);
  return promise;
}

function problemOf(error: Error, stderr: string): Problem {
  const { code, signal } = error as { readonly code?: unknown; readonly signal?: unknown };
  if (code === 'ENOENT') return new Problem('engineMissing', { engine: 'tesseract', command }, { cause: error });
  if (code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') return failed('it printed without end', error);
  const words = stderr.trim().split('\n').at(-1)?.trim();
  const ended = typeof signal === 'string' ? `it was ended by ${signal}` : `it ended with ${String(code)}`;
  return failed(words ? `${ended}: ${words}` : ended, error);
}

function failed(reason: string, cause: Error): Problem {
  return new Problem('engineFailed', { engine: 'tesseract', reason }, { cause });
}
