/** What runs in the thread of `manySources`: looks at files. */
import { statSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import { factsOf, type FileFacts } from './fileFacts.ts';

/** Full paths, or that there are no more. */
export type StatRequest = readonly string[] | 'end';

/** In the order of the paths; undefined for what is no file with a size. */
export type StatAnswer = readonly (FileFacts | undefined)[];

parentPort?.on('message', (request: StatRequest) => {
  if (request === 'end') parentPort?.close();
  else parentPort?.postMessage(request.map(look) satisfies StatAnswer);
});

function look(path: string): FileFacts | undefined {
  try {
    const stats = statSync(path, { bigint: true });
    return stats.isFile() && stats.size > 0n ? factsOf(stats) : undefined;
  } catch {
    return undefined;
  }
}
