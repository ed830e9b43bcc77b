/** Uploads by session to a fake server, and what is looked at afterwards. */
import assert from 'node:assert/strict';
import type { Outcome, PlannedFile } from '../../../../src/core/model.ts';
import type { Destination } from '../../../../src/core/ports.ts';
import type { Problem } from '../../../../src/core/problem.ts';
import type { TransferOptions } from '../../../../src/core/transfer/transferOptions.ts';
import type { SessionProtocol } from '../../../../src/core/transfer/sessionPort.ts';
import { TransferQueue, type QueueOptions } from '../../../../src/core/transfer/transferQueue.ts';
import { FakeClock } from '../fakeClock.ts';
import { destination, failure, never } from '../fakes.ts';
import { byteAt, type FakeServer, type FakeRequest, type Fault } from './fakeServer.ts';

export const lost = failure({ networkCode: 'ECONNRESET' });

export const to = (server: FakeServer, more: Partial<Destination> = {}) =>
  destination(undefined, { session: server.protocol, ...more });

/** As `to`, with a part of the protocol done otherwise. */
export const toWith = (server: FakeServer, more: Partial<SessionProtocol>) =>
  to(server, { session: { ...server.protocol, ...more } });

export async function send(
  file: PlannedFile,
  where: Destination,
  { signal = never, onProgress, onBatch, ...how }: QueueOptions & Partial<TransferOptions> = {},
): Promise<Outcome> {
  await using queue = new TransferQueue({ clock: new FakeClock(), random: () => 0.5, ...how });
  const hooks = { ...(onProgress && { onProgress }), ...(onBatch && { onBatch }) };
  const [outcome] = await queue.transfer([file], where, { signal, ...hooks });
  assert.ok(outcome);
  return outcome;
}

/** Faults for the requests of a kind, in turn; undefined lets one through. */
export function faults(kind: FakeRequest['kind'], ...inTurn: (Fault | undefined)[]): FakeServer['fault'] {
  return (request) => (request.kind === kind ? inTurn.shift() : undefined);
}

/** Checks that the server has the file, byte for byte, and nothing else. */
export function assertStored(server: FakeServer, file: PlannedFile): void {
  assert.equal(server.stored.size, 1);
  const [bytes] = server.stored.values();
  assert.equal(bytes?.length, file.source.size);
  bytes.forEach((byte, position) => assert.equal(byte, byteAt(position)));
  assert.equal(server.sessions.size, 0);
}

export function problemOf(outcome: Outcome): Problem {
  assert.ok(outcome.status === 'failed', outcome.status);
  return outcome.problem;
}

/** After what is to be done now. */
export const settled = () => new Promise((resolve) => setImmediate(resolve));
