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
