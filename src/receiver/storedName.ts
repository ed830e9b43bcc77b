import { safeName } from '../core/safeName.ts';

/**
 * The name under which a file is kept, made of the one that a client tells: safe, and one that this system's disks
 * take.
 *
 * @param platform `process.platform`: Windows takes no `"`, `<`, `>`, `|`, `?` and `*`.
 */
export function storedName(told: string, platform: NodeJS.Platform = process.platform): string {
  const name = safeName(told);
  return platform === 'win32' ? name.replace(/["<>|?*]/g, '_') : name;
}
