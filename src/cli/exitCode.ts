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
