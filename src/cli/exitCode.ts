import type { ProblemCode } from '../core/messages.ts';
import type { Outcome } from '../core/model.ts';
import type { Problem } from '../core/problem.ts';

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
  const problems = outcomes.flatMap((outcome) =>
    outcome.status === 'failed' || outcome.status === 'unknown' ? [outcome.problem] : [],
  );
  if (problems.length === 0) return ExitCode.ok;
  const isAnySent = outcomes.some(({ status }) => status === 'uploaded');
  return !isAnySent && problems.every(isOfConfiguration) ? ExitCode.wrongUse : ExitCode.somethingFailed;
}

/** Whether only another configuration, or another environment, mends it. */
export function isOfConfiguration({ code }: Problem): boolean {
  return ofConfiguration.has(code);
}

const ofConfiguration: ReadonlySet<ProblemCode> = new Set<ProblemCode>([
  'settingInvalid',
  'destinationUnknown',
  'variableMissing',
  'credentialsMissing',
  'credentialsUnusable',
  'tlsFileUnusable',
]);
