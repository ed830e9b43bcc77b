import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PlannedFile } from '../../../src/core/model.ts';
import type { Destination } from '../../../src/core/ports.ts';
import type { HeldPart, SessionProtocol, SessionState } from '../../../src/core/transfer/sessionPort.ts';
import { s3Service, type FaultyService } from '../faults/services.ts';
import { bytesOf, destinationOf, plannedBytes, quiet, signal } from './given.ts';

const partSize = 64 * 1024;
const content = bytesOf(2 * partSize + 1000);

describe('An upload to S3 that was completed by a run that was killed before it knew', () => {
  let folder: string;
  let service: FaultyService;
  let destination: Destination;
  let session: SessionProtocol;
  let state: SessionState;
  const file = plannedBytes(content);
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'porter-s3-'));
    service = await s3Service(folder, { partSize, timeout: 30 });
    destination = destinationOf(service.profile(service.port), { secrets: service.secrets });
    assert.ok(destination.session);
    ({ session } = destination);
    ({ state } = await session.begin(file, quiet));
    await session.finish(state, file, await sendParts(file), signal);
    // Swift still knows the upload by the object; others, AWS among them, have forgotten it.
    state = { ...state, uploadId: Buffer.from(randomUUID()).toString('base64') };
  });
  afterEach(async () => {
    await service[Symbol.asyncDispose]();
    await rm(folder, { recursive: true });
  });

  async function sendParts(of: PlannedFile): Promise<readonly HeldPart[]> {
    const held: HeldPart[] = [];
    for (let start = 0; start < of.source.size; start += partSize) {
      const part = { start, end: Math.min(start + partSize, of.source.size) };
      held.push((await session.send(state, of, part, quiet)).held);
    }
    return held;
  }

  it('is found to be there, and nothing of it is sent again', async () => {
    const held = (await session.held(state, file, signal)) ?? [];
    assert.deepEqual(
      held.map(({ start, end }) => [start, end]),
      [
        [0, partSize],
        [partSize, 2 * partSize],
        [2 * partSize, content.length],
      ],
    );
    const { url } = await session.finish(state, file, held, signal);
    assert.ok((await service.read({ file: 'file.bin', ...(url === undefined ? {} : { url }) }))?.equals(content));
  });

  it('is not taken for another file of the same size', async () => {
    const other = Buffer.from(content);
    other.writeUInt8(content.readUInt8(partSize) ^ 1, partSize);
    assert.equal(await session.held(state, plannedBytes(other), signal), undefined);
  });

  it('is not taken for what was put at its key since then', async () => {
    await destination.send([plannedBytes('small')], quiet);
    assert.equal(await session.held(state, file, signal), undefined);
  });
});
