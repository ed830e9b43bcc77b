import { ExitCode } from './exitCode.ts';

/**
 * Runs the task with a signal that Ctrl-C, SIGTERM and a reader of standard output that goes away (`| head`) abort; a
 * second Ctrl-C ends the process as if nobody listened.
 *
 * @returns The task's exit code, or that of a cancelled one when it was stopped before it could say.
 */
export async function interruptible(task: (signal: AbortSignal) => Promise<number>): Promise<number> {
  const controller = new AbortController();
  const stop = (signal: NodeJS.Signals): void => controller.abort(signal);
  // Stays: what is still written after the reader went fails as well.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    stop('SIGPIPE');
  });
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  try {
    return await task(controller.signal);
  } catch (thrown) {
    if (controller.signal.aborted) return ExitCode.cancelled;
    throw thrown;
  } finally {
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
  }
}
