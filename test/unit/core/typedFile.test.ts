import assert from 'node:assert/strict';
import type { PlannedFile, Source } from '../../../src/core/model.ts';
import type { SendOptions, Sniffer } from '../../../src/core/ports.ts';
import type { SessionProtocol } from '../../../src/core/transfer/sessionPort.ts';
import { findingTypes } from '../../../src/core/typedFile.ts';
import { destination, never, planned } from './fakes.ts';

const jpeg: Sniffer = { detect: () => Promise.resolve('image/jpeg') };
const options: SendOptions = { signal: never, onBytes: () => undefined };

describe('a destination that finds out what files are when their turn comes', () => {
  it('sends a file as what its bytes are, and warns when its name says otherwise', async () => {
    const sent: string[] = [];
    const where = destination((files) => {
      sent.push(...files.map(({ mediaType }) => mediaType));
      return Promise.resolve(files.map(() => ({ url: 'http://a/', warnings: ['of the server'] })));
    });
    const [uploaded] = await findingTypes(where, jpeg).send([planned('a.png')], options);
    assert.deepEqual(sent, ['image/jpeg']);
    assert.equal(uploaded?.warnings?.length, 2);
    assert.match(uploaded.warnings[0] ?? '', /its bytes are image\/jpeg/);
    assert.equal(uploaded.warnings[1], 'of the server');
  });

  it('reads a small file once, to look at it and to send it', async () => {
    let reads = 0;
    const file = holding(Buffer.from('hello'), () => reads++);
    const looked: string[] = [];
    const sniffer: Sniffer = {
      detect: async (source) => {
        looked.push(await textOf(source));
        return undefined;
      },
    };
    const sent: string[] = [];
    const where = destination(async ([one]) => {
      sent.push(await textOf(one?.source));
      return [{}];
    });
    await findingTypes(where, sniffer).send([file], options);
    assert.deepEqual([looked, sent, reads], [['hello'], ['hello'], 1]);
    // Another attempt sends what the file is then.
    await findingTypes(where, sniffer).send([file], options);
    assert.equal(reads, 2);
  });

  it('keeps a large file where it is', async () => {
    const file = holding(Buffer.alloc(64 * 1024 + 1), () => assert.fail('was read'));
    let source: Source | undefined;
    const where = destination((files) => {
      source = files[0]?.source;
      return Promise.resolve([{}]);
    });
    await findingTypes(where, jpeg).send([file], options);
    assert.equal(source, file.source);
  });

  it('begins a session with the type of the bytes, and warns at its end', async () => {
    const begun: string[] = [];
    const session: Partial<SessionProtocol> = {
      from: 0,
      limits: { partSize: 1, parallel: 1 },
      begin: ({ mediaType }) => {
        begun.push(mediaType);
        return Promise.resolve({ state: {}, held: [] });
      },
      finish: () => Promise.resolve({ url: 'http://a/' }),
    };
    const typed = findingTypes(destination(undefined, { session: session as SessionProtocol }), jpeg).session;
    const file = planned('a.png');
    await typed?.begin(file, options);
    const uploaded = await typed?.finish({}, file, [], never);
    assert.deepEqual(begun, ['image/jpeg']);
    assert.match(uploaded?.warnings?.[0] ?? '', /its bytes are image\/jpeg/);
  });
});

function holding(bytes: Buffer<ArrayBuffer>, onRead: () => void): PlannedFile {
  const file = planned('a', bytes.length);
  const read: Source['read'] = ({ start, end }) => {
    onRead();
    return bytes.subarray(start, end);
  };
  return { ...file, source: { ...file.source, read } };
}

async function textOf(source: Source | undefined): Promise<string> {
  const bytes = await source?.read?.({ start: 0, end: source.size }, never);
  return Buffer.from(bytes ?? []).toString();
}
