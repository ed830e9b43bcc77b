import assert from 'node:assert/strict';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { sessionStore } from '../../../src/node/sessions/sessionStore.ts';
import { content, InterruptedUploads, partSize } from './interruptedUploads.ts';
import { recordsOf } from './porter.ts';

describe('porter resume --discard', () => {
  let uploads: InterruptedUploads;
  beforeEach(async () => {
    uploads = await InterruptedUploads.open();
  });
  afterEach(() => uploads.close());

  it('discards at the server and here', async () => {
    await uploads.endedBy('SIGKILL');
    const run = await uploads.run('resume', '--discard', '--json');
    assert.equal(run.code, 0, run.stderr);
    assert.deepEqual(
      recordsOf(run.stdout).map(({ file, status }) => [file, status]),
      [['a.bin', 'discarded']],
    );
    assert.deepEqual(await uploads.server.uploads(), []);
    assert.match((await uploads.run('resume')).stderr, /No upload was interrupted/);
  });

  it('discards while the server is away, and tells it when it is there again', async () => {
    await uploads.endedBy('SIGKILL');
    const { port } = uploads.server;
    await uploads.server.close();
    const run = await uploads.run('resume', '--discard', '--json');
    assert.equal(run.code, 0, run.stderr);
    const [line] = recordsOf(run.stdout);
    assert.equal(line?.status, 'discarded');
    assert.match(line.warnings?.join() ?? '', /“web” keeps what it has of a\.bin for now/);
    await uploads.startServer(port);
    assert.equal((await uploads.server.uploads()).length, 1);
    assert.equal((await uploads.run('resume')).code, 0);
    assert.deepEqual(await uploads.server.uploads(), []);
  });

  it('discards what its destination cannot be asked about now, and says so', async () => {
    await uploads.endedBy('SIGKILL');
    await uploads.configure({ web: { ...uploads.profile, tls: { ca: 'none.pem' } } });
    const run = await uploads.run('resume', '--discard', '--json');
    assert.equal(run.code, 0, run.stderr);
    const [line] = recordsOf(run.stdout);
    assert.equal(line?.status, 'discarded');
    assert.match(line.warnings?.join() ?? '', /“web” keeps what it has of a\.bin for now/);
    assert.equal((await uploads.server.uploads()).length, 1);
    await uploads.configure({ web: uploads.profile });
    assert.equal((await uploads.run('resume')).code, 0);
    assert.deepEqual(await uploads.server.uploads(), []);
  });

  it('says when the destination is gone from the configuration, and then discards here only', async () => {
    await uploads.endedBy('SIGKILL');
    await uploads.configure({});
    const run = await uploads.run('resume');
    assert.equal(run.code, 2);
    assert.match(run.stderr, /a\.bin: There is no destination “web”\. Known are: receiver\./);
    const discarded = await uploads.run('resume', '--discard');
    assert.equal(discarded.code, 0);
    assert.match(discarded.stderr, /Discarding 1 interrupted upload here only\. There is no destination “web”\./);
    assert.match(discarded.stdout, /^a\.bin {2}discarded\n$/);
    assert.match((await uploads.run('resume')).stderr, /No upload was interrupted/);
    assert.equal((await uploads.server.uploads()).length, 1);
  });

  it('checks nothing that it discards', async () => {
    const { code, stderr } = await uploads.run('resume', '--discard', '--verify', 'head');
    assert.equal(code, 2);
    assert.match(stderr, /'--discard' cannot be used with option '--verify/);
  });

  describe('what was given up and its server could not be told of', () => {
    const never = new AbortController().signal;

    async function givenUp(destination: string, name: string): Promise<void> {
      const sessions = sessionStore(join(uploads.porter.folder, '.state/porter/sessions'));
      const id = pathToFileURL(join(uploads.porter.folder, name)).href;
      const file = { id, path: name, version: '1', size: content.length };
      const slot = await sessions.open({ destination, file }, never);
      const state = { path: new URL('gone', uploads.server.url).pathname };
      await slot.save({
        destination,
        target: uploads.server.url,
        file,
        begun: Date.now(),
        partSize,
        state,
        abandoned: true,
      });
      await slot.release();
    }

    for (const [why, destinations] of [
      ['is gone from the configuration', {}],
      ['leads elsewhere', { web: { kind: 'tus', url: 'http://127.0.0.1:1/files/' } }],
    ] as const) {
      it(`says where that stays when its destination ${why}`, async () => {
        await givenUp('web', 'old.bin');
        await uploads.configure(destinations);
        const { code, stderr } = await uploads.run('resume');
        assert.equal(code, 0, stderr);
        assert.ok(
          stderr.includes(`What was sent of old.bin stays at ${uploads.server.url} until it is deleted there`),
          stderr,
        );
        assert.doesNotMatch(stderr, /uploads there next/);
      });
    }

    it('is told to the server beside each other, not one after the other', async () => {
      await givenUp('web', 'old.bin');
      await givenUp('web', 'older.bin');
      const both = Promise.withResolvers<undefined>();
      let asked = 0;
      uploads.onDelete = () => {
        if (++asked === 2) both.resolve(undefined);
        return both.promise;
      };
      const run = await uploads.run('resume', '--discard', '--json');
      const told = recordsOf(run.stdout).map(({ status, warnings }) => [status, warnings]);
      assert.deepEqual(told, Array(2).fill(['discarded', undefined]));
    });

    it('ends on Ctrl-C while a server does not answer, and keeps that', async () => {
      await givenUp('web', 'old.bin');
      const { code, stderr } = await uploads.endedIn('onDelete', 'SIGINT', 'resume');
      assert.equal(code, 130, stderr);
      const kept = await sessionStore(join(uploads.porter.folder, '.state/porter/sessions')).abandoned(never);
      assert.equal(kept.length, 1);
    });
  });
});
