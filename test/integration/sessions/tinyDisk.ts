import { spawnSync } from 'node:child_process';

/**
 * The command that runs another where `folder` takes only a few kilobytes: on a tmpfs in a mount namespace of its own,
 * so that none is left behind, which needs no root. Where the system forbids that (a container, say), no file may grow
 * above a kilobyte, which fails in the same place of the program for another reason.
 */
export function onTinyDisk(folder: string, command: readonly string[]): readonly string[] {
  const namespace = ['unshare', '--mount', '--map-root-user'];
  const mount = ['sh', '-c', 'mount -t tmpfs -o size=8k porter-test "$0" && exec "$@"', folder];
  const [program, ...args] = [...namespace, ...mount, 'true'] as const;
  if (spawnSync(program, args).status === 0) return [...namespace, ...mount, ...command];
  return ['bash', '-c', 'ulimit -f 1 && exec "$0" "$@"', ...command];
}
