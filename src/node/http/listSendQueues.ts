import { readFile, readlink } from 'node:fs/promises';

/**
 * How many bytes of what was written to each connection of this system its other side has not acknowledged, by the
 * names of sockets: as Linux tells (proc_net_tcp(5)), and no other system. What cannot be read is left out.
 */
export async function listSendQueues(): Promise<ReadonlyMap<string, number>> {
  const queues = new Map<string, number>();
  for (const family of ['tcp', 'tcp6']) {
    const list = await readFile(`/proc/self/net/${family}`, 'latin1').catch(() => '');
    for (const line of list.split('\n')) {
      const [, , , , queue = '', , , , , socket] = line.trim().split(/\s+/);
      if (socket !== undefined) queues.set(socket, parseInt(queue, 16));
    }
  }
  return queues;
}

/** The name of the socket behind a descriptor of this process; undefined when nothing tells it. */
export async function socketOf(descriptor: number): Promise<string | undefined> {
  const link = await readlink(`/proc/self/fd/${descriptor}`).catch(() => '');
  return /^socket:\[(\d+)\]$/.exec(link)?.[1];
}
