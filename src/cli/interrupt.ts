import { getSystemErrorMessage } from 'node:util';
import { describe } from '../core/messages.ts';
import { ExitCode, stoppedCode } from './exitCode.ts';
import { tell } from './terminal.ts';

/**
 * Runs the task with a signal that Ctrl-C, SIGTERM and a standard output that takes no more abort: its reader went away
 * (`| head`), which is nothing to tell, or its disk is full. A second Ctrl-C or SIGTERM, whichever came first, ends the
 * process as if nobody listened.
 *
 * @returns The task's exit code, or that of a cancelled one when it was stopped before it could say.
 */
export async function interruptible(task: (signal: AbortSignal) => Promise<number>): Promise<number> {
  const controller = new AbortController();
  const letGo = (): void => {
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
  };
  const stop = (signal: NodeJS.Signals): void => {
    letGo();
    controller.abort(signal);
  };
  const output = { isFull: false };
  // Stays: what is still written after the reader went fails as well.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' && !output.isFull && error.errno !== undefined) {
      output.isFull = true;
      tell(describe('outputUnwritable', { reason: getSystemErrorMessage(error.errno) }));
    }
    controller.abort('SIGPIPE');
  });
  // There is no place left to tell of it.
  process.stderr.on('error', () => undefined);
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  try {
    const exitCode = await task(controller.signal);
    await written();
    return output.isFull ? ExitCode.somethingFailed : exitCode;
  } catch (thrown) {
    const { signal } = controller;
    if (signal.aborted) return stoppedCode(signal);
    throw thrown;
  } finally {
    letGo();
  }
}

/** Settles when it is known of all that was written whether standard output took it. */
function written(): Promise<unknown> {
  return new Promise((resolve) => process.stdout.write('', () => setImmediate(resolve)));
}
