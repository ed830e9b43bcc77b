/** `editorHost.ts FOLDER [URL]`: uploads a folder as the extension does, and tells what it cost the process it is in. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { SecretMask } from '../src/core/maskSecrets.ts';
import { upload } from '../src/core/pipeline.ts';
import { makePlan } from '../src/core/plan.ts';
import { TransferQueue } from '../src/core/transfer/transferQueue.ts';
import { createDestination } from '../src/node/destinations/createDestination.ts';
import { digests } from '../src/node/files/digest.ts';
import { FilePrefetcher } from '../src/node/files/filePrefetcher.ts';
import { selectPaths } from '../src/node/files/selectPaths.ts';
import { sniffer } from '../src/node/files/sniffer.ts';
import type { EditorFigures } from './editor.ts';

const [folder = '', url] = process.argv.slice(2);
const { signal } = new AbortController();
const secrets = { get: () => Promise.resolve(undefined) };
const services = { secrets, env: {}, mask: new SecretMask(), digests };
const destination = createDestination('bench', { kind: 'form', url: url ?? 'http://127.0.0.1/' }, services);
const delay = monitorEventLoopDelay({ resolution: 1 });

delay.enable();
const start = performance.now();
const selection = await selectPaths([folder], { signal, cwd: process.cwd() });
await makePlan(selection, destination, sniffer, signal);
const planSeconds = (performance.now() - start) / 1000;
if (url !== undefined) {
  const prefetcher = new FilePrefetcher(new URL('prefetchThread.mjs', import.meta.url));
  await using queue = new TransferQueue();
  const outcomes = await upload(
    selection,
    destination,
    { sniffer, prefetcher, queue },
    { signal, onProgress: () => undefined },
  );
  if (outcomes.some(({ status }) => status !== 'uploaded')) throw new Error('a file was not uploaded');
}
delay.disable();
const seconds = (performance.now() - start) / 1000;
const figures: EditorFigures = { planSeconds, seconds, longestPauseMs: delay.max / 1e6 };
console.log(JSON.stringify(figures));
