import { fileURLToPath } from 'node:url';
import { startProgram, type Program } from './program.ts';

/** Debian's, which has the packages; another may come first on PATH. */
const python = '/usr/bin/python3';

/** A receiver on aiohttp that tells what it read (aiohttp_receiver.py). */
export function startAiohttp(): Promise<Program> {
  const script = fileURLToPath(new URL('aiohttp_receiver.py', import.meta.url));
  return startProgram(python, [script], { ready: /^(\d+)$/ });
}

/** httpbin: answers, redirects and statuses of any kind. */
export function startHttpbin(): Promise<Program> {
  const ready = /Running on http:\/\/127\.0\.0\.1:(\d+)/;
  return startProgram(python, ['-m', 'httpbin.core', '--port', '0'], { output: 'stderr', ready });
}
