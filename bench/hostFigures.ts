/** What the extension host is told to measure, and tells. */

export interface EditorFigures {
  /** From the command until the person is asked whether to upload so many files, in seconds. */
  readonly planSeconds: number;
  /** From the command until its end is told. */
  readonly seconds: number;
  readonly longestPauseMs: number;
}

/** Names of the variables that tell the extension host what to measure. */
export const hostVariables = {
  folder: 'PORTER_BENCH_FOLDER',
  url: 'PORTER_BENCH_URL',
  rounds: 'PORTER_BENCH_ROUNDS',
} as const;
