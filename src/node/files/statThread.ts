/** What runs in the thread of `ManySources`: looks at files. */
import { parentPort } from 'node:worker_threads';
import { lookAt, type FileFacts } from './fileFacts.ts';

/** Full paths, or that there are no more. */
export type StatRequest = readonly string[] | 'end';

/** In the order of the paths; undefined for what is no file with a size. */
export type StatAnswer = readonly (FileFacts | undefined)[];

parentPort?.on('message', (request: StatRequest) => {
  if (request === 'end') parentPort?.close();
  else parentPort?.postMessage(request.map(lookAt) satisfies StatAnswer);
});
