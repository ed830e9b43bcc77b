/** `npm start`: everything that Porter does, once, with the samples or with files of one's own. */
import { createHash, type Hash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SecretMask } from '../core/maskSecrets.ts';
import { formatBytes } from '../core/formatBytes.ts';
import { filterSome } from '../core/mapSome.ts';
import type { Outcome, Selected, Source } from '../core/model.ts';
import { read, upload } from '../core/pipeline.ts';
import { sentenceOf } from '../core/problem.ts';
import type { ReadingProgress } from '../core/reading/readingProgress.ts';
import { isReadable } from '../core/reading/readableFile.ts';
import { TransferQueue } from '../core/transfer/transferQueue.ts';
import { receiverDestination } from '../node/destinations/createDestination.ts';
import { selectPaths } from '../node/files/selectPaths.ts';
import { sniffer } from '../node/files/sniffer.ts';
import { localReader } from '../node/ocr/localReader.ts';
import { startReceiver } from '../receiver/startReceiver.ts';
import { digestThreads } from './digestThreads.ts';
import { environmentSecrets } from './environmentSecrets.ts';
import { ExitCode, stoppedCode } from './exitCode.ts';
import { interruptible } from './interrupt.ts';
import { ocrAssets } from './ocrAssets.ts';
import { printReceipt } from './printReceipt.ts';
import { progressDisplay, readingDisplay } from './progressBar.ts';
import { printLine, tell } from './terminal.ts';

const samples = fileURLToPath(new URL('../../media/samples/', import.meta.url));

process.exitCode = await interruptible((signal) => tryOut(process.argv.slice(2), signal));

async function tryOut(paths: readonly string[], signal: AbortSignal): Promise<number> {
  // npm runs scripts in the checkout's folder, and tells where the person is.
  const cwd = process.env['INIT_CWD'] ?? process.cwd();
  const selection = await selectPaths(paths.length > 0 ? paths : [samples], { signal, cwd });
  const folder = await mkdtemp(join(tmpdir(), 'porter-'));
  try {
    const uploaded = await uploadAndFetchBack(selection, folder, signal);
    const wasRead = await readAll(await readableOf(selection, signal), signal);
    if (signal.aborted) return stoppedCode(signal);
    return uploaded && wasRead ? ExitCode.ok : ExitCode.somethingFailed;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function uploadAndFetchBack(
  selection: readonly Selected[],
  folder: string,
  signal: AbortSignal,
): Promise<boolean> {
  const receiver = await startReceiver({ folder }, signal);
  try {
    printLine(`A receiver listens at ${receiver.url}`);
    const services = {
      secrets: environmentSecrets('receiver'),
      env: process.env,
      mask: new SecretMask(),
      digests: digestThreads(),
    };
    const destination = receiverDestination('receiver', { kind: 'receiver' }, receiver, services);
    const outcomes = await uploadWithBar();
    for (const outcome of outcomes) printOutcome(outcome);
    return (await fetchOneBack(selection, outcomes, signal)) && outcomes.every(({ status }) => status === 'uploaded');

    async function uploadWithBar(): Promise<readonly Outcome[]> {
      using display = await progressDisplay(true);
      await using queue = new TransferQueue();
      return await upload(
        selection,
        destination,
        { sniffer, queue },
        { signal, onProgress: (progress) => display.show(progress) },
      );
    }
  } finally {
    await receiver.close();
  }
}

function printOutcome(outcome: Outcome): void {
  if (outcome.status === 'uploaded') printLine(`  ${outcome.file}  ${formatBytes(outcome.size)}  ${outcome.url ?? ''}`);
  else tell('problem' in outcome ? sentenceOf(outcome.file, outcome.problem) : `${outcome.file}: cancelled`);
}

/** Gets the first file back from its link and compares it byte for byte, by SHA-256. */
async function fetchOneBack(
  selection: readonly Selected[],
  outcomes: readonly Outcome[],
  signal: AbortSignal,
): Promise<boolean> {
  const uploaded = outcomes.find((outcome) => outcome.status === 'uploaded' && outcome.url !== undefined);
  const selected = selection.find((one) => one.kind === 'source' && one.source.path === uploaded?.file);
  if (uploaded?.status !== 'uploaded' || uploaded.url === undefined || selected?.kind !== 'source') return false;
  const answer = await fetch(uploaded.url, { signal });
  const there = await hashOf(answer.body ?? []);
  const here = await hashOf(contentOf(selected.source, signal));
  const isSame = answer.ok && there === here;
  printLine(
    isSame
      ? `Fetched back ${uploaded.url}: the same ${uploaded.size} bytes.`
      : `${uploaded.url} gave other bytes back.`,
  );
  return isSame;
}

function contentOf(source: Source, signal: AbortSignal): AsyncIterable<Uint8Array> {
  return source.open({}, signal);
}

async function hashOf(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<string> {
  const hash: Hash = createHash('sha256');
  for await (const chunk of chunks) hash.update(chunk);
  return hash.digest('hex');
}

/** What could not be selected was told of before; of what is nothing to read there is nothing to tell. */
async function readableOf(selection: readonly Selected[], signal: AbortSignal): Promise<readonly Selected[]> {
  const sources = selection.filter(({ kind }) => kind === 'source');
  return filterSome(sources, (selected) => isReadable(selected, sniffer, signal));
}

async function readAll(selection: readonly Selected[], signal: AbortSignal): Promise<boolean> {
  const reader = localReader({ assetsFolder: ocrAssets() });
  try {
    using display = await readingDisplay(true);
    const onProgress = (progress: ReadingProgress) => display.show(progress);
    const readings = await read(selection, reader, { signal, pages: reader, onProgress });
    display[Symbol.dispose]();
    for (const reading of readings) {
      if (reading.status === 'read') {
        printLine('');
        printLine(`Read in ${Math.round(reading.durationMs)} ms:`);
        printReceipt(reading.file, reading.receipt);
      }
      if (reading.status === 'failed') tell(sentenceOf(reading.file, reading.problem));
    }
    return readings.every(({ status }) => status !== 'failed');
  } finally {
    await reader.dispose();
  }
}
