import type {
  SessionKey,
  SessionRecord,
  SessionSlot,
  SessionStore,
} from '../../../../src/core/transfer/sessionPort.ts';
import { Problem } from '../../../../src/core/problem.ts';

/** Uploads under way as a disk would hold them. */
export class FakeStore implements SessionStore {
  readonly records = new Map<string, SessionRecord>();
  readonly taken = new Set<string>();
  /** Every record that was saved. */
  readonly saved: SessionRecord[] = [];
  /** Whether another process took over what was opened. */
  isLost = false;
  /** Whether the disk takes no more. */
  isFull = false;

  open({ destination, file: { id, path: file } }: SessionKey): Promise<SessionSlot> {
    const name = `${destination} ${id}`;
    if (this.taken.has(name)) return Promise.reject(new Problem('sessionTaken', { destination, file }));
    this.taken.add(name);
    const requireLock = () =>
      this.isLost ? Promise.reject(new Problem('sessionLost', { destination, file })) : Promise.resolve();
    return Promise.resolve({
      record: this.records.get(name),
      requireLock,
      save: async (record) => {
        await requireLock();
        if (this.isFull) throw new Problem('sessionNotKept', { reason: 'no space left on device' });
        this.records.set(name, record);
        this.saved.push(record);
      },
      clear: async () => {
        await requireLock();
        this.records.delete(name);
      },
      release: () => Promise.resolve(void this.taken.delete(name)),
    });
  }

  interrupted(): Promise<readonly SessionRecord[]> {
    return Promise.resolve([...this.records.values()].filter(({ abandoned }) => !abandoned));
  }

  abandoned(): Promise<readonly SessionRecord[]> {
    return Promise.resolve([...this.records.values()].filter(({ abandoned }) => abandoned));
  }
}
