import nodeModule from 'node:module';
import { ExitCode } from './exitCode.ts';
import { userFolders } from './userFolders.ts';

/** Runs the command line; what it loads for that is compiled once. */
export async function start(): Promise<void> {
  // Not the folder that Node would take: what lies in /tmp could be another user's.
  nodeModule.enableCompileCache(userFolders.cache);
  const { run } = await import('./program.ts');
  process.exitCode = await run(process.argv);
  // Requests that were left as they were would keep it waiting.
  if (process.exitCode === ExitCode.terminated) process.exit();
}
