import * as v from 'valibot';
import type { SessionState } from '../../../core/transfer/sessionPort.ts';
import { keptState } from '../keptState.ts';

const stateSchema = v.object({
  /** The upload's address at the destination's origin. */
  path: v.pipe(v.string(), v.startsWith('/')),
  /** Where the file is, once all of it is there. */
  uploaded: v.exactOptional(
    v.object({
      url: v.exactOptional(v.string()),
      storedPath: v.exactOptional(v.string()),
      warnings: v.exactOptional(v.array(v.string())),
    }),
  ),
});

/** What is kept of an upload by tus. */
type TusState = v.InferOutput<typeof stateSchema>;

/** Where the file is. */
export type UploadedByTus = NonNullable<TusState['uploaded']>;

/** @throws Problem as `keptState`. */
export function readState(state: SessionState): TusState {
  return keptState(stateSchema, state);
}
