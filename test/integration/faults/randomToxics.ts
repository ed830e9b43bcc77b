import { seeded } from './seeded.ts';
import type { Stream, Toxic } from './toxics.ts';

interface RandomToxics {
  readonly seed: number;
  /** Share of the connections that something happens to. */
  readonly rate: number;
  /** About as many bytes as a connection carries to the server: faults fall into them, and a little behind. */
  readonly bytes: number;
  /** In milliseconds: delays are below this, silence is three times as long. */
  readonly idleTimeout: number;
}

/** A toxic for some of the connections, always the same for the same seed. */
export function randomToxics({ seed, rate, bytes, idleTimeout }: RandomToxics): (connection: number) => Toxic[] {
  return (connection) => {
    const random = seeded(seed + connection * 7919);
    // The first numbers of neighbouring seeds are alike.
    random();
    if (random() >= rate) return [];
    const stream: Stream = random() < 0.6 ? 'upstream' : 'downstream';
    const up = stream === 'upstream';
    const choices: readonly (() => Toxic)[] = [
      () => ({ type: 'latency', stream, latency: random() * 20, jitter: random() * 5 }),
      () => ({ type: 'bandwidth', stream, rate: Math.max(1, bytes / 1000) * (2 + random() * 20) }),
      () => ({ type: 'slow_close', stream, delay: random() * 50 }),
      () => ({ type: 'timeout', stream, timeout: random() < 0.5 ? random() * idleTimeout : idleTimeout * 3 }),
      () => ({ type: 'reset_peer', stream, timeout: random() * 30 }),
      () => ({
        type: 'slicer',
        stream,
        average_size: up ? bytes / 20 : 20,
        size_variation: up ? bytes / 40 : 10,
        delay: 200,
      }),
      () => ({ type: 'limit_data', stream, bytes: Math.floor(random() * (up ? bytes * 1.2 : 600)) }),
      () => ({ type: 'down', stream, timeout: random() * 100 }),
    ];
    // What breaks a connection off is the interesting part.
    const weighted = [0, 1, 2, 3, 4, 4, 4, 5, 6, 6, 6, 6, 7].map((index) => choices[index]);
    const choice = weighted[Math.floor(random() * weighted.length)];
    return choice ? [choice()] : [];
  };
}
