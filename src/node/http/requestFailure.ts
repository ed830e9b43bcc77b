import { throwIfAborted } from '../../core/clock.ts';
import { Problem } from '../../core/problem.ts';
import { networkCodeOf, TransferError } from '../../core/transfer/transferError.ts';
import { ExchangeFailed } from './exchange.ts';
import { IdleTimeout } from './idleTimeout.ts';
import { networkProblem, proxyProblem } from './networkProblem.ts';
import { ProxyFailure } from './proxyFailure.ts';

/** What a request threw, as `Destination.send` tells it: for a person, and for the retry policy. */
export function requestFailure(thrown: unknown, timeoutSeconds: number, signal: AbortSignal): Error {
  throwIfAborted(signal);
  const causes = chainOf(thrown);
  // One of a file or a setting, out of the body.
  const problem = causes.find((error): error is Problem => error instanceof Problem);
  // It passes, and no server takes a request for whole that it cut short.
  if (problem?.code === 'filesExhausted') {
    return new TransferError(problem, { sent: 'nothing', networkCode: 'EMFILE' }, { cause: thrown });
  }
  if (problem !== undefined) return problem;
  if (!(thrown instanceof ExchangeFailed)) return thrown instanceof Error ? thrown : new Error(String(thrown));
  const { host, sent } = thrown;
  const isIdle = causes.some((error) => error instanceof IdleTimeout);
  const code = isIdle ? 'ETIMEDOUT' : (networkCodeOf(thrown) ?? '');
  const proxy = causes.find((error) => error instanceof ProxyFailure);
  if (proxy?.status !== undefined) {
    return new TransferError(
      proxyProblem(proxy, host, code, causes),
      { sent, status: proxy.status },
      { cause: thrown },
    );
  }
  const told = proxy ? proxyProblem(proxy, host, code, causes) : networkProblem(code, host, timeoutSeconds, causes);
  // Such a server has taken nothing, even where it says so only after the first bytes (RFC 8446 §4.4.2.4).
  const isRefused = told.code === 'clientCertificateRefused';
  const failure = { sent: isRefused ? ('nothing' as const) : sent, ...(code === '' ? {} : { networkCode: code }) };
  return new TransferError(told, failure, { cause: thrown });
}

function chainOf(thrown: unknown): readonly Error[] {
  const chain: Error[] = [];
  for (let error = thrown; error instanceof Error && !chain.includes(error); error = error.cause) chain.push(error);
  return chain;
}
