import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runBundle } from './compiledBundle.ts';
import { ExitCode } from './exitCode.ts';
import type * as program from './program.ts';
import { userFolders } from './userFolders.ts';

/** What keeps code of its own, as other functions are called. */
const commands = ['upload', 'resume', 'ocr', 'parse', 'serve'];

/** In seconds. V8 lets go of code that was not called for long. */
const longRun = 10;

/** Runs the command line. */
export async function start(): Promise<void> {
  const command = commands.find((name) => name === process.argv[2]) ?? 'help';
  const file = fileURLToPath(new URL('program.cjs', import.meta.url));
  const bundle = runBundle<typeof program>(file, join(userFolders.cache, 'code', command));
  process.exitCode = await bundle.exports.run(process.argv);
  if (process.uptime() < longRun) bundle.keepCode();
  // Requests that were left as they were would keep it waiting.
  if (process.exitCode === ExitCode.terminated) process.exit();
}
