/**
 * Faults of a connection, named and measured as toxiproxy does (github.com/Shopify/toxiproxy, "Toxics"): each is a step
 * that the bytes of one direction pass.
 */
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';

/** From the client to the server, or back. */
export type Stream = 'upstream' | 'downstream';

export type Toxic = { readonly stream: Stream } & (
  | { readonly type: 'latency'; readonly latency: number; readonly jitter: number }
  /** In kilobytes per second. */
  | { readonly type: 'bandwidth'; readonly rate: number }
  /** The end comes later, by so many milliseconds. */
  | { readonly type: 'slow_close'; readonly delay: number }
  /** Nothing passes; the connection closes after so many milliseconds, or never when 0. */
  | { readonly type: 'timeout'; readonly timeout: number }
  /** The connection is reset (RST) so many milliseconds after its first byte. */
  | { readonly type: 'reset_peer'; readonly timeout: number }
  /** Sizes in bytes, the delay between two slices in microseconds. */
  | {
      readonly type: 'slicer';
      readonly average_size: number;
      readonly size_variation: number;
      readonly delay: number;
    }
  /** The connection closes once so many bytes have passed. */
  | { readonly type: 'limit_data'; readonly bytes: number }
  /** The whole proxy refuses connections for so many milliseconds, from the first byte of this one. */
  | { readonly type: 'down'; readonly timeout: number }
);

/** What a toxic can do to its connection. */
export interface Link {
  /** Aborted when the connection has ended. */
  readonly signal: AbortSignal;
  readonly random: () => number;
  readonly close: () => void;
  readonly reset: () => void;
  /** Ends this and every other connection; refuses new ones for so long. */
  readonly goDown: (ms: number) => void;
}

/** The bytes as they come out. `onEffect` is called once, when the toxic first does something. */
export async function* withToxic(
  chunks: AsyncIterable<Buffer>,
  toxic: Toxic,
  link: Link,
  onEffect: () => void,
): AsyncGenerator<Buffer> {
  let passed = 0;
  const start = performance.now();
  for await (const chunk of chunks) {
    const isFirst = passed === 0;
    passed += chunk.length;
    if (isFirst && toxic.type !== 'limit_data' && toxic.type !== 'slow_close') onEffect();
    switch (toxic.type) {
      case 'latency':
        await wait(Math.max(0, toxic.latency + toxic.jitter * (2 * link.random() - 1)), undefined, link);
        yield chunk;
        break;
      case 'bandwidth': {
        yield chunk;
        const due = start + passed / toxic.rate;
        await wait(Math.max(0, due - performance.now()), undefined, link);
        break;
      }
      case 'slicer':
        for (const slice of slices(chunk, toxic, link.random)) {
          yield slice;
          await wait(toxic.delay / 1000, undefined, link);
        }
        break;
      case 'slow_close':
        yield chunk;
        break;
      case 'timeout':
        if (isFirst && toxic.timeout > 0) void afterwards(toxic.timeout, link, link.close);
        break;
      case 'reset_peer':
        if (isFirst) void afterwards(toxic.timeout, link, link.reset);
        yield chunk;
        break;
      case 'limit_data':
        if (passed < toxic.bytes) {
          yield chunk;
        } else {
          onEffect();
          yield chunk.subarray(0, chunk.length - (passed - toxic.bytes));
          link.close();
          return;
        }
        break;
      case 'down':
        link.goDown(toxic.timeout);
        return;
    }
  }
  if (toxic.type === 'slow_close') {
    onEffect();
    await wait(toxic.delay, undefined, link);
  }
  // The end does not pass either.
  if (toxic.type === 'timeout' && !link.signal.aborted) await once(link.signal, 'abort');
}

async function afterwards(ms: number, link: Link, act: () => void): Promise<void> {
  try {
    await wait(ms, undefined, link);
    act();
  } catch {
    // The connection ended before.
  }
}

function* slices(
  chunk: Buffer,
  { average_size: average, size_variation: variation }: Extract<Toxic, { type: 'slicer' }>,
  random: () => number,
): Generator<Buffer> {
  for (let at = 0; at < chunk.length;) {
    const size = Math.max(1, Math.round(average + variation * (2 * random() - 1)));
    yield chunk.subarray(at, (at += size));
  }
}
