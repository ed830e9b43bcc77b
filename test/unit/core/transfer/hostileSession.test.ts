import assert from 'node:assert/strict';
import type { HeldPart } from '../../../../src/core/transfer/sessionPort.ts';
import type { SessionProtocol } from '../../../../src/core/transfer/sessionPort.ts';
import { bytesFile, FakeServer } from './fakeServer.ts';
import { assertStored, faults, lost, problemOf, send, toWith } from './sessionRuns.ts';

describe('a server that says what cannot be', () => {
  const whole: HeldPart[] = [{ start: 0, end: 36 }];
  const wrong: readonly (readonly [title: string, held: HeldPart[]])[] = [
    ['an offset beyond the end', whole],
    ['an offset that is no number', [{ start: 0, end: NaN }]],
    ['a negative offset', [{ start: 0, end: -1 }]],
    ['a fraction of a byte', [{ start: 0, end: 1.5 }]],
  ];
  for (const [title, held] of wrong) {
    it(`fails with ${title}: asked`, async () => {
      const server = new FakeServer();
      server.fault = faults('send', { error: lost });
      const outcome = await send(bytesFile(35), toWith(server, { held: () => Promise.resolve(held) }));
      assert.equal(problemOf(outcome).code, 'answerInvalid');
      assert.equal(server.sessions.size, 0);
    });

    it(`fails with ${title}: at the beginning`, async () => {
      const server = new FakeServer();
      const begin: SessionProtocol['begin'] = async (file, options) => ({
        ...(await server.protocol.begin(file, options)),
        held,
      });
      const outcome = await send(bytesFile(35), toWith(server, { begin }));
      assert.equal(problemOf(outcome).code, 'answerInvalid');
      assert.equal(server.sessions.size, 0);
    });

    it(`fails with ${title}: after a part`, async () => {
      const server = new FakeServer();
      const [first = { start: 0, end: 0 }] = held;
      const outcome = await send(bytesFile(35), toWith(server, { send: () => Promise.resolve({ held: first }) }));
      assert.equal(problemOf(outcome).code, 'answerInvalid');
    });
  }

  for (const parallel of [1, 4]) {
    it(`ends at one that takes nothing, ${parallel} at a time`, async () => {
      const server = new FakeServer({ parallel });
      let sent = 0;
      const where = toWith(server, {
        send: (_state, _file, { start }) => {
          sent++;
          return Promise.resolve({ held: { start, end: start } });
        },
      });
      const problem = problemOf(await send(bytesFile(95), where));
      assert.equal(problem.code, 'answerInvalid');
      assert.match(problem.message, /does not take all/);
      assert.ok(sent <= 5 * parallel, `${sent}`);
    });
  }

  it('ends at one that takes a byte at a time', async () => {
    const server = new FakeServer();
    let sent = 0;
    const where = toWith(server, {
      send: (_state, _file, { start }) => {
        sent++;
        return Promise.resolve({ held: { start, end: start + 1 } });
      },
    });
    assert.equal(problemOf(await send(bytesFile(1000), where)).code, 'answerInvalid');
    assert.ok(sent <= 101, `${sent}`);
  });

  it('goes on, however long, at one that takes some of each part', async () => {
    const server = new FakeServer();
    const where = toWith(server, {
      send: (state, file, { start, end }, options) =>
        server.protocol.send(state, file, { start, end: Math.ceil((start + end) / 2) }, options),
    });
    const outcome = await send(bytesFile(2000), where);
    assert.equal(outcome.status, 'uploaded');
    assertStored(server, bytesFile(2000));
  });

  it('ends at one that goes back and fails, again and again', async () => {
    const server = new FakeServer();
    let sent = 0;
    const where = toWith(server, {
      send: (_state, _file, part) => (++sent % 3 === 0 ? Promise.reject(lost) : Promise.resolve({ held: { ...part } })),
      held: () => Promise.resolve([{ start: 0, end: 0 }]),
    });
    assert.equal(problemOf(await send(bytesFile(95), where)).code, 'connectionLost');
    assert.ok(sent <= 20, `${sent}`);
  });

  it('does not finish what is not the whole file', async () => {
    const server = new FakeServer();
    const gapped = [
      { start: 0, end: 10 },
      { start: 12, end: 20 },
    ];
    const where = toWith(server, {
      begin: async (file, options) => ({ ...(await server.protocol.begin(file, options)), held: gapped }),
      send: (_state, _file, part) => Promise.resolve({ held: { ...part } }),
    });
    const problem = problemOf(await send(bytesFile(35), where));
    assert.match(problem.message, /not the whole file/);
    assert.ok(!server.log.includes('finish'));
  });
});
