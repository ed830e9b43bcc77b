import { createHash } from 'node:crypto';
import type { Reading } from '../../core/reading/reading.ts';
import { parseCorrection, type Corrections } from '../../core/receipt/corrections.ts';
import { slotsOf, type Slot } from '../../core/receipt/receiptFields.ts';
import type { Entry, PanelState } from '../../shared/protocol.ts';
import { isUntouched, sameValues, untouched, type Edits, type RememberedEdits } from './rememberedEdits.ts';
import type { ResultRecord, ResultStore } from './resultStore.ts';

/** See `ShownReading`. */
interface ReadPicture {
  readonly uri: string;
  readonly reading: Reading;
  readonly content?: string | undefined;
}

/** The pictures that the panel shows, in their order, and the one in front. All of it is kept in the store. */
export class ShownResults {
  readonly #store: ResultStore;
  readonly #edits: RememberedEdits;
  readonly #signal: AbortSignal;
  readonly #records = new Map<string, ResultRecord>();
  selected: string | undefined;

  /** @param signal Ends what is being written when the extension ends. */
  constructor(store: ResultStore, edits: RememberedEdits, signal: AbortSignal) {
    this.#store = store;
    this.#edits = edits;
    this.#signal = signal;
  }

  get entries(): readonly Entry[] {
    return [...this.#records.values()].map(({ entry }) => entry);
  }

  get uris(): readonly string[] {
    return [...this.#records.values()].map(({ uri }) => uri);
  }

  get(id: string): ResultRecord | undefined {
    return this.#records.get(id);
  }

  /**
   * Adds readings, or puts them in place of older ones of the same picture, but what came to nothing in place of none
   * that was read.
   *
   * @returns their ids.
   */
  async add(readings: readonly ReadPicture[]): Promise<readonly string[]> {
    const ids: string[] = [];
    for (const picture of readings) {
      const id = idOf(picture.uri);
      await this.#keep(await this.#recordOf(id, picture));
      ids.push(id);
    }
    return ids;
  }

  /** What a person did stays when the same values were read as then. */
  async #recordOf(id: string, { uri, reading, content }: ReadPicture): Promise<ResultRecord> {
    const earlier = this.#records.get(id) ?? (await this.#store.load(id));
    if (reading.status !== 'read' && earlier?.entry.reading.status === 'read') return earlier;
    const shown = plain(reading);
    const { corrections, accepted } = await this.#editsOf(earlier?.entry, shown, content);
    return { uri, content, entry: { id, reading: shown, corrections, accepted } };
  }

  async #editsOf(earlier: Entry | undefined, shown: Entry['reading'], content: string | undefined): Promise<Edits> {
    if (earlier !== undefined && sameValues(earlier.reading, shown)) return earlier;
    return content === undefined ? untouched : this.#edits.of(content, shown);
  }

  /** Brings back what the editor remembers of a panel; what is no longer in the store is left out. */
  async restore({ ids, selected }: Pick<PanelState, 'ids' | 'selected'>): Promise<void> {
    for (const id of ids) {
      const record = await this.#store.load(id);
      if (record) this.#records.set(id, record);
    }
    this.selected = selected !== undefined && this.#records.has(selected) ? selected : this.entries[0]?.id;
  }

  /**
   * Takes what a person typed into a field.
   *
   * @returns the ids of the pictures that it changed: copies of one picture change together.
   * @throws Problem `correctionInvalid`.
   */
  async correct(id: string, path: string, text: string): Promise<readonly string[]> {
    const record = this.#records.get(id);
    const slot = slotOf(record, path);
    if (!record || !slot) return [];
    const value = parseCorrection(slot.path, slot.kind, text);
    const others = without(record.entry.corrections, path);
    // Typing what was read takes the correction back.
    const corrections = value === (slot.field?.value ?? null) ? others : { ...others, [path]: value };
    return this.#change(record, { corrections });
  }

