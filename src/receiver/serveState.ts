import envPaths from 'env-paths';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { get, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import * as v from 'valibot';
import { Problem } from '../core/problem.ts';
import { makeFolder } from '../node/files/makeFolder.ts';
import { replaceFile } from '../node/files/replaceFile.ts';
import { systemReason } from '../node/files/systemReason.ts';
import { proofOf, proofPath } from './requestListener.ts';
import type { Receiver } from './startReceiver.ts';

/** What is written down of a running `porter serve`. */
const stateSchema = v.object({
  url: v.pipe(v.string(), v.regex(/^http:\/\/127\.0\.0\.1:\d{1,5}$/)),
  token: v.nullable(v.string()),
  proofKey: v.pipe(v.string(), v.minLength(32)),
  folder: v.string(),
  pid: v.pipe(v.number(), v.integer()),
});

/** A receiver of this user that runs in another process. */
type RunningReceiver = Readonly<v.InferOutput<typeof stateSchema>>;

/** In milliseconds; a receiver on this machine answers at once. */
const probeTimeout = 3000;

/** `~/.local/state/porter/serve` on Linux (XDG Base Directory Specification): a file for each port. */
export function serveStateFolder(): string {
  return join(envPaths('porter', { suffix: '' }).log, 'serve');
}

/**
 * Lets the commands of this user find the receiver.
 *
 * @returns what takes it back, for when the receiver stops.
 * @throws Problem `receiverNotFindable`; AbortError.
 */
export async function announceReceiver(
  receiver: Pick<Receiver, 'url' | 'token' | 'proofKey' | 'folder' | 'port'>,
  stateFolder: string,
  signal: AbortSignal,
): Promise<() => Promise<void>> {
  const { url, token, proofKey, folder, port } = receiver;
  const state: RunningReceiver = { url, token, proofKey, folder, pid: process.pid };
  const path = join(stateFolder, `${port}.json`);
  try {
    await makeFolder(stateFolder, 0o700);
    await replaceFile(path, JSON.stringify(state), signal);
  } catch (cause) {
    signal.throwIfAborted();
    throw new Problem('receiverNotFindable', { folder: stateFolder, reason: systemReason(cause) }, { cause });
  }
  return () => rm(path, { force: true });
}

/**
 * The receiver that this user started last and that really runs; what is left of others is removed. Whatever listens
 * on a port must prove itself before it gets to see a token.
 *
 * @param folder full path of where it keeps files, of one that may be started again just now; default: any.
 */
export async function findRunningReceiver(
  stateFolder: string,
  signal: AbortSignal,
  folder?: string,
): Promise<RunningReceiver | undefined> {
  for (const path of await latestFirst(stateFolder, signal)) {
    const state = await readState(path, signal);
    if (folder !== undefined && state !== undefined && state.folder !== folder) continue;
    const answer = state === undefined ? 'other' : await probe(state, signal);
    if (answer === 'ours') return state;
    // Whoever waits for one that is being started does not take its state away.
    if (answer === 'other' && folder === undefined) await rm(path, { force: true });
  }
  return undefined;
}

async function latestFirst(stateFolder: string, signal: AbortSignal): Promise<string[]> {
  signal.throwIfAborted();
  const names = await readdir(stateFolder).catch(() => []);
  const dated = await Promise.all(
    names
      .filter((name) => /^\d+\.json$/.test(name))
      .map(async (name) => {
        const path = join(stateFolder, name);
        const time = await stat(path).then(
          ({ mtimeMs }) => mtimeMs,
          () => 0,
        );
        return { path, time };
      }),
  );
  return dated.sort((one, other) => other.time - one.time).map(({ path }) => path);
}

async function readState(path: string, signal: AbortSignal): Promise<RunningReceiver | undefined> {
  try {
    const content: unknown = JSON.parse(await readFile(path, { encoding: 'utf8', signal }));
    const parsed = v.safeParse(stateSchema, content);
    return parsed.success ? parsed.output : undefined;
  } catch {
    signal.throwIfAborted();
    return undefined;
  }
}

/** Asks for a proof that only who has the key can give; the key itself is not sent. */
async function probe({ url, proofKey }: RunningReceiver, signal: AbortSignal): Promise<'ours' | 'other' | 'silent'> {
  const challenge = randomBytes(16).toString('hex');
  const timeout = AbortSignal.timeout(probeTimeout);
  try {
    const answer = await getText(`${url}${proofPath}?challenge=${challenge}`, AbortSignal.any([signal, timeout]));
    return answer.includes(proofOf(proofKey, challenge)) ? 'ours' : 'other';
  } catch {
    signal.throwIfAborted();
    return timeout.aborted ? 'silent' : 'other';
  }
}

/** The first kilobyte of an answer. */
async function getText(url: string, signal: AbortSignal): Promise<string> {
  const request = get(url, { signal, agent: false });
  // One that comes after the answer has begun concerns the answer, which tells it too.
  request.on('error', () => undefined);
  try {
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    let text = '';
    for await (const chunk of response.setEncoding('utf8') as AsyncIterable<string>) {
      text += chunk;
      if (text.length > 1024) break;
    }
    return text;
  } finally {
    request.destroy();
  }
}
