import type { Entry } from '../core/ports.ts';

/**
 * Names of a folder as the editor has them: on macOS, where a name may be on disk in either form, in NFC.
 *
 * @param platform as `process.platform`.
 */
export function editorNames(entries: readonly Entry[], platform: NodeJS.Platform): readonly Entry[] {
  if (platform !== 'darwin') return entries;
  return entries.map((entry) => ({ ...entry, name: entry.name.normalize('NFC') }));
}
