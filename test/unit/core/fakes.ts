/** Stand-ins for what core asks of the world. */
import type { PlannedFile, Selected, Source } from '../../../src/core/model.ts';
import type { Destination, SendOptions, Uploaded } from '../../../src/core/ports.ts';
import { Problem } from '../../../src/core/problem.ts';
import { TransferError, type Failure } from '../../../src/core/transfer/transferError.ts';

export const never = new AbortController().signal;

export function source(path: string, size = 100): Source {
  return {
    id: `file:///chosen/${path}`,
    name: path.split('/').at(-1) ?? path,
    path,
    size,
    open: () => {
      throw new Error('not read here');
    },
  };
}

export function planned(path: string, size = 100): PlannedFile {
  return { source: source(path, size), name: path, mediaType: 'text/plain', warnings: [] };
}

export function selected(...paths: string[]): Selected[] {
  return paths.map((path) => ({ kind: 'source', source: source(path) }));
}

/** A file that was chosen and is no more. */
export const gone: Selected & { readonly kind: 'rejected' } = {
  kind: 'rejected',
  id: 'gone',
  path: 'gone',
  problem: new Problem('fileNotFound', { file: 'gone' }),
};

export type Send = (files: readonly PlannedFile[], options: SendOptions) => Promise<readonly Uploaded[]>;

/** A destination that sends as told; by default it takes all and links to it. */
export function destination(send: Send = takesAll, more: Partial<Destination> = {}): Destination {
  return {
    name: 'web',
    host: 'example.com',
    target: 'http://example.com/',
    limits: { filesPerRequest: 1 },
    retries: 4,
    idempotent: true,
    nameFor: ({ name }) => Promise.resolve(name),
    preview: (files) =>
      Promise.resolve({ method: 'POST', url: 'http://a/', headers: [], body: files.map(({ name }) => name) }),
    send,
    ...more,
  };
}

export const takesAll: Send = (files, { onBytes }) => {
  onBytes(files.reduce((sum, file) => sum + file.source.size, 0));
  return Promise.resolve(files.map(({ name }) => ({ url: `http://example.com/${name}` })));
};

/** What an adapter throws for a request that failed. */
export function failure(how: Partial<Failure>): TransferError {
  const problem = new Problem('connectionLost', { host: 'example.com' });
  return new TransferError(problem, { sent: 'something', ...how });
}

/** A promise and what settles it. */
export function gate(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}

/** What a request does that listens to its signal: it ends when cancelled. */
export function untilCancelled(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(new DOMException('', 'AbortError')), { once: true });
  });
}
