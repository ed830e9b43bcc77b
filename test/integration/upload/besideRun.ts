/** A process that sends files in a thread and then does nothing more: besideRun.ts URL FILE... */
import { pathToFileURL } from 'node:url';
import { SecretMask } from '../../../src/core/maskSecrets.ts';
import { upload } from '../../../src/core/pipeline.ts';
import { TransferQueue } from '../../../src/core/transfer/transferQueue.ts';
import { selectPaths } from '../../../src/node/files/selectPaths.ts';
import { sniffer } from '../../../src/node/files/sniffer.ts';
import { SmallFileSender } from '../../../src/node/sending/smallFileSender.ts';
import { destinationOf, signal } from './given.ts';

/** In milliseconds. */
const forLong = 10 ** 9;
const [script = '', url = '', ...files] = process.argv.slice(2);
const profile = { kind: 'raw', url } as const;
const services = { secrets: { get: () => Promise.resolve(undefined) }, mask: new SecretMask() };
const beside = new SmallFileSender(pathToFileURL(script), forLong).to({ name: 'test', profile }, services);
const selection = await selectPaths(files, { signal, cwd: process.cwd() });
const outcomes = await upload(
  selection,
  destinationOf(profile),
  { sniffer, beside, queue: new TransferQueue() },
  { signal },
);
process.stdout.write(String(outcomes.filter(({ status }) => status === 'uploaded').length));
