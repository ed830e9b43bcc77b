import { mock } from 'node:test';

/** The next time limit that is set: it ends when it is told to. */
interface HeldTimeLimit extends Disposable {
  /** How long it was to be, in milliseconds; undefined: none was set. */
  readonly length: unknown;
  end(): void;
}

/** Takes the place of the next `AbortSignal.timeout`, so that a busy machine can't make it end too early. */
export function holdTimeLimit(): HeldTimeLimit {
  const limit = new AbortController();
  const { mock: timeout } = mock.method(AbortSignal, 'timeout');
  timeout.mockImplementationOnce(() => limit.signal);
  return {
    get length() {
      return timeout.calls[0]?.arguments[0];
    },
    end: () => limit.abort(new DOMException('The time limit has ended.', 'TimeoutError')),
    [Symbol.dispose]: () => timeout.restore(),
  };
}
