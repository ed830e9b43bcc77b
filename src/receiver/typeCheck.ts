import { allows, judgeType, type Judgement } from '../core/mediaType.ts';
import type { Sniffer } from '../core/ports.ts';
import { Problem } from '../core/problem.ts';
import { fileSource } from '../node/files/fileSource.ts';

/** What a file is, and whether it is taken. */
export interface TypeCheck {
  /**
   * Before a byte has come.
   *
   * @throws Problem `typeNotAllowed`.
   */
  checkName(name: string): void;
  /**
   * By its bytes and its name: both must be allowed.
   *
   * @returns the media type.
   * @throws Problem `typeNotAllowed`.
   */
  check(file: FileOnDisk, signal: AbortSignal): Promise<string>;
  mediaType(file: FileOnDisk, signal: AbortSignal): Promise<string>;
}

interface FileOnDisk {
  readonly path: string;
  readonly name: string;
  readonly size: number;
}

/** @param allow as in a destination's profile; absent: everything. */
export function createTypeCheck(allow: readonly string[] | undefined, sniffer: Sniffer): TypeCheck {
  function refuseForbidden(name: string, { types }: Judgement): void {
    const forbidden = types.find((type) => allow?.some((entry) => allows(entry, type, name)) === false);
    if (forbidden === undefined) return;
    const taken = allow?.join(', ') ?? '';
    throw new Problem('typeNotAllowed', { file: name, mediaType: forbidden, allow: taken, destination: 'receiver' });
  }

  async function judge({ path, name, size }: FileOnDisk, signal: AbortSignal): Promise<Judgement> {
    const bytes = size > 0 ? await sniffer.detect(await fileSource(path, name, signal), signal) : undefined;
    return judgeType(bytes, name, size === 0);
  }

  return {
    checkName: (name) => refuseForbidden(name, judgeType(undefined, name, true)),

    async check(file, signal) {
      const judgement = await judge(file, signal);
      refuseForbidden(file.name, judgement);
      return judgement.mediaType;
    },

    mediaType: async (file, signal) => (await judge(file, signal)).mediaType,
  };
}
