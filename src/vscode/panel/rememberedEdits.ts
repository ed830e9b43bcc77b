import { createHash } from 'node:crypto';
import * as v from 'valibot';
import type { Receipt } from '../../core/reading/reading.ts';
import { parseJson } from '../../core/parseJson.ts';
import { slotsOf } from '../../core/receipt/receiptFields.ts';
import type { BoundedFolder } from '../../node/files/boundedFolder.ts';
import { entrySchema, type Entry } from '../../shared/protocol.ts';

/** What a person did to a picture. */
export type Edits = Pick<Entry, 'corrections' | 'accepted'>;

/** What a person did to a picture that nobody has done anything to. */
export const untouched: Edits = { corrections: {}, accepted: false };

export function isUntouched({ corrections, accepted }: Edits): boolean {
  return Object.keys(corrections).length === 0 && !accepted;
}

const { corrections, accepted } = entrySchema.entries;
const schema = v.object({ version: v.literal(1), receipt: v.string(), corrections, accepted });

/** A person's work by the content of pictures, so that it is there again wherever a picture is moved or copied to. */
export class RememberedEdits {
  readonly #folder: BoundedFolder;

  constructor(folder: BoundedFolder) {
    this.#folder = folder;
  }

  /** What was done when the same values were read: then it is about the same values. */
  async of(content: string, reading: Entry['reading']): Promise<Edits> {
    const text = await this.#folder.read(content);
    const parsed = v.safeParse(schema, text === undefined ? undefined : parseJson(text));
    if (!parsed.success || parsed.output.receipt !== digestOf(reading)) return untouched;
    return { corrections: parsed.output.corrections, accepted: parsed.output.accepted };
  }

  /** @throws what the file system throws; the signal's reason. */
  async keep(content: string, entry: Entry, signal: AbortSignal): Promise<void> {
    if (isUntouched(entry)) return this.#folder.remove(content);
    const edits = { corrections: entry.corrections, accepted: entry.accepted };
    await this.#folder.write(
      content,
      JSON.stringify({ version: 1, receipt: digestOf(entry.reading), ...edits }),
      signal,
    );
  }
}

/** Whether the same values were read in the same places, however sure they are. */
export function sameValues(one: Entry['reading'], other: Entry['reading']): boolean {
  return one.status === 'read' && other.status === 'read' && valuesOf(one.receipt) === valuesOf(other.receipt);
}

/** undefined where there is no receipt. */
function digestOf(reading: Entry['reading']): string | undefined {
  if (reading.status !== 'read') return undefined;
  return createHash('sha256').update(valuesOf(reading.receipt)).digest('hex');
}

/** What a person's work is about: confidences, places on the picture and checks are not. */
function valuesOf(receipt: Receipt): string {
  const filled = slotsOf(receipt).filter(({ field }) => field !== undefined);
  return JSON.stringify(filled.map(({ path, field }) => [path, field?.value]));
}
