import type { Outcome } from '../core/model.ts';

/** What the process ends with. */
export const ExitCode = {
  ok: 0,
  somethingFailed: 1,
  wrongUse: 2,
  /** 128 + SIGINT, as shells have it. */
  cancelled: 130,
  /** 128 + SIGTERM. */
  terminated: 143,
} as const;

/** What a command ends with that was stopped: by SIGTERM, by Ctrl-C, or as its output takes no more. */
export function stoppedCode({ reason }: AbortSignal): number {
  return reason === 'SIGTERM' ? ExitCode.terminated : ExitCode.cancelled;
}

/** What a command ends with that came to these outcomes. */
export function exitCodeFor(outcomes: readonly Outcome[], signal: AbortSignal): number {
  if (signal.aborted) return stoppedCode(signal);
  const isFailure = outcomes.some(({ status }) => status === 'failed' || status === 'unknown');
  return isFailure ? ExitCode.somethingFailed : ExitCode.ok;
}
