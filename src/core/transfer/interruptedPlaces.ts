import { openInterrupted } from './goOn.ts';
import type { PlannedFile } from '../model.ts';
import type { Destination } from '../ports.ts';
import type { SessionSlot, SessionStore } from './sessionPort.ts';

/** Places on disk of interrupted uploads that no session goes on with: their files go whole now, as they changed. */
export class InterruptedPlaces implements AsyncDisposable {
  readonly #slots = new Map<PlannedFile, SessionSlot>();

  /** @throws as `openInterrupted`. */
  async take(file: PlannedFile, destination: Destination, store: SessionStore, signal: AbortSignal): Promise<void> {
    this.#slots.set(file, await openInterrupted(file, destination, store, signal));
  }

  has(file: PlannedFile): boolean {
    return this.#slots.has(file);
  }

  /** They are there: what was sent of them before is given up, so that nobody goes on with it any more. */
  async arrived(files: readonly PlannedFile[]): Promise<void> {
    for (const file of files) {
      const slot = this.#slots.get(file);
      if (slot === undefined) continue;
      if (slot.record) await slot.save({ ...slot.record, abandoned: true }).catch(() => undefined);
      await release(slot);
      this.#slots.delete(file);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const slot of this.#slots.values()) await release(slot);
  }
}

/** Where the disk does not let go of it, the end of this process does. */
async function release(slot: SessionSlot): Promise<void> {
  await slot.release().catch(() => undefined);
}
