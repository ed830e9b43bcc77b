import { readFile, readlink } from 'node:fs/promises';

/**
 * How many bytes of what was written to a connection the other side has not acknowledged: as Linux tells
 * (proc_net_tcp(5)), and no other system.
 *
 * @param descriptor of its socket, in this process.
 * @returns undefined when nothing tells it.
 */
export async function unacknowledgedBytes(descriptor: number): Promise<number | undefined> {
  try {
    const [, inode] = /^socket:\[(\d+)\]$/.exec(await readlink(`/proc/self/fd/${descriptor}`)) ?? [];
    for (const family of ['tcp', 'tcp6']) {
      for (const line of (await readFile(`/proc/self/net/${family}`, 'latin1')).split('\n')) {
        const [, , , , queues = '', , , , , of] = line.trim().split(/\s+/);
        if (of !== undefined && of === inode) return parseInt(queues, 16);
      }
    }
  } catch {
    // Another system, or one that lets nobody look.
  }
  return undefined;
}
