import * as v from 'valibot';
import { Problem } from '../../core/problem.ts';
import type { SessionState } from '../../core/transfer/sessionPort.ts';

/**
 * What an earlier request, perhaps one of another run, kept of an upload.
 *
 * @throws Problem `sessionUnusable`.
 */
export function keptState<S extends v.GenericSchema>(schema: S, state: SessionState): v.InferOutput<S> {
  const result = v.safeParse(schema, state);
  if (result.success) return result.output;
  throw new Problem('sessionUnusable', {});
}