  /** What was read into a field is right: as a correction to the same. Returns as `correct`. */
  async confirm(id: string, path: string): Promise<readonly string[]> {
    const record = this.#records.get(id);
    const value = slotOf(record, path)?.field?.value;
    if (!record || value === undefined) return [];
    return this.#change(record, { corrections: { ...record.entry.corrections, [path]: value } });
  }

  /** Back to what was read. Returns as `correct`. */
  async reset(id: string, path: string): Promise<readonly string[]> {
    const record = this.#records.get(id);
    if (!record) return [];
    return this.#change(record, { corrections: without(record.entry.corrections, path) });
  }

  /** All of a picture that was read is right, or that is taken back. Returns as `correct`. */
  async accept(id: string, accepted: boolean): Promise<readonly string[]> {
    const record = this.#records.get(id);
    if (record?.entry.reading.status !== 'read') return [];
    return this.#change(record, { accepted });
  }

  /** The ids of those that were cancelled. */
  cancelledOf(uris: readonly string[]): readonly string[] {
    return [...new Set(uris.map(idOf))].filter((id) => this.#records.get(id)?.entry.reading.status === 'cancelled');
  }

  /** Takes a picture out of the list, the next one comes in front. */
  async remove(id: string): Promise<void> {
    const ids = [...this.#records.keys()];
    const index = ids.indexOf(id);
    if (index < 0) return;
    if (this.selected === id) this.selected = ids[index + 1] ?? ids[index - 1];
    await this.#leave(id);
  }

  /** The panel is gone for good. */
  async clear(): Promise<void> {
    this.selected = undefined;
    for (const id of [...this.#records.keys()]) await this.#leave(id);
  }

  async #change(record: ResultRecord, change: Partial<Edits>): Promise<readonly string[]> {
    const { corrections, accepted } = { ...record.entry, ...change };
    const changed = [record, ...this.#copiesOf(record)].map((one) => ({
      ...one,
      entry: { ...one.entry, corrections, accepted },
    }));
    await Promise.all(changed.map((one) => this.#keep(one)));
    const entry = { ...record.entry, corrections, accepted };
    if (record.content !== undefined) await this.#edits.keep(record.content, entry, this.#signal);
    return changed.map((one) => one.entry.id);
  }

  /** The other pictures of the same content with the same values: what a person did to them is remembered once. */
  #copiesOf(record: ResultRecord): readonly ResultRecord[] {
    if (record.content === undefined) return [];
    return [...this.#records.values()].filter(
      (other) =>
        other.entry.id !== record.entry.id &&
        other.content === record.content &&
        sameValues(other.entry.reading, record.entry.reading),
    );
  }

  async #keep(record: ResultRecord): Promise<void> {
    this.#records.set(record.entry.id, record);
    await this.#store.save(record, this.#signal);
  }

  /** What can be read again is forgotten; a person's work comes back when the picture is read again. */
  async #leave(id: string): Promise<void> {
    const record = this.#records.get(id);
    this.#records.delete(id);
    if (record?.content !== undefined || isUntouched(record?.entry ?? untouched)) await this.#store.forget(id);
  }
}

function idOf(uri: string): string {
  return createHash('sha256').update(uri).digest('hex').slice(0, 32);
}

/** A reading as data: of a problem its code and sentence. */
function plain(reading: Reading): Entry['reading'] {
  if (!('problem' in reading)) return reading;
  const { code, message } = reading.problem;
  return { status: reading.status, file: reading.file, problem: { code, message } };
}

function slotOf(record: ResultRecord | undefined, path: string): Slot | undefined {
  if (record?.entry.reading.status !== 'read') return undefined;
  return slotsOf(record.entry.reading.receipt).find((slot) => slot.path === path);
}

function without(corrections: Corrections, path: string): Entry['corrections'] {
  return Object.fromEntries(Object.entries(corrections).filter(([of]) => of !== path));
}
