/** What runs in the thread of a `SendingThread`: destinations of its own, to which it sends files that it reads itself. */
import { fileURLToPath } from 'node:url';
import { parentPort } from 'node:worker_threads';
import { SecretMask } from '../../core/maskSecrets.ts';
import type { Destination, Secrets } from '../../core/ports.ts';
import { findingTypes } from '../../core/typedFile.ts';
import { destinationFrom } from '../destinations/createDestination.ts';
import { digests } from '../files/digest.ts';
import { readingHere } from '../files/fileReading.ts';
import { sourceOf } from '../files/fileSource.ts';
import { sniffer } from '../files/sniffer.ts';
import { errorFrom, toldError, type Order, type Report } from './sendingMessages.ts';

const destinations = new Map<number, Destination>();
const requests = new Map<number, AbortController>();
const questions = new Map<number, PromiseWithResolvers<string | undefined>>();
let asked = 0;
let reports: Report[] = [];

parentPort?.on('message', (orders: readonly Order[]) => orders.forEach(follow));
report({ kind: 'ready' });

function follow(order: Order): void {
  switch (order.kind) {
    case 'open':
      destinations.set(order.destination, open(order));
      break;
    case 'send':
      void send(order);
      break;
    case 'cancel':
      requests.get(order.request)?.abort();
      break;
    case 'secret':
      questions.get(order.question)?.resolve(order.value);
      questions.delete(order.question);
      break;
    case 'secretFailed':
      questions.get(order.question)?.reject(errorFrom(order.error));
      questions.delete(order.question);
      break;
    case 'close':
      destinations.delete(order.destination);
      break;
    case 'end':
      parentPort?.close();
  }
}

function open({ destination, setup, network }: Order & { kind: 'open' }): Destination {
  const secrets: Secrets = {
    get(name, origin) {
      const question = ++asked;
      const answer = Promise.withResolvers<string | undefined>();
      questions.set(question, answer);
      report({ kind: 'ask', question, destination, name, origin });
      return answer.promise;
    },
  };
  const mask = new TellingMask((secret) => report({ kind: 'used', destination, secret }));
  return findingTypes(destinationFrom(setup, { secrets, env: process.env, mask, digests, network }), sniffer);
}

/** Hands on what it is told. */
class TellingMask extends SecretMask {
  readonly #onAdd: (secret: string) => void;
  readonly #told = new Set<string>();

  constructor(onAdd: (secret: string) => void) {
    super();
    this.#onAdd = onAdd;
  }

  override add(secret: string): void {
    super.add(secret);
    if (this.#told.has(secret)) return;
    this.#told.add(secret);
    this.#onAdd(secret);
  }
}

async function send({ request, destination, file }: Order & { kind: 'send' }): Promise<void> {
  const { id, path, name, mediaType } = file;
  const cancellation = new AbortController();
  requests.set(request, cancellation);
  try {
    const source = sourceOf(fileURLToPath(id), path, file, readingHere);
    const planned = { source, name, mediaType, warnings: [] };
    const options = { signal: cancellation.signal, onBytes: () => undefined };
    const [uploaded = {}] = (await destinations.get(destination)?.send([planned], options)) ?? [];
    report({ kind: 'sent', request, uploaded });
  } catch (error) {
    report({ kind: 'failed', request, error: toldError(error) });
  } finally {
    requests.delete(request);
  }
}

/** All of one turn of the event loop go together. */
function report(one: Report): void {
  if (reports.push(one) > 1) return;
  setImmediate(() => {
    const all = reports;
    reports = [];
    parentPort?.postMessage(all);
  });
}
