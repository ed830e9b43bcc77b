/** In milliseconds. */
const tickMs = 5;

/**
 * How long this process takes for something, in milliseconds: what it waits, by the turns of its event loop, or what it
 * computes. However long others keep the processor meanwhile is not counted.
 */
export async function loopTime(act: () => Promise<unknown>): Promise<number> {
  let ticks = 0;
  const timer = setInterval(() => ticks++, tickMs);
  const before = process.cpuUsage();
  try {
    await act();
  } finally {
    clearInterval(timer);
  }
  const { user, system } = process.cpuUsage(before);
  return Math.max(ticks * tickMs, (user + system) / 1000);
}
