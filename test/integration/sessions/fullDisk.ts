import { spawnSync } from 'node:child_process';

/**
 * The command that runs another where `folder` is a disk without room: a tmpfs in a mount namespace of its own, so that
 * none is left behind, which needs no root. Where the system forbids that (a container, say), no file may grow at all,
 * which fails in the same place of the program for another reason.
 */
export function onFullDisk(folder: string, command: readonly string[]): readonly string[] {
  const namespace = ['--mount', '--map-root-user'];
  const fill = 'mount -t tmpfs -o size=8k porter-test "$0" && head -c 8192 /dev/zero >"$0/full" && exec "$@"';
  const inside = [...namespace, 'sh', '-c', fill, folder];
  if (spawnSync('unshare', [...inside, 'true']).status === 0) return ['unshare', ...inside, ...command];
  return ['bash', '-c', 'ulimit -f 0 && exec "$0" "$@"', ...command];
}
