import { isObject } from '../../core/isObject.ts';
import { Problem } from '../../core/problem.ts';
import { TransferError } from '../../core/transfer/transferError.ts';

/** What the problems of a connection say of an engine. */
const unreachableReasons: Readonly<Record<string, string>> = {
  connectionRefused: 'nothing listens there',
  hostNotFound: 'its name cannot be found',
  tlsUnspoken: 'it does not speak TLS',
  connectionLost: 'the connection broke off',
  timedOut: 'it is silent',
  connectionsExhausted: 'the system allows no further connection',
};

/** A failure of the network, in words that fit an engine; those of a proxy name its settings already. */
export function engineUnreachable(failure: Error, host: string, engine: string): Error {
  if (!(failure instanceof TransferError)) return failure;
  const { problem } = failure;
  const details: unknown = problem.details;
  const told = isObject(details) && !('proxy' in details) ? details['reason'] : undefined;
  const reason = unreachableReasons[problem.code] ?? told;
  if (typeof reason !== 'string') return problem;
  return new Problem('engineUnreachable', { engine, host, reason }, { cause: failure });
}
