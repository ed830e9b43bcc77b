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
  const [, , name, ...rest] = process.argv;
  const isHelp = rest.includes('--help') || rest.includes('-h');
  const command = isHelp ? 'help' : (commands.find((known) => known === name) ?? 'help');
  const file = fileURLToPath(new URL('program.cjs', import.meta.url));
  const bundle = runBundle<typeof program>(file, join(userFolders.cache, 'code', command));
  process.exitCode = await bundle.exports.run(process.argv);
  // What did not get to its work called little, and later runs would have no more than that.
  if (process.exitCode !== ExitCode.wrongUse && process.uptime() < longRun) bundle.keepCode();
  // All is told and written. What was left to another run has requests yet whose answers nobody uses.
  if (process.exitCode === ExitCode.terminated) process.exit();
}
