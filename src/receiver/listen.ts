import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Problem } from '../core/problem.ts';
import { rememberedPorts, rememberPort } from './rememberedPorts.ts';

/**
 * Listens on 127.0.0.1: on the port that is asked for, else on one that a receiver over this folder had before, else on
 * any that is free, which is remembered.
 *
 * @throws Problem `portInUse`.
 */
export async function listen(
  server: Server,
  { folder, port }: { readonly folder: string; readonly port: number | undefined },
  signal: AbortSignal,
): Promise<number> {
  if (port !== undefined) {
    if (!(await tryPort(server, port, signal))) throw new Problem('portInUse', { port });
    return portOf(server);
  }
  for (const remembered of await rememberedPorts(folder, signal)) {
    if (await tryPort(server, remembered, signal)) return remembered;
  }
  await tryPort(server, 0, signal);
  try {
    await rememberPort(folder, portOf(server), signal);
  } catch {
    signal.throwIfAborted(); // A full disk: what needs no room goes on.
  }
  return portOf(server);
}

async function tryPort(server: Server, port: number, signal: AbortSignal): Promise<boolean> {
  signal.throwIfAborted();
  server.listen({ host: '127.0.0.1', port, exclusive: true });
  try {
    await once(server, 'listening');
    return true;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    // EACCES: a port that only the administrator may have.
    if (code === 'EADDRINUSE' || code === 'EACCES') return false;
    throw error;
  }
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}
